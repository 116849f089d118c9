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

/** @param parts in order of their ids; undefined for a passage of none of them */
export function whereAmong(parts: readonly PlacedPassages[], id: number): PassageWhere | undefined {
  const part = parts[lastNotAbove(parts.length, id, (at) => parts[at]!.ids[0]!)];
  const at = part && lastNotAbove(part.count, id, (place) => part.ids[place]!);
  if (at === undefined || part?.ids[at] !== id) return undefined;
  return { turn: part.turns[at]!, session: part.sessions[at]!, time: part.times[at]! };
}

/** The last of `count` growing numbers that is at most `wanted`; -1 when there is none. */
function lastNotAbove(count: number, wanted: number, number: (at: number) => number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number(middle) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Looks passages up in marks of blocks that another thread read, in order of their ids. */
export function whereInMarks(shared: readonly SharedArrayBuffer[]): (id: number) => PassageWhere | undefined {
  const parts = shared.map(marksIn).map((marks) => ({ ...marks, count: marks.ids.length }));
  return (id) => whereAmong(parts, id);
}
