import { afterEach, describe, expect, it, vi } from 'vitest';
import { packedRows, plain, type PackedRows } from '../../src/embed/packed-rows.ts';

const ROWS = 300;
const DIM = 384;

describe('weighted sums of packed rows', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([1, 2, 60, ROWS])('of %i rows are those of plain numbers', (length) => {
    const rows = filled(packedRows(ROWS, DIM));
    expect(rows.bytes.buffer.byteLength % 65_536, 'in the memory of WebAssembly').toBe(0);
    const [ids, weights] = wanted(length);
    const sum = rows.sum(ids, weights, length);
    expect(largestDifference(sum, byHand(rows.bytes, ids, weights, length))).toBeLessThan(1e-4);
    expect(largestDifference(filled(plain(ROWS, DIM)).sum(ids, weights, length), sum)).toBeLessThan(1e-4);
  });

  it('are zeros of no row, whatever was summed before', () => {
    const rows = filled(packedRows(ROWS, DIM));
    rows.sum(...wanted(5), 5);
    expect([...rows.sum(...wanted(5), 0)]).toEqual(Array<number>(DIM).fill(0));
  });

  it('are made without WebAssembly where there is none', () => {
    vi.stubGlobal('WebAssembly', undefined);
    const rows = filled(packedRows(ROWS, DIM));
    vi.unstubAllGlobals();
    const [ids, weights] = wanted(9);
    const sum = [...rows.sum(ids, weights, 9)];
    expect(largestDifference(sum, filled(packedRows(ROWS, DIM)).sum(ids, weights, 9))).toBeLessThan(1e-4);
  });
});

/** Every value from -8 to 7 at every place of a word. */
function filled(rows: PackedRows): PackedRows {
  for (let at = 0; at < rows.bytes.length; at++) rows.bytes[at] = (at * 151 + (at >> 7) * 31) & 255;
  return rows;
}

function wanted(length: number): [ids: Uint32Array, weights: Float64Array] {
  return [
    Uint32Array.from({ length }, (_, i) => (i * 77 + 299) % ROWS),
    Float64Array.from({ length }, (_, i) => ((i % 7) + 1) / 10),
  ];
}

function byHand(bytes: Uint8Array, ids: Uint32Array, weights: Float64Array, length: number): number[] {
  return Array.from({ length: DIM }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const pair = bytes[4 * ROWS + (ids[i]! * DIM + k - (k % 2)) / 2]!;
      sum += weights[i]! * ((k % 2 === 0 ? pair & 15 : pair >> 4) - 8);
    }
    return sum;
  });
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]!)));
}
