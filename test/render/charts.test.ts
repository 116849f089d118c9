import { expect, test } from 'vitest';
import { bar, sparkline } from '../../src/render/charts.ts';

test('a sparkline has a block for each number, a space where there is none', () => {
  expect(sparkline([0, 1, 2, undefined, 8])).toBe('▁▁▂ █');
  expect(sparkline([0, 0])).toBe('▁▁');
});

test('a bar is as long as its share, and never nothing for something', () => {
  expect(bar(8, 8, 4)).toBe('████');
  expect(bar(3, 8, 4)).toBe('█▌');
  expect(bar(1, 1e6, 4)).toBe('▏');
  expect(bar(0, 8, 4)).toBe('');
});
