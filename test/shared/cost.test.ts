import { expect, test } from 'vitest';
import { costOf, costOfAll } from '../../src/shared/cost.ts';

const NONE = { input: 0, output: 0, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0 };

test.each([
  ['claude-opus-4-6', 5, 25],
  ['claude-opus-4-5-20251101', 5, 25],
  ['claude-opus-4-1-20250805', 15, 75],
  ['claude-opus-4-20250514', 15, 75],
  ['claude-sonnet-4-5-20250929', 3, 15],
  ['claude-sonnet-4-6[1m]', 3, 15],
  ['claude-haiku-4-5-20251001', 1, 5],
  ['claude-3-5-haiku-20241022', 0.8, 4],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 3, 15],
  ['claude-opus-4-5@20251101', 5, 25],
])('a million tokens of %s', (model, input, output) => {
  expect(costOf(model, { ...NONE, input: 1e6 })).toBe(input);
  expect(costOf(model, { ...NONE, output: 1e6 })).toBe(output);
});

test('the cache is cheaper to read and dearer to write, the more for an hour', () => {
  const model = 'claude-opus-4-6';
  expect(costOf(model, { ...NONE, cache_read: 1e6 })).toBeCloseTo(0.5);
  expect(costOf(model, { ...NONE, cache_write_5m: 1e6 })).toBeCloseTo(6.25);
  expect(costOf(model, { ...NONE, cache_write_1h: 1e6 })).toBeCloseTo(10);
});

test.each(['claude-opus-5', 'claude-opus-4-60', 'claude-fable-1', 'gpt-5', '<synthetic>', ''])(
  '%j has no price, and none is guessed',
  (model) => {
    expect(costOf(model, { ...NONE, input: 1e6 })).toBeNull();
  },
);

test('one message without a price leaves the sum unknown', () => {
  const known = { ...NONE, model: 'claude-opus-4-6', input: 1e6 };
  expect(costOfAll([known, known])).toBe(10);
  expect(costOfAll([known, { ...known, model: 'claude-fable-1' }])).toBeNull();
});
