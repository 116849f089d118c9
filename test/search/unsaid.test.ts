import { expect, test } from 'vitest';
import type { Coverage } from '../../src/search/coverage.ts';
import { unsaidShare } from '../../src/search/unsaid.ts';

/** @param holders how many passages hold each word; all of them count alike */
function coverage(holders: Record<string, number>): Coverage {
  return {
    weights: new Map(Object.keys(holders).map((word) => [word, 1])),
    unknown: [],
    holders: (word) => holders[word] ?? 0,
    wordsIn: () => [],
    of: () => 0,
    best: () => new Map(),
  };
}

const MANY = 5_000_000;
const FEW = 20_000;

test('usual words that so long a history does not hold speak against it', () => {
  expect(unsaidShare(coverage({ font: 0, cookies: 0 }), MANY)).toBeGreaterThan(1);
});

test('a word said as often as usual, and one that nobody uses, say nothing', () => {
  expect(unsaidShare(coverage({ font: 400 }), MANY)).toBe(0);
  expect(unsaidShare(coverage({ waterfowl: 0, humongous: 0, 'fonts.css': 0 }), MANY)).toBe(0);
});

test('a short history need not hold a usual word', () => {
  expect(unsaidShare(coverage({ currency: 0 }), FEW)).toBeUndefined();
});

test('the words that are said count against the others', () => {
  const alone = unsaidShare(coverage({ font: 0 }), MANY);
  expect(unsaidShare(coverage({ font: 0, commit: 900 }), MANY)).toBeCloseTo(alone! / 2);
});

test('a question without words that count has none unsaid', () => {
  expect(unsaidShare(coverage({}), MANY)).toBe(0);
});
