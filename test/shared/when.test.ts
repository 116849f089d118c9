import { expect, test } from 'vitest';
import { parseSince, periodOf } from '../../src/shared/when.ts';

/** A Wednesday, local time, so that the zone of the machine does not matter. */
const NOW = new Date(2026, 10, 18, 15, 30).getTime();
const at = (year: number, month: number, day: number, hour = 0): number =>
  new Date(year, month - 1, day, hour).getTime();

test.each([
  ['2026-11-03', at(2026, 11, 3), at(2026, 11, 4)],
  ['2026-11', at(2026, 11, 1), at(2026, 12, 1)],
  ['today', at(2026, 11, 18), at(2026, 11, 19)],
  ['yesterday', at(2026, 11, 17), at(2026, 11, 18)],
  ['last week', at(2026, 11, 9), at(2026, 11, 16)],
  ['this week', at(2026, 11, 16), at(2026, 11, 23)],
  ['last month', at(2026, 10, 1), at(2026, 11, 1)],
  ['Last Year', at(2025, 1, 1), at(2026, 1, 1)],
  ['in January', at(2026, 1, 1), at(2026, 2, 1)],
  ['December', at(2025, 12, 1), at(2026, 1, 1)],
  ['March 2025', at(2025, 3, 1), at(2025, 4, 1)],
  ['Thursday', at(2026, 11, 12), at(2026, 11, 13)],
  ['Wednesday', at(2026, 11, 18), at(2026, 11, 19)],
  ['Dec 24', at(2025, 12, 24), at(2025, 12, 25)],
  ['10.02.2026', at(2026, 2, 10), at(2026, 2, 11)],
  ['02/10/2026', at(2026, 2, 10), at(2026, 2, 11)],
  ['05/12/2026', at(2026, 5, 12), at(2026, 5, 13)],
  ['12/05/2026', at(2026, 5, 12), at(2026, 5, 13)],
])('%s is a stretch of time', async (words, from, to) => {
  expect(await periodOf({ since: words, until: words }, NOW)).toEqual({ since: from, until: to });
});

test.each([
  ['3 days ago', at(2026, 11, 15)],
  ['2 weeks ago', at(2026, 11, 4)],
])('%s begins with its day', async (words, from) => {
  expect(await parseSince(words, NOW)).toBe(from);
});

test('a time of day is a moment', async () => {
  expect(await parseSince('2026-11-03T14:05:00Z', NOW)).toBe(Date.parse('2026-11-03T14:05:00Z'));
  expect(await parseSince('2 hours ago', NOW)).toBe(NOW - 2 * 3_600_000);
});

test.each(['blah', '', '2026-13-40', '2026-02-31'])('%j is refused with a way on', async (words) => {
  await expect(parseSince(words, NOW)).rejects.toThrow(expect.objectContaining({ code: 'bad-time' }));
});

test('a period may be open at either end', async () => {
  expect(await periodOf({}, NOW)).toEqual({});
  expect(await periodOf({ since: 'last week' }, NOW)).toEqual({ since: at(2026, 11, 9) });
  expect(await periodOf({ until: '2026-11-03' }, NOW)).toEqual({ until: at(2026, 11, 4) });
});

test.each([
  ['2026-11-05', '2026-11-01'],
  ['2026-11-05', '2026-10'],
  ['yesterday', '3 days ago'],
  ['last week', '2026-11-08T12:00'],
  ['this week', 'last week'],
  ['now', 'now'],
  ['2026-11-03T14:05:00Z', '2026-11-03T14:05:00Z'],
])('since %s and until %s leave nothing between them', async (since, until) => {
  await expect(periodOf({ since, until }, NOW)).rejects.toThrow(
    expect.objectContaining({
      code: 'bad-time',
      message: expect.stringMatching(
        /^Nothing lies between since "[^"]+" \(\d.*Z\) and until "[^"]+" \(\d.*Z\)\. Let until/,
      ),
    }),
  );
});
