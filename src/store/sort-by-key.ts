/** Sorts the first `count` keys with a value each; values of one key keep their order (radix sort, 11 bits at a time). */
export function sortByKey(
  keys: Uint32Array,
  values: Uint16Array,
  count: number,
): { keys: Uint32Array; values: Uint16Array } {
  let from = { keys: keys.subarray(0, count), values: values.subarray(0, count) };
  let to: typeof from = { keys: new Uint32Array(count), values: new Uint16Array(count) };
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const starts = new Uint32Array(DIGITS);
    for (let at = 0; at < count; at++) starts[(from.keys[at]! >>> shift) & (DIGITS - 1)]!++;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const here = starts[digit]!;
      starts[digit] = sum;
      sum += here;
    }
    for (let at = 0; at < count; at++) {
      const key = from.keys[at]!;
      const place = starts[(key >>> shift) & (DIGITS - 1)]!++;
      to.keys[place] = key;
      to.values[place] = from.values[at]!;
    }
    [from, to] = [to, from];
  }
  return from;
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
