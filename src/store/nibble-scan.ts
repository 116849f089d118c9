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
  LOOP,
  PAGE,
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
  /** Scores of the vectors of some groups, higher is nearer; at most `MOST_GROUPS`, valid until the next call. */
  scores(from: number, count: number): Uint16Array;
}

/** Groups in one call: 32,768 vectors. */
export const MOST_GROUPS = 1024;

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
    scan: (from: number, groups: number, quads: number, to: number) => void;
  };
  return {
    bytesPerGroup,
    reserve(groups) {
      const missing = VECTORS_AT + groups * bytesPerGroup - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    },
    groups: (from, count) =>
      new Uint8Array(memory.buffer, VECTORS_AT + from * bytesPerGroup, count * bytesPerGroup),
    ask(vector) {
      new Uint8Array(memory.buffer, 0, bytesPerGroup).set(tableOf(vector));
    },
    scores(from, count) {
      scan(VECTORS_AT + from * bytesPerGroup, count, quads, RESULT_AT);
      return new Uint16Array(memory.buffer, RESULT_AT, count * GROUP);
    },
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

const SWIZZLE = simd(14);
const SPLAT = simd(15);
const AND = simd(78);
const SHIFT_RIGHT = simd(109);
const ADD_BYTES = simd(110);
const EXTEND_LOW = simd(137);
const EXTEND_HIGH = simd(138);
const ADD_SHORTS = simd(142);

/** scan(from, groups, quads, to) */
function scanCode(): number[] {
  const [from, groups, quads, to, table, left] = [0, 1, 2, 3, 4, 5];
  const [sum0, sum1, sum2, sum3, codes, values, lower, upper, mask] = [6, 7, 8, 9, 10, 11, 12, 13, 14];
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
  return [
    ...[2, 2, I32, 9, V128],
    ...[...i32(0x0f), ...SPLAT, ...set(mask)],
    ...LOOP,
    ...[sum0, sum1, sum2, sum3].flatMap((sum) => [...zero, ...set(sum)]),
    ...[...i32(0), ...set(table), ...get(quads), ...set(left)],
    ...LOOP,
    ...[...zero, ...set(lower), ...zero, ...set(upper)],
    ...[0, 1, 2, 3].flatMap(step),
    ...[...widen(sum0, lower, EXTEND_LOW), ...widen(sum1, lower, EXTEND_HIGH)],
    ...[...widen(sum2, upper, EXTEND_LOW), ...widen(sum3, upper, EXTEND_HIGH)],
    ...[...count(from, 64), ...count(table, 64), ...countDown(left), ...againUnlessZero],
    ...[sum0, sum1, sum2, sum3].flatMap((sum, at) => [...get(to), ...get(sum), ...store(16 * at)]),
    ...[...count(to, 64), ...countDown(groups), ...againUnlessZero],
    END,
  ];
}
