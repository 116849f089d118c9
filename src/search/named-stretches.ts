import { daysLater } from '../shared/said-dates.ts';
import { besideTime, type TimeAtStart } from './beside-time.ts';
import type { ChronoParse, TimeSpan } from './chrono.ts';
import { ago, lastFew, weekdaysAgo } from './counted-back.ts';
import { monthOfYear, weekdayOfMonth } from './of-month.ts';
import { calendarStretch, partOfMonth, partOfStretch, partOfYear, yearOrQuarter } from './parts-of-time.ts';
import { season } from './seasons.ts';
import { mondayOf, WEEKDAY, weekdayOf } from './time-words.ts';

/** Stretches of time that chrono knows as a moment only, or not at all: the first that the text names. */
export function namedStretch(
  text: string,
  now: number,
  parse: ChronoParse,
  timeAt: TimeAtStart,
): TimeSpan | undefined {
  return (
    besideTime(text, now, timeAt) ??
    weekdayOfMonth(text, now) ??
    monthOfYear(text, now) ??
    partOfMonth(text, now) ??
    partOfStretch(text, now) ??
    partOfYear(text, now) ??
    season(text, now) ??
    weekdaysAgo(text, now) ??
    ago(text, now) ??
    dayOfMonth(text, now) ??
    isoMonth(text) ??
    lastFew(text, now) ??
    calendarStretch(text, now) ??
    weekend(text, now, parse) ??
    yearOrQuarter(text, now)
  );
}

/** "the weekend of feb 7 and 8", "last weekend", "that weekend in january" (its date decides). */
function weekend(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const found =
    /\b(?:(?:on|over|at) )?(?:the )?(?:(last|this|past) )?weekend\b(?: (before) last\b| (?:of|around) )?/i.exec(
      text,
    );
  if (!found) return undefined;
  const [intro, which, before] = found;
  const rest = text.slice(found.index + intro.length);
  const dated = parse(rest, new Date(now), { forwardDate: false })[0];
  const near = dated && dated.index < 3 && !before ? dated : undefined;
  const anchor = near ? near.start.date() : new Date(now);
  const isThis = near !== undefined || which?.toLowerCase() === 'this';
  const isWeekend = anchor.getDay() % 6 === 0;
  const back = isThis || (isWeekend && !which && !before) ? 0 : 1;
  const saturday = daysLater(mondayOf(anchor), 5 - 7 * (back + (before ? 1 : 0)));
  const trailing = near
    ? /^(?:\s*(?:and|-|\/|to|&)\s*\d{1,2}(?:st|nd|rd|th)?)?/i.exec(
        rest.slice(near.index + near.text.length),
      )![0]
    : '';
  const words = intro + (near ? rest.slice(0, near.index + near.text.length) : '') + trailing;
  return { since: saturday.getTime(), until: daysLater(saturday, 2).getTime(), words };
}

/** "on the 10th", "on the 12th of last month": the latest such day. "On the 2nd attempt" is none. */
function dayOfMonth(text: string, now: number): TimeSpan | undefined {
  const found =
    /(?<=\b(?:(?:on|since|from|until|till|before|after|by)|(?:mon|tues|wednes|thurs|fri|satur|sun)day) )the (\d{1,2})(?:st|nd|rd|th)(?: of (last|this) month)?(?=$|[?.!,;:]|\s+(?:we|i|you|did|was|were|and|with|about)\b)/i.exec(
      text,
    );
  const number = Number(found?.[1]);
  if (!found || number < 1 || number > 31) return undefined;
  // "on friday the 16th" tells it twice.
  const weekday = new RegExp(`(?:\\bon )?\\b${WEEKDAY} $`, 'i').exec(text.slice(0, found.index));
  const from = latestDay(number, found[2]?.toLowerCase() === 'last', weekday?.[1], now);
  const words = (weekday?.[0] ?? '') + found[0];
  return from && { since: from.getTime(), until: daysLater(from, 1).getTime(), words };
}

const MOST_MONTHS = 24;

/** The latest such day of a month, which may have to be a certain weekday. */
function latestDay(
  number: number,
  isOfLast: boolean,
  weekday: string | undefined,
  now: number,
): Date | undefined {
  const today = new Date(now);
  const first = isOfLast || number > today.getDate() ? 1 : 0;
  const months = weekday ? MOST_MONTHS : first;
  for (let back = first; back <= months; back++) {
    const day = new Date(today.getFullYear(), today.getMonth() - back, number);
    const isWanted = !weekday || (day.getDay() + 6) % 7 === weekdayOf(weekday);
    if (isWanted && day.getDate() === number) return day;
  }
  return undefined;
}

/** "in 2026-01". */
function isoMonth(text: string): TimeSpan | undefined {
  const found = /\b(?:in |during )?(20\d\d)-(0[1-9]|1[0-2])\b(?![-\w./])/i.exec(text);
  if (!found) return undefined;
  const [year, month] = [Number(found[1]), Number(found[2]) - 1];
  return {
    since: new Date(year, month).getTime(),
    until: new Date(year, month + 1).getTime(),
    words: found[0],
  };
}
