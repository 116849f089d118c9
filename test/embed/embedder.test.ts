import { describe, expect, it } from 'vitest';
import { toInt8 } from '../../src/shared/int8.ts';

describe('packing a vector as bytes', () => {
  it.each<[what: string, vector: number[], bytes: number[]]>([
    ['the largest component becomes 127', [0.5, 0.25, 0], [127, 64, 0]],
    ['also when it is negative', [-0.5, 0.25], [-127, 64]],
    ['zeros stay zeros', [0, 0, 0], [0, 0, 0]],
  ])('%s', (_what, vector, bytes) => {
    expect([...toInt8(Float32Array.from(vector))]).toEqual(bytes);
  });

  it('keeps the angle between two vectors', () => {
    const a = Float32Array.from({ length: 384 }, (_, k) => Math.sin(k));
    const b = Float32Array.from({ length: 384 }, (_, k) => Math.sin(k + 0.5));
    expect(cosine(toInt8(a), toInt8(b))).toBeCloseTo(cosine(a, b), 2);
  });
});

function cosine(a: Iterable<number>, b: Iterable<number>): number {
  const [x, y] = [[...a], [...b]];
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

function dot(x: number[], y: number[]): number {
  return x.reduce((sum, value, k) => sum + value * y[k]!, 0);
}
