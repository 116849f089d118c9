/**
 * A vector compared with very many that are kept at one bit a number, in WebAssembly SIMD: for each four bits and
 * each of their 16 values it is worked out once what they add to a cosine, and one instruction looks up
 * sixteen of them (André, Kermarrec, Le Scouarnec, "Cache locality is not enough", 2015). Costs what counting bits
 * that differ costs, and orders better, for the question keeps its numbers (docs/search.md).
 *
 * Vectors lie in groups of 32: for each four bits 16 bytes, byte j holding those of vector j in its lower and of
 * vector 16 + j in its upper half.
 */
import {
  END,
  I32,
  IF,
  LOOP,
  PAGE,
  SHIFT_LEFT,
  V128,
  againUnlessZero,
  count,
  countDown,
  get,
  i32,
  load,
  moduleOf,
  set,
  simd,
  store,
  storeI32,
} from '../shared/webassembly-code.ts';

export const GROUP = 32;

export interface NibbleScan {
  readonly bytesPerGroup: number;
  /** Memory for so many groups; what is there stays. */
  reserve(groups: number): void;
  /** The bytes of groups, valid until `reserve` is called again. */
  groups(from: number, count: number): Uint8Array;
  /** What is to be compared from now on, of unit length. */
  ask(vector: Float32Array): void;
  /** Those of some groups, at most `MOST_GROUPS`, in which a vector scores `least` or more; valid until the next call. */
  near(from: number, count: number, least: number): NearGroups;
}

export interface NearGroups {
  count: number;
  /** By place among those found: how many groups before the end of those asked for, 1 for the last. */
  fromEnd: Uint32Array;
  /** `GROUP` scores of each, higher is nearer. */
  scores: Uint16Array;
}

/** Groups in one call: 32,768 vectors. */
const MOST_GROUPS = 1024;

/** After the table: how many groups were found, and which. */
const FOUND_AT = PAGE / 2;
const LIST_AT = FOUND_AT + 16;
const RESULT_AT = PAGE;
const VECTORS_AT = 2 * PAGE;
const LANES = 16;
/** Four values of a table are summed in a byte before they are widened. */
const LARGEST = 63;
const UNROLLED = 4;

/** @param dim a multiple of 8, at most 8,192 */
export function nibbleScan(dim: number): NibbleScan {
  const quads = Math.ceil(dim / 4 / UNROLLED);
  const bytesPerGroup = quads * UNROLLED * LANES;
  const memory = new WebAssembly.Memory({ initial: VECTORS_AT / PAGE });
  const { scan } = new WebAssembly.Instance(scanModule(), { house: { memory } }).exports as {
    scan: (from: number, groups: number, quads: number, least: number) => void;
  };
  let found = resultsIn(memory.buffer);
  return {
    bytesPerGroup,
    reserve(groups) {
      const missing = VECTORS_AT + groups * bytesPerGroup - memory.buffer.byteLength;
      if (missing <= 0) return;
      memory.grow(Math.ceil(missing / PAGE));
      found = resultsIn(memory.buffer);
    },
    groups: (from, count) =>
      new Uint8Array(memory.buffer, VECTORS_AT + from * bytesPerGroup, count * bytesPerGroup),
    ask(vector) {
      new Uint8Array(memory.buffer, 0, bytesPerGroup).set(tableOf(vector));
    },
    near(from, count, least) {
      scan(VECTORS_AT + from * bytesPerGroup, count, quads, least);
      found.count = found.counts[0]!;
      return found;
    },
  };
}

function resultsIn(buffer: ArrayBuffer): NearGroups & { counts: Uint32Array } {
  return {
    count: 0,
    counts: new Uint32Array(buffer, FOUND_AT, 1),
    fromEnd: new Uint32Array(buffer, LIST_AT, MOST_GROUPS),
    scores: new Uint16Array(buffer, RESULT_AT, MOST_GROUPS * GROUP),
  };
}

/** Puts a vector's bits (the lowest first) at its place in a group. */
export function putInGroup(group: Uint8Array, place: number, bits: Uint8Array): void {
  const byte = place % LANES;
  const isUpper = place >= LANES;
  for (let at = 0; at < bits.length; at++) {
    const [lower, upper] = [2 * at * LANES + byte, (2 * at + 1) * LANES + byte];
    if (isUpper) {
      group[lower] = (group[lower]! & 0x0f) | ((bits[at]! & 0x0f) << 4);
      group[upper] = (group[upper]! & 0x0f) | (bits[at]! & 0xf0);
    } else {
      group[lower] = (group[lower]! & 0xf0) | (bits[at]! & 0x0f);
      group[upper] = (group[upper]! & 0xf0) | (bits[at]! >> 4);
    }
  }
}

/** What each value of each four bits adds, as whole numbers from 0. */
function tableOf(vector: Float32Array): Uint8Array {
  const nibbles = vector.length / 4;
  const sums = new Float32Array(nibbles * 16);
  let widest = 0;
  for (let nibble = 0; nibble < nibbles; nibble++) {
    let width = 0;
    for (let bit = 0; bit < 4; bit++) width += 2 * Math.abs(vector[4 * nibble + bit]!);
    widest = Math.max(widest, width);
    for (let value = 0; value < 16; value++)
      for (let bit = 0; bit < 4; bit++) {
        const number = vector[4 * nibble + bit]!;
        sums[16 * nibble + value]! += Math.abs(number) + ((value >> bit) & 1 ? number : -number);
      }
  }
  return Uint8Array.from(sums, (sum) => (widest === 0 ? 0 : Math.round((LARGEST * sum) / widest)));
}

let compiled: WebAssembly.Module | undefined;

function scanModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(moduleOf('scan', 4, VECTORS_AT / PAGE, scanCode()));
  return compiled;
}

/** The relaxed one: four bits are never beyond sixteen, and a comparison for each is saved. */
const SWIZZLE = simd(256);
const SPLAT = simd(15);
const SPLAT_SHORT = simd(16);
const AT_LEAST_SHORTS = simd(54);
const AND = simd(78);
const SHIFT_RIGHT = simd(109);
const ADD_BYTES = simd(110);
const EXTEND_LOW = simd(137);
const EXTEND_HIGH = simd(138);
const ADD_SHORTS = simd(142);
const LARGER_SHORTS = simd(153);
const ANY_TRUE = simd(83);

/** scan(from, groups, quads, least): groups without a score of `least` or more are passed over. */
function scanCode(): number[] {
  const [from, groups, quads, least, table, left, to, list] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [sum0, sum1, sum2, sum3, codes, values, lower, upper, mask, bound] = [
    8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
  ];
  const sums = [sum0, sum1, sum2, sum3];
  const zero = [...i32(0), ...SPLAT];
  const step = (at: number): number[] => [
    ...[...get(from), ...load(16 * at), ...set(codes), ...get(table), ...load(16 * at), ...set(values)],
    ...[...get(lower), ...get(values), ...get(codes), ...get(mask), ...AND, ...SWIZZLE],
    ...[...ADD_BYTES, ...set(lower)],
    ...[...get(upper), ...get(values), ...get(codes), ...i32(4), ...SHIFT_RIGHT, ...SWIZZLE],
    ...[...ADD_BYTES, ...set(upper)],
  ];
  const widen = (sum: number, bytes: number, extend: number[]): number[] => [
    ...[...get(sum), ...get(bytes), ...extend, ...ADD_SHORTS, ...set(sum)],
  ];
  const larger = (a: number, b: number): number[] => [...get(a), ...get(b), ...LARGER_SHORTS];
  return [
    ...[2, 4, I32, 10, V128],
    ...[...i32(0x0f), ...SPLAT, ...set(mask), ...get(least), ...SPLAT_SHORT, ...set(bound)],
    ...[...i32(RESULT_AT), ...set(to), ...i32(0), ...set(list)],
    ...LOOP,
    ...sums.flatMap((sum) => [...zero, ...set(sum)]),
    ...[...i32(0), ...set(table), ...get(quads), ...set(left)],
    ...LOOP,
    ...[...zero, ...set(lower), ...zero, ...set(upper)],
    ...[0, 1, 2, 3].flatMap(step),
    ...[...widen(sum0, lower, EXTEND_LOW), ...widen(sum1, lower, EXTEND_HIGH)],
    ...[...widen(sum2, upper, EXTEND_LOW), ...widen(sum3, upper, EXTEND_HIGH)],
    ...[...count(from, 64), ...count(table, 64), ...countDown(left), ...againUnlessZero],
    ...[...larger(sum0, sum1), ...larger(sum2, sum3), ...LARGER_SHORTS],
    ...[...get(bound), ...AT_LEAST_SHORTS, ...ANY_TRUE, ...IF],
    ...sums.flatMap((sum, at) => [...get(to), ...get(sum), ...store(16 * at)]),
    ...[...get(list), ...i32(2), SHIFT_LEFT, ...get(groups), ...storeI32(LIST_AT)],
    ...[...count(to, 64), ...count(list, 1), END],
    ...[...countDown(groups), ...againUnlessZero],
    ...[...i32(0), ...get(list), ...storeI32(FOUND_AT)],
    END,
  ];
}
