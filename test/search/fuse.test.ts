import { expect, test } from 'vitest';
import { bestOf, join, stretched } from '../../src/search/fuse.ts';

const list = (scores: number[]): Map<number, number> => new Map(scores.map((score, key) => [key, score]));

test('a list is stretched between its best and its thirtieth', () => {
  const crowd = Array.from({ length: 40 }, (_, key) => (key < 30 ? 10 - key / 10 : 1));
  const shares = stretched(list(crowd));
  expect(shares.get(0)).toBe(1);
  expect(shares.get(30)).toBe(0);
  expect(shares.get(39)).toBe(0);
  expect(shares.get(15)).toBeCloseTo((8.5 - 1) / 9);
});

test('a list of few is measured from nothing', () => {
  expect(stretched(list([4, 2]))).toEqual(
    new Map([
      [0, 1],
      [1, 0.5],
    ]),
  );
  expect(stretched(new Map())).toEqual(new Map());
});

test('how far the best stands out counts, not its rank alone', () => {
  const clear = new Map([
    [1, 10],
    [2, 1],
  ]);
  const close = new Map([
    [2, 10],
    [1, 9.9],
  ]);
  const joined = join([
    { scores: clear, weight: 1 },
    { scores: close, weight: 1 },
  ]);
  expect(joined.get(1)!).toBeGreaterThan(joined.get(2)!);
});

test('a key that one list lacks keeps what the others give it, by their weight', () => {
  const joined = join([
    { scores: new Map([[1, 5]]), weight: 0.5 },
    { scores: new Map([[2, 5]]), weight: 2 },
  ]);
  expect(joined).toEqual(
    new Map([
      [1, 0.5],
      [2, 2],
    ]),
  );
});

test('a group has the score of its best', () => {
  const groups = new Map([
    [1, 7],
    [2, 7],
    [3, 8],
  ]);
  const scores = new Map([
    [1, 0.2],
    [2, 0.9],
    [3, 0.1],
    [4, 1],
  ]);
  expect(bestOf(scores, (key) => groups.get(key))).toEqual(
    new Map([
      [7, 0.9],
      [8, 0.1],
    ]),
  );
});
