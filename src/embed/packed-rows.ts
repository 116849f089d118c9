/**
 * The model's table as it lies on disk (models/static/README.md) and weighted sums of its rows, in WebAssembly
 * SIMD where there is any. The rows stay packed, two values a byte, and exist once: 6 MB and not 13.
 */
import {
  I32,
  V128,
  ADD,
  LOOP,
  END,
  PAGE,
  againUnlessZero,
  count,
  countDown,
  get,
  i32,
  load,
  loadI32,
  moduleOf,
  set,
  simd,
  store,
} from '../shared/webassembly-code.ts';

export interface PackedRows {
  /** To be filled with weights.bin: V float32 scales, then V rows of dim / 2 bytes. */
  readonly bytes: Uint8Array;
  /** Sum of weights[i] * row ids[i] over the first `length`, dim numbers; valid until the next call. */
  sum(ids: Uint32Array, weights: Float64Array, length: number): Float32Array | Float64Array;
}

/** Values of a row that are summed at once: 16 bytes. */
const BLOCK = 32;

export function packedRows(rows: number, dim: number): PackedRows {
  return (dim % BLOCK === 0 && vectorised(rows, dim)) || plain(rows, dim);
}

/** For tables of other sizes, and machines where WebAssembly has no SIMD or no memory. */
export function plain(rows: number, dim: number): PackedRows {
  const bytes = new Uint8Array(rows * (4 + dim / 2));
  const packed = bytes.subarray(4 * rows);
  const sum = new Float64Array(dim);
  return {
    bytes,
    sum(ids, weights, length) {
      sum.fill(0);
      for (let i = 0; i < length; i++) addRow(packed, ids[i]!, weights[i]!, sum);
      return sum;
    },
  };
}

function addRow(packed: Uint8Array, id: number, weight: number, sum: Float64Array): void {
  for (let k = 0, at = (id * sum.length) >> 1; k < sum.length; k += 2, at++) {
    const pair = packed[at]!;
    sum[k]! += weight * ((pair & 15) - 8);
    sum[k + 1]! += weight * ((pair >> 4) - 8);
  }
}

/** The memory: for each row to be added its address and weight; the sum; the file's bytes. */
function vectorised(rows: number, dim: number): PackedRows | undefined {
  const sumAt = 8 * rows;
  const bytesAt = sumAt + 4 * dim;
  const size = rows * (4 + dim / 2);
  const rowsAt = bytesAt + 4 * rows;
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((bytesAt + size) / PAGE) });
    const { add } = new WebAssembly.Instance(addModule(), { house: { memory } }).exports as {
      add: (length: number, blocks: number, to: number) => void;
    };
    const addresses = new Uint32Array(memory.buffer, 0, 2 * rows);
    const factors = new Float32Array(memory.buffer, 0, 2 * rows);
    const mixed = new Float32Array(memory.buffer, sumAt, dim);
    const sum = new Float32Array(dim);
    return {
      bytes: new Uint8Array(memory.buffer, bytesAt, size),
      sum(ids, weights, length) {
        if (length === 0) return sum.fill(0);
        for (let i = 0; i < length; i++) {
          addresses[2 * i] = rowsAt + (ids[i]! * dim) / 2;
          factors[2 * i + 1] = weights[i]!;
        }
        add(length, dim / BLOCK, sumAt);
        for (let at = 0; at < dim; at += BLOCK)
          for (let nibble = 0; nibble < 8; nibble++)
            for (let lane = 0; lane < 4; lane++) sum[at + 8 * lane + nibble] = mixed[at + 4 * nibble + lane]!;
        return sum;
      },
    };
  } catch {
    // No WebAssembly, no SIMD in it, or no address space for its memory: nothing that should stop a search.
    return undefined;
  }
}

let compiled: WebAssembly.Module | undefined;

function addModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(moduleOf('add', 3, 1, addCode()));
  return compiled;
}

const LOAD_SPLAT = (offset: number): number[] => [...simd(9), 2, offset];
const SPLAT = simd(17);
const XOR = simd(81);
const SHIFT_LEFT = simd(171);
const SHIFT_RIGHT_SIGNED = simd(172);
const ADD_FLOATS = simd(228);
const MULTIPLY = simd(230);
const TO_FLOATS = simd(250);
/** Turns value + 8 in each nibble into the value in two's complement. */
const EIGHTS = 0x88888888 | 0;

/**
 * add(length, blocks, to): 32 values of all rows, then the next 32. Number n of eight sums adds up the nibbles n
 * of four words, so in the result value 8 * lane + n of a block is at 4 * n + lane.
 */
function addCode(): number[] {
  const [length, blocks, to, from, entry, left, words, weight, eights] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const sums = [9, 10, 11, 12, 13, 14, 15, 16];
  const step = (sum: number, nibble: number): number[] => [
    ...[...get(sum), ...get(words)],
    ...(nibble === 7 ? [] : [...i32(28 - 4 * nibble), ...SHIFT_LEFT]),
    ...[...i32(28), ...SHIFT_RIGHT_SIGNED, ...TO_FLOATS, ...get(weight), ...MULTIPLY],
    ...[...ADD_FLOATS, ...set(sum)],
  ];
  return [
    ...[2, 3, I32, 11, V128],
    ...[...i32(EIGHTS), ...SPLAT, ...set(eights)],
    ...LOOP,
    ...sums.flatMap((sum) => [...get(eights), ...get(eights), ...XOR, ...set(sum)]),
    ...[...i32(0), ...set(entry), ...get(length), ...set(left)],
    ...LOOP,
    ...[...get(entry), ...loadI32(0), ...get(from), ADD, ...load(0), ...get(eights), ...XOR, ...set(words)],
    ...[...get(entry), ...LOAD_SPLAT(4), ...set(weight)],
    ...sums.flatMap(step),
    ...[...count(entry, 8), ...countDown(left), ...againUnlessZero],
    ...sums.flatMap((sum, at) => [...get(to), ...get(sum), ...store(16 * at)]),
    ...[...count(to, 128), ...count(from, 16), ...countDown(blocks), ...againUnlessZero],
    END,
  ];
}
