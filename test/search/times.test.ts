import { parse } from 'chrono-node/en';
import { expect, test } from 'vitest';
import { mayNameTime, timeIn } from '../../src/search/times.ts';

/** A Tuesday. Days are those of the machine's own time zone, so are the expected ones. */
const NOW = new Date(2026, 1, 17, 9).getTime();
const day = (time: number): string => {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-');
};

test.each([
  ['what did we do on the 13th of january?', '2026-1-13', '2026-1-14', 'what did we do ?'],
  ['secrets stuff on feb 6', '2026-2-6', '2026-2-7', 'secrets stuff'],
  ['oauth on 2026-02-03', '2026-2-3', '2026-2-4', 'oauth'],
  ['comments handled in the last days of january', '2026-1-27', '2026-2-1', 'comments handled'],
  ['oauth in early february', '2026-2-1', '2026-2-11', 'oauth'],
  ['cleanup at the end of last month', '2026-1-22', '2026-2-1', 'cleanup'],
  ['oauth in january', '2026-1-1', '2026-2-1', 'oauth'],
  ['oauth in november', '2025-11-1', '2025-12-1', 'oauth'],
  ['oauth last week', '2026-2-9', '2026-2-16', 'oauth'],
  ['what happened last thursday', '2026-2-12', '2026-2-13', 'what happened'],
  ['conflicts on the weekend of feb 7 and 8', '2026-2-7', '2026-2-9', 'conflicts'],
  ['deploys last weekend', '2026-2-14', '2026-2-16', 'deploys'],
  ['wingman the day before valentines', '2026-2-13', '2026-2-14', 'wingman'],
  ['wingman the day after christmas', '2025-12-26', '2025-12-27', 'wingman'],
  ['oauth between feb 1 and feb 5', '2026-2-1', '2026-2-6', 'oauth'],
  ['oauth since monday', '2026-2-16', '2026-2-18', 'oauth'],
  ['oauth in the past 3 days', '2026-2-14', '2026-2-18', 'oauth'],
  ['oauth 3 days ago', '2026-2-14', '2026-2-15', 'oauth'],
  ['oauth 2 weeks ago', '2026-1-30', '2026-2-8', 'oauth'],
  ['oauth on thursday', '2026-2-12', '2026-2-13', 'oauth'],
  ['oauth on tuesday', '2026-2-17', '2026-2-18', 'oauth'],
  ['oauth between monday and wednesday', '2026-2-9', '2026-2-12', 'oauth'],
  ['oauth in may', '2025-5-1', '2025-6-1', 'oauth'],
  ['the march of ducks in March', '2025-3-1', '2025-4-1', 'the march of ducks'],
  ['oauth in 2025', '2025-1-1', '2026-1-1', 'oauth'],
  ["last week's work", '2026-2-9', '2026-2-16', 'work'],
  ['oauth on 10.02.2026', '2026-2-10', '2026-2-11', 'oauth'],
  ['oauth on 02/10/2026', '2026-2-10', '2026-2-11', 'oauth'],
  ['oauth on 05/02/2026', '2026-2-5', '2026-2-6', 'oauth'],
  ['oauth on the 10th?', '2026-2-10', '2026-2-11', 'oauth ?'],
  ['oauth on the 20th', '2026-1-20', '2026-1-21', 'oauth'],
  ['oauth on the 12th of last month', '2026-1-12', '2026-1-13', 'oauth'],
  ['oauth in the week of february 4', '2026-2-2', '2026-2-9', 'oauth'],
  ['oauth after feb 10', '2026-2-11', '2026-2-18', 'oauth'],
  ['oauth since last week', '2026-2-9', '2026-2-18', 'oauth'],
  ['what came earlier today', '2026-2-17', '2026-2-18', 'what came'],
])('"%s" means %s to %s', (question, since, until, rest) => {
  expect(mayNameTime(question)).toBe(true);
  const found = timeIn(question, NOW, parse);
  expect(found && [day(found.since), day(found.until), found.rest]).toEqual([since, until, rest]);
});

test('an evening is that of its day', () => {
  const found = timeIn('the crash yesterday evening', NOW, parse)!;
  expect([new Date(found.since).getHours(), day(found.since)]).toEqual([17, '2026-2-16']);
});

test('what lies before a day or up to it has no beginning', () => {
  const [before, until] = ['oauth before feb 3', 'oauth until feb 3'].map((text) =>
    timeIn(text, NOW, parse)!,
  );
  expect([before!.since, day(before!.until), before!.rest]).toEqual([0, '2026-2-3', 'oauth']);
  expect([until!.since, day(until!.until), until!.rest]).toEqual([0, '2026-2-4', 'oauth']);
});

test('after midnight, last night began the day before', () => {
  const found = timeIn('the crash last night', new Date(2026, 1, 17, 0, 5).getTime(), parse)!;
  expect([new Date(found.since).getHours(), day(found.since)]).toEqual([18, '2026-2-16']);
});

test.each([
  'what may fail now',
  'the march of ducks',
  'on the 2nd attempt',
  'retry after 2 days',
  'upgrade to v1.2.2026',

  'tests should compare whole expected strings',
  'why no ttl for dead sessions?',
  'a timeout of 30 seconds',
  'index.lock File exists',
])('"%s" names no time', (question) => {
  expect(mayNameTime(question) ? timeIn(question, NOW, parse) : undefined).toBeUndefined();
});
