import { describe, expect, test } from 'vitest';
import { synonymsOf } from '../../src/search/word-files.ts';
import { otherWordsUnsaid, unsaidShare } from '../../src/search/unsaid.ts';
import { coverageWith } from './coverage-with.ts';

const MANY = 5_000_000;
const FEW = 20_000;

test('usual words that so long a history does not hold speak against it', () => {
  expect(unsaidShare(coverageWith({ font: 0, cookies: 0 }), MANY)).toBeGreaterThan(1);
});

test('a word said as often as usual, and one that nobody uses, say nothing', () => {
  expect(unsaidShare(coverageWith({ font: 400 }), MANY)).toBe(0);
  expect(unsaidShare(coverageWith({ waterfowl: 0, humongous: 0, 'fonts.css': 0 }), MANY)).toBe(0);
});

test('a short history need not hold a usual word', () => {
  expect(unsaidShare(coverageWith({ currency: 0 }), FEW)).toBeUndefined();
});

test('the words that are said count against the others', () => {
  const alone = unsaidShare(coverageWith({ font: 0 }), MANY);
  expect(unsaidShare(coverageWith({ font: 0, commit: 900 }), MANY)).toBeCloseTo(alone! / 2);
});

test('a question without words that count has none unsaid', () => {
  expect(unsaidShare(coverageWith({}), MANY)).toBe(0);
});

describe('synonyms of what is asked for', () => {
  const heldBy = (count: number) => () => () => count;
  const none = new Set<string>();

  test('that nobody uses speak against a history, those often used for it', () => {
    expect(otherWordsUnsaid(coverageWith({ calendar: 0 }), none, MANY, heldBy(0))).toBeGreaterThan(1);
    expect(otherWordsUnsaid(coverageWith({ calendar: 0 }), none, MANY, heldBy(5000))).toBeLessThan(-1);
  });

  test('are asked for once each, usual single words only', () => {
    const asked: string[] = [];
    otherWordsUnsaid(coverageWith({ calendar: 0, calendars: 0 }), none, MANY, (words) => {
      asked.push(...words);
      return () => 0;
    });
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.every((word) => synonymsOf('calendar').includes(word) && !word.includes(' '))).toBe(true);
  });

  test('of a word that means just itself, and of one without any, say nothing', () => {
    expect(otherWordsUnsaid(coverageWith({ calendar: 0 }), new Set(['calendar']), MANY, heldBy(0))).toBe(0);
    expect(otherWordsUnsaid(coverageWith({ 'fonts.css': 0 }), none, MANY, heldBy(0))).toBe(0);
    expect(otherWordsUnsaid(coverageWith({}), none, MANY, heldBy(0))).toBe(0);
  });
});

test('forms of a word have the same synonyms', () => {
  expect(synonymsOf('calendars')).toEqual(synonymsOf('calendar'));
  expect(synonymsOf('calendar').length).toBeGreaterThan(3);
  expect(synonymsOf('')).toEqual([]);
});
