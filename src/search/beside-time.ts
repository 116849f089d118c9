import { daysLater, startOfDay } from '../shared/said-dates.ts';
import type { TimeSpan } from './chrono.ts';
import { inLatestYear, MONTH, mondayOf, monthOf, PARTS_OF_DAY, WEEKDAY, weekdayOf } from './time-words.ts';

/**
 * Times told from another one: "the weekend before christmas", "the week of february 2", "tuesday of last week",
 * "on the evening of january 13".
 */

/** The time that a text begins with. */
export type TimeAtStart = (text: string) => TimeSpan | undefined;

export function besideTime(text: string, now: number, timeAt: TimeAtStart): TimeSpan | undefined {
  return (
    beforeOrAfter(text, timeAt) ??
    weekOf(text, timeAt) ??
    weekdayOfWeek(text, timeAt) ??
    partOfDay(text, timeAt) ??
    daysOfMonth(text, now)
  );
}

const BESIDE = new RegExp(
  `(?<!\\b(?:an?|one|two|three|\\d) )\\b(?:(?:on|in|over|at) )?(?:the )?(day|week|weekend|month|morning|afternoon|evening|night|${WEEKDAY}) (before|after|prior to|following) (?:the )?`,
  'gi',
);

function beforeOrAfter(text: string, timeAt: TimeAtStart): TimeSpan | undefined {
  for (const found of text.matchAll(BESIDE)) {
    const [intro, unit, weekday, side] = found;
    const anchor = timeAt(text.slice(found.index + intro.length));
    if (!anchor) continue;
    const isBefore = /before|prior/i.test(side!);
    const edge = startOfDay(isBefore ? anchor.since : anchor.until);
    const words = intro + anchor.words;
    const name = weekday ? 'weekday' : unit!.toLowerCase();
    const length = { week: 7, month: 31, weekend: 2 }[name] ?? 1;
    const from = ['weekday', 'weekend'].includes(name)
      ? nearest(edge, weekday ? weekdayOf(weekday) : 5, isBefore ? -1 : 1)
      : isBefore
        ? daysLater(edge, -length)
        : edge;
    const span = { since: from.getTime(), until: daysLater(from, length).getTime(), words };
    return PARTS_OF_DAY.some(([part]) => part.test(name)) ? partOf(span, name, words) : span;
  }
  return undefined;
}

/** The nearest such day that lies wholly before an edge, or behind it. */
function nearest(edge: Date, weekday: number, direction: 1 | -1): Date {
  const day = daysLater(mondayOf(edge), weekday);
  if (direction < 0) return day < edge ? day : daysLater(day, -7);
  return day >= edge ? day : daysLater(day, 7);
}

/** "the week of february 2": from Monday to Monday. */
function weekOf(text: string, timeAt: TimeAtStart): TimeSpan | undefined {
  const found = /\b(?:(?:in|during) )?(?:the )?week (?:of|starting|beginning|from) (?:the |on )?/i.exec(text);
  const day = found && timeAt(text.slice(found.index + found[0].length));
  // "the first week of february" is told elsewhere.
  if (!day || daysLater(new Date(day.since), 1).getTime() < day.until) return undefined;
  const monday = mondayOf(new Date(day.since));
  return { since: monday.getTime(), until: daysLater(monday, 7).getTime(), words: found[0] + day.words };
}

const WEEK = '((?:last|this|the past|the previous) week|the week before last|two weeks ago|\\d+ weeks ago)';
const WEEKDAY_OF_WEEK = new RegExp(
  `\\b(?:(?:on |from |between )?(?:the )?(?:${WEEKDAY}(?: to | and | through |-))?${WEEKDAY}(?: of| in|,)? ${WEEK}|${WEEK}(?: on|,|'s)? ${WEEKDAY})\\b`,
  'i',
);

/** "tuesday of last week", "last week on thursday", "monday to wednesday last week". */
function weekdayOfWeek(text: string, timeAt: TimeAtStart): TimeSpan | undefined {
  const found = WEEKDAY_OF_WEEK.exec(text);
  if (!found) return undefined;
  const [words, first, last, weekBehind, weekBefore, only] = found;
  const week = timeAt(weekBehind ?? weekBefore!);
  if (!week) return undefined;
  // The middle: "two weeks ago" reaches a little into the weeks beside it.
  const monday = mondayOf(new Date((week.since + week.until) / 2));
  const day = daysLater(monday, weekdayOf(last ?? only!));
  const from = first ? daysLater(monday, weekdayOf(first)) : day;
  // "friday to monday last week"
  const to = day < from ? daysLater(day, 7) : day;
  return { since: from.getTime(), until: daysLater(to, 1).getTime(), words };
}

const PART_OF_DAY =
  /\b(?:(?:on|in|during) )?(?:the )?(?:(?:early|late) )?(morning|afternoon|evening|night) (?:of|on) (?:the )?/i;
const DAY_AND_PART = /^,? (?:in the |at |around |about )?(morning|afternoon|evening|night|noon|midday)\b/i;

/** "on the evening of january 13", "on january 13 in the evening". */
function partOfDay(text: string, timeAt: TimeAtStart): TimeSpan | undefined {
  const found = PART_OF_DAY.exec(text);
  const day = found && timeAt(text.slice(found.index + found[0].length));
  if (!day) return undefined;
  return partOf(day, found[1]!, found[0] + day.words);
}

/** With the part of a day that follows its words. */
export function withPartOfDay(day: TimeSpan, after: string): TimeSpan {
  const part = DAY_AND_PART.exec(after);
  const isDay = daysLater(new Date(day.since), 1).getTime() === day.until;
  return part && isDay ? partOf(day, part[1]!, day.words + part[0]) : day;
}

function partOf(day: TimeSpan, part: string, words: string): TimeSpan {
  const [, from, to] = PARTS_OF_DAY.find(([pattern]) => pattern.test(part))!;
  const at = (hour: number): number => {
    const date = startOfDay(day.since);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate(), hour).getTime();
  };
  return { since: at(from), until: at(to), words };
}

const DAYS = new RegExp(
  `\\b(?:between|from) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: (?:and|to|until|till|through) |-)(?:the )?(\\d{1,2})(?:st|nd|rd|th)(?: of)?(?: ${MONTH}(?: (20\\d\\d))?)?\\b`,
  'i',
);

/** "between the 5th and the 12th of january", "from the 5th to the 12th". */
function daysOfMonth(text: string, now: number): TimeSpan | undefined {
  const found = DAYS.exec(text);
  if (!found) return undefined;
  const [words, first, last, month, year] = found;
  const today = new Date(now);
  const of = month ? monthOf(month) : today.getMonth() - (Number(first) > today.getDate() ? 1 : 0);
  const span = inLatestYear(year, of, now, (inYear) => ({
    since: new Date(inYear, of, Number(first)).getTime(),
    until: new Date(inYear, of, Number(last) + 1).getTime(),
    words,
  }));
  return span.since < span.until ? span : undefined;
}
