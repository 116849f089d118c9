import { expect, test } from 'vitest';
import { addChunk, topOf, type Adding } from '../../src/store/add-up.ts';
import { CHUNK, levelIn, placeIn } from '../../src/store/word-lists.ts';
import { seeded } from '../../bench/seeded.ts';

const CHUNKS = 6;
const WANTED = 30;

/** A word that `share` of the passages hold, with levels drawn by chance; common words say little. */
function wordOf(share: number, random: () => number): Adding {
  const list: number[] = [];
  for (let place = 0; place < CHUNK; place++)
    if (random() < share) list.push((place << 3) | Math.floor(8 * random()));
  const weight = Math.log(1 / share);
  return {
    list: Uint16Array.from(list),
    byLevel: Float32Array.from(
      { length: 8 },
      (_, level) => Math.round(((level + 0.5) / 8) * weight * 65_536) / 65_536,
    ),
  };
}

test.each([
  [1, 'all', () => true],
  [2, 'two of three', (place: number) => place % 3 > 0],
  [3, 'a run', (place: number) => place >= 3000 && place < 3700],
  [4, 'two runs', (place: number) => place < 100 || (place > 5000 && place % 2 === 0)],
  [5, 'the last', (place: number) => place > CHUNK - 40],
])(
  'words looked up for candidates alone give the best that adding everything gives (seed %i, passages that count: %s)',
  (seed, _, isAllowed) => {
    const random = seeded(seed);
    const top = topOf(WANTED);
    const scores = new Float32Array(CHUNK);
    const all: number[] = [];
    const allowed = Uint8Array.from({ length: CHUNK }, (_, place) => Number(isAllowed(place)));
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      const words = [0.003, 0.02, 0.1, 0.4, 0.8].map((share) => wordOf(share, random));
      const sums = new Float32Array(CHUNK);
      for (const { list, byLevel } of words)
        for (const posting of list) sums[placeIn(posting)]! += byLevel[levelIn(posting)]!;
      all.push(...sums.filter((_, place) => allowed[place] === 1));
      addChunk(scores, words, top, allowed, chunk * CHUNK);
    }
    const best = all.sort((a, b) => b - a).slice(0, WANTED);
    expect([...top.best().values()]).toEqual(best);
  },
);

test('the best are kept with their scores and the newest first of equal ones, also of a long history', () => {
  const top = topOf(3);
  for (const [id, score] of [
    [7, 1.5],
    [30_000_000, 2],
    [29_999_999, 2],
    [8, 4000.25],
    [9, 0.5],
  ] as const)
    top.add(id, score);
  expect([...top.best()]).toEqual([
    [8, 4000.25],
    [30_000_000, 2],
    [29_999_999, 2],
  ]);
});
