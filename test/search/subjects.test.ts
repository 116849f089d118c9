import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignSubjects } from '../../src/search/subjects.ts';
import { subjectsOf, wordsOn } from '../../src/search/word-files.ts';
import { stemOf } from '../../src/store/stems.ts';
import { coverageWith } from './coverage-with.ts';

const MANY = 5_000_000;
const absent = () => 1;

test('words of a trade that a history does not hold are foreign to it, and those it speaks of are not', () => {
  expect(foreignSubjects(coverageWith({ invoice: 0, refund: 0 }), MANY, absent).foreign).toBe(1);
  expect(foreignSubjects(coverageWith({ invoice: 0, refund: 400 }), MANY, absent).foreign).toBe(0.5);
  expect(foreignSubjects(coverageWith({ invoice: 400, refund: 400 }), MANY, absent).foreign).toBe(0);
});

test('a word that stands here and there in a long history is as foreign as one that hardly stands in a shorter one', () => {
  const few = foreignSubjects(coverageWith({ invoice: 8 }), MANY, absent).foreign;
  expect(foreignSubjects(coverageWith({ invoice: 8 }), 100 * MANY, absent).foreign).toBeGreaterThan(few);
});

test('words of no trade, however seldom, are not foreign', () => {
  expect(foreignSubjects(coverageWith({ humongous: 0, silly: 0 }), MANY, absent)).toEqual({
    foreign: 0,
    together: 0,
  });
});

describe('several words of one subject', () => {
  test('count as much as it is absent', () => {
    const words = coverageWith({ push: 90, notification: 30, android: 1, twice: 20 });
    const strange = foreignSubjects(words, MANY, absent).together;
    expect(strange).toBeGreaterThan(0.4);
    expect(foreignSubjects(words, MANY, () => 0.5).together).toBeCloseTo(strange / 2);
    expect(foreignSubjects(words, MANY, () => -1).together).toBeLessThan(0);
  });
  test('one word alone may be meant in another sense', () => {
    expect(foreignSubjects(coverageWith({ android: 1, twice: 20 }), MANY, absent).together).toBe(0);
  });
});

test('a question without words that count has nothing foreign', () => {
  expect(foreignSubjects(coverageWith({}), MANY, absent)).toEqual({ foreign: 0, together: 0 });
});

describe('the list of subjects', () => {
  const lines = readFileSync(new URL('../../models/words/subjects.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  test('has a line for each, sorted, of small words with stems of their own', () => {
    const names = lines.map((line) => line.split(': ')[0]!);
    expect(names).toEqual([...new Set(names)].sort());
    for (const name of names) {
      const words = wordsOn(name);
      expect(words.length).toBeGreaterThan(4);
      expect(words.every((word) => /^[a-z\d]+$/.test(word))).toBe(true);
      expect(new Set(words.map(stemOf)).size).toBe(words.length);
    }
  });
  test('knows forms of a word, and words of several subjects', () => {
    expect(subjectsOf('invoices')).toEqual(subjectsOf('invoice'));
    expect(subjectsOf('invoice').length).toBeGreaterThan(1);
    expect(subjectsOf('humongous')).toEqual([]);
    expect(subjectsOf('auth.ts')).toEqual([]);
  });
});
