import { expect, test } from 'vitest';
import { periodInWords } from '../../src/render/figures.ts';

const at = (...parts: [number, number, number, number?, number?]): string => new Date(...parts).toISOString();

test.each([
  ['a day', at(2026, 1, 3), at(2026, 1, 4), 'on 2026-02-03'],
  ['whole days', at(2026, 1, 1), at(2026, 2, 1), 'from 2026-02-01 to 2026-02-28'],
  ['an open end', at(2026, 1, 1), undefined, 'from 2026-02-01'],
  ['an open beginning', undefined, at(2026, 1, 4), 'until 2026-02-03'],
  ['times of day', at(2026, 1, 3, 9, 5), at(2026, 1, 3, 17), 'from 2026-02-03 09:05 to 2026-02-03 17:00'],
  ['no limits', undefined, undefined, ''],
])('%s', (_, since, until, words) => {
  expect(periodInWords(since, until)).toBe(words);
});
