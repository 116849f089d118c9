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
  ['oauth the week before last', '2026-2-2', '2026-2-9', 'oauth'],
  ['oauth the month before last', '2025-12-1', '2026-1-1', 'oauth'],
  ['oauth two tuesdays ago', '2026-2-3', '2026-2-4', 'oauth'],
  ['oauth the friday before last', '2026-2-6', '2026-2-7', 'oauth'],
  ['oauth the day before yesterday', '2026-2-15', '2026-2-16', 'oauth'],
  ['oauth in the summer of 2025', '2025-6-1', '2025-9-1', 'oauth'],
  ['spring 2025 oauth', '2025-3-1', '2025-6-1', 'oauth'],
  ['oauth in fall 2025', '2025-9-1', '2025-12-1', 'oauth'],
  ['oauth in autumn last year', '2025-9-1', '2025-12-1', 'oauth'],
  ['oauth in the summer of last year', '2025-6-1', '2025-9-1', 'oauth'],
  ["oauth last year's autumn", '2025-9-1', '2025-12-1', 'oauth'],
  ['oauth in late summer 2025', '2025-8-1', '2025-9-1', 'oauth'],
  ['oauth in the winter of 2025', '2025-12-1', '2026-3-1', 'oauth'],
  ['oauth in winter 2026', '2025-12-1', '2026-3-1', 'oauth'],
  ['oauth over the summer', '2025-6-1', '2025-9-1', 'oauth'],
  ['oauth in the fall?', '2025-9-1', '2025-12-1', 'oauth ?'],
  ['oauth since last autumn', '2025-9-1', '2026-2-18', 'oauth'],
  ['oauth since autumn 2025', '2025-9-1', '2026-2-18', 'oauth'],
  ['oauth at the end of last year', '2025-10-1', '2026-1-1', 'oauth'],
  ['oauth at the end of the year', '2025-10-1', '2026-1-1', 'oauth'],
  ['oauth beginning of the month', '2026-2-1', '2026-2-11', 'oauth'],
  ['oauth at the end of the month', '2026-1-22', '2026-2-1', 'oauth'],
  ['oauth end of the month?', '2026-1-22', '2026-2-1', 'oauth ?'],
  ['oauth at the end of the week', '2026-2-12', '2026-2-16', 'oauth'],
  ['oauth in the first week of the month', '2026-2-1', '2026-2-8', 'oauth'],
  ['oauth in the last week of the month', '2026-1-25', '2026-2-1', 'oauth'],
  ['oauth in the last week of the year', '2025-12-25', '2026-1-1', 'oauth'],
  ['oauth in the second half of 2025', '2025-7-1', '2026-1-1', 'oauth'],
  ['oauth in the first quarter of last year', '2025-1-1', '2025-4-1', 'oauth'],
  ['oauth the day after feb 3', '2026-2-4', '2026-2-5', 'oauth'],
  ['oauth a week before feb 10', '2026-2-3', '2026-2-4', 'oauth'],
  ['oauth the week before christmas', '2025-12-18', '2025-12-25', 'oauth'],
  ['oauth the weekend before christmas', '2025-12-20', '2025-12-22', 'oauth'],
  ['oauth the weekend before last', '2026-2-7', '2026-2-9', 'oauth'],
  ['oauth the monday after feb 3', '2026-2-9', '2026-2-10', 'oauth'],
  ['oauth between christmas and new year', '2025-12-25', '2026-1-2', 'oauth'],
  ['oauth on christmas 2024', '2024-12-25', '2024-12-26', 'oauth'],
  ['oauth on christmas last year', '2025-12-25', '2025-12-26', 'oauth'],
  ['the christmas banner last week', '2026-2-9', '2026-2-16', 'the christmas banner'],
  ['oauth last christmas', '2025-12-25', '2025-12-26', 'oauth'],
  ['oauth in the last two weeks of january', '2026-1-18', '2026-2-1', 'oauth'],
  ['oauth in the first ten days of january', '2026-1-1', '2026-1-11', 'oauth'],
  ['oauth from friday to monday last week', '2026-2-13', '2026-2-17', 'oauth'],
  ['oauth in late february', '2025-2-19', '2025-3-1', 'oauth'],
  ['oauth on the last friday of february', '2025-2-28', '2025-3-1', 'oauth'],
  ['oauth between the 20th and the 25th of february', '2025-2-20', '2025-2-26', 'oauth'],
  ['oauth on tuesday of last week', '2026-2-10', '2026-2-11', 'oauth'],
  ['oauth last week on thursday', '2026-2-12', '2026-2-13', 'oauth'],
  ['oauth monday to wednesday last week', '2026-2-9', '2026-2-12', 'oauth'],
  ['oauth on thursday two weeks ago', '2026-2-5', '2026-2-6', 'oauth'],
  ['oauth on friday the 16th', '2026-1-16', '2026-1-17', 'oauth'],
  ['oauth on thursday, 12 february', '2026-2-12', '2026-2-13', 'oauth'],
  ['oauth in the first week of february', '2026-2-1', '2026-2-8', 'oauth'],
  ['oauth in the second half of january', '2026-1-16', '2026-2-1', 'oauth'],
  ['oauth the last friday of january', '2026-1-30', '2026-1-31', 'oauth'],
  ['oauth on the first of february', '2026-2-1', '2026-2-2', 'oauth'],
  ['oauth at the end of last week', '2026-2-12', '2026-2-16', 'oauth'],
  ['oauth since the start of the year', '2026-1-1', '2026-2-18', 'oauth'],
  ['oauth in late 2025', '2025-10-1', '2026-1-1', 'oauth'],
  ['oauth since 2025', '2025-1-1', '2026-2-18', 'oauth'],
  ['oauth in Q4 2025', '2025-10-1', '2026-1-1', 'oauth'],
  ['oauth last summer', '2025-6-1', '2025-9-1', 'oauth'],
  ['oauth in february last year', '2025-2-1', '2025-3-1', 'oauth'],
  ['oauth in 2026-01', '2026-1-1', '2026-2-1', 'oauth'],
  ['oauth 2026-02-01..2026-02-05', '2026-2-1', '2026-2-6', 'oauth'],
  ['oauth between the 5th and the 12th of january', '2026-1-5', '2026-1-13', 'oauth'],
  ['oauth from december to january', '2025-12-1', '2026-2-1', 'oauth'],
  ['oauth in january or february', '2026-1-1', '2026-3-1', 'oauth'],
  ['oauth over the past week', '2026-2-10', '2026-2-18', 'oauth'],
  ['oauth in the last two weeks', '2026-2-3', '2026-2-18', 'oauth'],
  ['oauth in the last 24 hours', '2026-2-16', '2026-2-18', 'oauth'],
  ['oauth 3 or 4 days ago', '2026-2-13', '2026-2-15', 'oauth'],
  ['oauth from feb 3 onwards', '2026-2-3', '2026-2-18', 'oauth'],
  ['oauth last thurday', '2026-2-12', '2026-2-13', 'oauth'],
  ['oauth in febuary', '2026-2-1', '2026-3-1', 'oauth'],
])('"%s" means %s to %s', (question, since, until, rest) => {
  expect(mayNameTime(question)).toBe(true);
  const found = timeIn(question, NOW, parse);
  expect(found && [day(found.since), day(found.until), found.rest]).toEqual([since, until, rest]);
});

test.each([
  ['the crash yesterday evening', '2026-2-16 17', '2026-2-17 0'],
  ['the crash this morning', '2026-2-17 5', '2026-2-17 12'],
  ['the crash on the evening of january 13', '2026-1-13 17', '2026-1-14 0'],
  ['the crash on january 13 in the evening', '2026-1-13 17', '2026-1-14 0'],
  ['the crash the morning after feb 3', '2026-2-4 5', '2026-2-4 12'],
  ['the crash around noon on feb 3', '2026-2-3 10', '2026-2-3 14'],
  ['the crash on feb 3 at 15:00', '2026-2-3 14', '2026-2-3 16'],
  ['the crash after 6pm yesterday', '2026-2-16 18', '2026-2-17 0'],
  ['the crash before noon yesterday', '2026-2-16 0', '2026-2-16 12'],
  ['the crash 12 hours ago', '2026-2-16 20', '2026-2-16 22'],
])('"%s" lies between the hours %s and %s', (question, since, until) => {
  const found = timeIn(question, NOW, parse)!;
  const hour = (time: number): string => `${day(time)} ${new Date(time).getHours()}`;
  expect([hour(found.since), hour(found.until), found.rest]).toEqual([since, until, 'the crash']);
});

test('what lies before a day or up to it has no beginning', () => {
  const [before, until] = ['oauth before feb 3', 'oauth until feb 3'].map((text) =>
    timeIn(text, NOW, parse)!,
  );
  expect([before!.since, day(before!.until), before!.rest]).toEqual([0, '2026-2-3', 'oauth']);
  expect([until!.since, day(until!.until), until!.rest]).toEqual([0, '2026-2-4', 'oauth']);
});

test.each([
  ['oauth on christmas', '2025-12-25', '2025-12-26'],
  ['oauth on christmas eve', '2026-12-24', '2026-12-25'],
  ['oauth the day before christmas', '2026-12-24', '2026-12-25'],
  ['oauth the day after christmas', '2025-12-26', '2025-12-27'],
  ['oauth the week before christmas', '2026-12-18', '2026-12-25'],
])('the day before a feast, "%s" is a time that has been', (question, since, until) => {
  const found = timeIn(question, new Date(2026, 11, 24, 9).getTime(), parse)!;
  expect([day(found.since), day(found.until)]).toEqual([since, until]);
});

test('on a weekend, the one before last is not the last one', () => {
  const saturday = new Date(2026, 1, 14, 9).getTime();
  const since = (said: string): string => day(timeIn(said, saturday, parse)!.since);
  expect([since('last weekend'), since('the weekend before last')]).toEqual(['2026-2-7', '2026-1-31']);
});

test.each([new Date(2026, 3, 2, 9), new Date(2026, 9, 27, 9)])(
  'days that are counted back over a change of the clocks begin at midnight (%s)',
  (now) => {
    const zone = process.env.TZ;
    process.env.TZ = 'Europe/Berlin';
    try {
      const ends = [
        '5 days ago',
        '2 weeks ago',
        'a year ago',
        'in the past week',
        'in the last month',
      ].flatMap((said) => {
        const { since, until } = timeIn(said, now.getTime(), parse)!;
        return [new Date(since).getHours(), new Date(until).getHours()];
      });
      expect(ends).toEqual(ends.map(() => 0));
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  },
);

test.each([
  ['the crash this morning', 15, '2026-2-17 5'],
  ['the crash tonight', 22, '2026-2-17 18'],
  ['the crash tonight', 1, '2026-2-16 18'],
])('"%s", said at %i, began at %s', (question, hour, since) => {
  const found = timeIn(question, new Date(2026, 1, 17, hour).getTime(), parse)!;
  expect([`${day(found.since)} ${new Date(found.since).getHours()}`, found.rest]).toEqual([
    since,
    'the crash',
  ]);
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
  'add a "last week" filter to the dashboard',
  'the label `yesterday` in the list',
  'tests 1/2 done',
  '24/7 support',
  'the cron of every monday',
  'never deploy on a friday',
  'see 2026-02-03-notes.md',
  'the start of week setting',
  'wed like to know',
  'tests should compare whole expected strings',
  'why no ttl for dead sessions?',
  'a timeout of 30 seconds',
  'index.lock File exists',
  'the job that runs every day at 3am',
  'the days when the backup from 2am to 4am fails',
  'what we ship tonight',
  'what we ship this evening',
  'the start of the week setting',
  'the end of the month report',
  'in the spring context of the app',
  'fall back to the default',
  'the summer time bug',
  'fall 2025.1 release',
  'oauth in the spring of 2027',
])('"%s" names no time', (question) => {
  expect(mayNameTime(question) ? timeIn(question, NOW, parse) : undefined).toBeUndefined();
});
