import { expect, test } from 'vitest';
import { heldBy, heldTogether, partsOf, shownError } from '../../src/search/error-parts.ts';

const weights = new Map([
  ['econnrefused', 3],
  ['5432', 1],
]);
const noise = Array.from({ length: 60 }, (_, line) => `ok duck ${line} swims in pond ${line}`).join('\n');

test('a text holds the share of the weight whose words stand in it', () => {
  expect(heldBy('connect ECONNREFUSED', weights)).toBe(0.75);
  expect(heldBy('connect econnrefused2', weights)).toBe(0);
});

test('parts overlap, begin and end with whole words, and say what is left out', () => {
  const parts = partsOf(noise);
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(402);
  for (const part of parts.slice(1, -1)) {
    expect(part).toMatch(/^… (?:ok|duck|swims|in|pond|\d+)\s[\s\S]*\s(?:ok|duck|swims|in|pond|\d+) …$/);
  }
  expect(parts[0]).toMatch(/^ok duck 0/);
  expect(parts.at(-1)).toMatch(/pond 59$/);
  expect(partsOf('short')).toEqual(['short']);
});

test('words far apart in a long output are not the error, unless what is asked about is as long', () => {
  const scattered = `connect ECONNREFUSED\n${noise}\npond 5432`;
  expect(heldBy(scattered, weights)).toBe(1);
  expect(heldTogether(scattered, weights, 40)).toBe(0.75);
  expect(heldTogether(scattered, weights, scattered.length)).toBe(1);
});

test('of a long output the part that matched is shown, under its first line', () => {
  const text = `Exit code 1\n${noise}\nconnect ECONNREFUSED 127.0.0.1:5432\n${noise}`;
  const shown = shownError(text, weights);
  expect(shown).toMatch(/^Exit code 1\n… /);
  expect(shown).toContain('connect ECONNREFUSED 127.0.0.1:5432');
  expect(shown.length).toBeLessThanOrEqual(402);
});

test('its beginning is shown where that tells as much', () => {
  expect(shownError(`connect ECONNREFUSED :5432\n${noise}`, weights)).toMatch(/^connect ECONNREFUSED/);
  expect(shownError('connect ECONNREFUSED', weights)).toBe('connect ECONNREFUSED');
});
