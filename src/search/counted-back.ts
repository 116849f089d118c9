import { daysLater, endOfDay, startOfDay } from '../shared/said-dates.ts';
import type { TimeSpan } from './chrono.ts';
import { AMOUNT, amountOf, mondayOf, WEEKDAY, weekdayOf } from './time-words.ts';

const HOUR = 3_600_000;

const AGO = new RegExp(
  `\\b(?:(?:about|around|over|almost|nearly) )?(?:${AMOUNT}(?: or |-| to ))?${AMOUNT} (minute|min|hour|day|week|month|year)s? (?:ago|back)\\b`,
  'i',
);

/** "two weeks ago" is about that week, "3 days ago" that day: the farther back, the vaguer. */
export function ago(text: string, now: number): TimeSpan | undefined {
  const found = AGO.exec(text);
  if (!found) return undefined;
  const [words, least, most, said] = found;
  const unit = said!.toLowerCase();
  const [near, far] = [amountOf(least ?? most!), amountOf(most!)].sort((a, b) => a - b) as [number, number];
  if (unit.startsWith('min') || unit === 'hour') {
    // Hours are counted loosely, and a session may have begun before.
    const length = unit === 'hour' ? HOUR : HOUR / 60;
    const slack = unit === 'hour' ? HOUR : HOUR / 2;
    return { since: now - far * length - slack, until: Math.min(now, now - near * length + slack), words };
  }
  const [days, slack] = { day: [1, 0], week: [7, 4], month: [30.4, 16], year: [365, 90] }[unit] as [
    number,
    number,
  ];
  const dayBack = (count: number): number => daysLater(startOfDay(now), -Math.round(count)).getTime();
  return { since: dayBack(days * far + slack), until: dayBack(days * near - slack - 1), words };
}

const LAST_FEW = new RegExp(
  `\\b(?:(?:in|over|during|from|within) )?(?:the )?(?:last|past|previous) ${AMOUNT} (minute|hour|day|week|month|year)s?\\b`,
  'i',
);
const LAST_HOUR = /\b(?:in|over|during|from|within) (?:the )?(?:last|past) (hour|day)\b/i;

/** "in the last two weeks", "the past 24 hours": until now. */
export function lastFew(text: string, now: number): TimeSpan | undefined {
  const found = LAST_FEW.exec(text) ?? LAST_HOUR.exec(text);
  if (!found) return undefined;
  const [amount, unit] = found.length > 2 ? [amountOf(found[1]!), found[2]!] : [1, found[1]!];
  const words = found[0];
  const name = unit.toLowerCase();
  if (name === 'hour' || name === 'minute')
    return { since: now - amount * (name === 'hour' ? HOUR : HOUR / 60), until: endOfDay(now), words };
  const days = amount * { day: 1, week: 7, month: 31, year: 366 }[name]!;
  return { since: daysLater(startOfDay(now), -days).getTime(), until: endOfDay(now), words };
}

const WEEKDAYS_AGO = new RegExp(`\\b(?:on )?${AMOUNT} ${WEEKDAY}s? ago\\b`, 'i');
const BEFORE_LAST = new RegExp(`\\b(?:on )?(?:the )?${WEEKDAY} before last\\b`, 'i');

/** "two tuesdays ago", "the tuesday before last": today does not count. */
export function weekdaysAgo(text: string, now: number): TimeSpan | undefined {
  const counted = WEEKDAYS_AGO.exec(text);
  const second = counted ? null : BEFORE_LAST.exec(text);
  const found = counted ?? second;
  if (!found) return undefined;
  const [count, weekday] = counted ? [amountOf(counted[1]!), counted[2]!] : [2, second![1]!];
  const today = startOfDay(now);
  const inThisWeek = daysLater(mondayOf(today), weekdayOf(weekday));
  const first = inThisWeek < today ? inThisWeek : daysLater(inThisWeek, -7);
  const day = daysLater(first, -7 * (count - 1));
  return { since: day.getTime(), until: daysLater(day, 1).getTime(), words: found[0] };
}
