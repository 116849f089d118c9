import { expect, test } from 'vitest';
import { nearBeyondWords } from '../../src/search/beyond-words.ts';

const weights = new Map([
  ['printer', 5],
  ['label', 2],
]);
const passages = (held: Record<number, string[]>) => ({
  weights,
  wordsIn: (id: number) => held[id] ?? [],
});

test('is nothing where the most telling word stands in what is nearest', () => {
  const fragments = new Map([
    [1, 0.6],
    [2, 0.3],
  ]);
  expect(nearBeyondWords(fragments, passages({ 1: ['printer', 'label'], 2: ['label'] }))).toBe(0);
});

test('is how much farther off the nearest passage with the most telling word lies', () => {
  const fragments = new Map([
    [1, 0.6],
    [2, 0.3],
    [3, 0.2],
  ]);
  const held = { 1: ['label'], 2: ['printer'], 3: ['printer'] };
  expect(nearBeyondWords(fragments, passages(held))).toBeCloseTo(0.3);
});

test('a word that is said nowhere is not the most telling one', () => {
  const fragments = new Map([
    [1, 0.6],
    [2, 0.3],
  ]);
  expect(nearBeyondWords(fragments, passages({ 2: ['label'] }))).toBeCloseTo(0.3);
  expect(nearBeyondWords(fragments, passages({}))).toBe(0);
  expect(nearBeyondWords(new Map(), passages({}))).toBe(0);
});
