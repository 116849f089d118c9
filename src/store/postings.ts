import { placeIn } from './word-lists.ts';

/** Lists of a word in a chunk, as `word-lists.ts` keeps them: places in order, each with its level. */

/** The places that both lists hold, each with the smaller of its two levels. */
export function inBoth(a: Uint16Array, b: Uint16Array): Uint16Array {
  const both = new Uint16Array(Math.min(a.length, b.length));
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [placeA, placeB] = [placeIn(a[i]!), placeIn(b[j]!)];
    if (placeA === placeB) both[count++] = Math.min(a[i]!, b[j]!);
    if (placeA <= placeB) i++;
    if (placeB <= placeA) j++;
  }
  return both.subarray(0, count);
}

export function holdsPlace(list: Uint16Array | undefined, place: number): boolean {
  return list !== undefined && postingAt(list, place) !== undefined;
}

/** What a list says of the places `[first, end)`. */
export function between(list: Uint16Array, first: number, end: number): Uint16Array {
  return list.subarray(atPlace(list, first), atPlace(list, end));
}

/** What a list says of a place; undefined when it does not hold it. */
export function postingAt(list: Uint16Array, place: number): number | undefined {
  const posting = list[atPlace(list, place)];
  return posting !== undefined && placeIn(posting) === place ? posting : undefined;
}

/** Where the first place that is at least `wanted` stands in a list. */
function atPlace(list: Uint16Array, wanted: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeIn(list[middle]!) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
