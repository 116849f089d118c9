import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixtureTurn, type Fixture } from '../../../bench/pushback-fixtures.ts';
import { judgePushback } from '../../../src/insight/pushback/index.ts';

const FOLDER = new URL('../../fixtures/pushback/', import.meta.url);

/** At least this share of a language's sentences is judged rightly; the sets are small and written by one hand. */
const FLOOR = 0.8;

describe('pushback in other languages', () => {
  it.each(readdirSync(FOLDER))(
    '%s: four of five sentences are judged rightly, and requests are not taken for pushback',
    (name) => {
      const cases = readFileSync(new URL(name, FOLDER), 'utf8')
        .trim()
        .split('\n')
        .map((line): Fixture => JSON.parse(line));
      const wrong = cases.filter(
        (fixture) => (judgePushback(...fixtureTurn(fixture)) !== null) !== (fixture.label !== 'none'),
      );
      expect(1 - wrong.length / cases.length).toBeGreaterThanOrEqual(FLOOR);
      expect(wrong.filter(({ label }) => label === 'none').length).toBeLessThanOrEqual(1);
    },
  );
});
