import { marksIn } from './vector-blocks.ts';

/** Where a passage stands, as memory has it. Its id is never that of another one, so that this never changes. */
export interface PassageWhere {
  turn: number;
  session: number;
  /** Seconds; 0 when that is not known. */
  time: number;
}

/** Passages in order of their ids: the first `count` of each list. */
export interface PlacedPassages {
  count: number;
  ids: Uint32Array;
  times: Uint32Array;
  turns: Uint32Array;
  sessions: Uint32Array;
}

/**
 * @param firsts the first id of each part, so that the search for one touches little memory
 * @param parts in order of their ids; undefined for a passage of none of them
 */
export function whereAmong(
  firsts: readonly number[],
  parts: readonly PlacedPassages[],
  id: number,
): PassageWhere | undefined {
  const part = parts[lastNotAbove(firsts, firsts.length, id)];
  const at = part && lastNotAbove(part.ids, part.count, id);
  if (at === undefined || part?.ids[at] !== id) return undefined;
  return { turn: part.turns[at]!, session: part.sessions[at]!, time: part.times[at]! };
}

/** Place of the last of the first `count` growing numbers that is at most `wanted`; -1 when there is none. */
function lastNotAbove(numbers: ArrayLike<number>, count: number, wanted: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Looks passages up in marks of blocks that another thread read, in order of their ids. */
export function whereInMarks(shared: readonly SharedArrayBuffer[]): (id: number) => PassageWhere | undefined {
  const parts = shared.map(marksIn).map((marks) => ({ ...marks, count: marks.ids.length }));
  const firsts = parts.map(({ ids }) => ids[0]!);
  return (id) => whereAmong(firsts, parts, id);
}
