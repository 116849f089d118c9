import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf } from '../bench/fuzz-random.ts';
import { openTargets, type Targets } from '../bench/fuzz-targets.ts';

/** The first cases of `npm run bench:fuzz`, always the same. */
const CASES = { transcript: 30, ingest: 30, redaction: 20, question: 40, arguments: 40, http: 15 };
const SEED = 1;
let fuzz: Targets;

beforeAll(async () => {
  fuzz = await openTargets();
});
afterAll(() => fuzz?.close());

test('every target has its cases here', () => {
  expect(Object.keys(CASES)).toEqual([...fuzz.targets.keys()]);
});

test.each(Object.entries(CASES))(
  'changed and made-up input brings no defect out of: %s',
  async (name, cases) => {
    const failed: [seed: number, error: unknown][] = [];
    for (let seed = SEED; seed < SEED + cases; seed++) {
      try {
        await fuzz.targets.get(name)!(chanceOf(seed));
      } catch (error) {
        failed.push([seed, error]);
      }
    }
    expect(failed).toEqual([]);
  },
);
