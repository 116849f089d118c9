import { daysLater } from '../shared/said-dates.ts';
import type { TimeSpan } from './chrono.ts';
import {
  inLatestYear,
  MONTH,
  mondayOf,
  monthOf,
  ORDINALS,
  WEEKDAY,
  weekdayOf,
  yearOfLatest,
} from './time-words.ts';

const IN = `(?: of| in)? (?:the )?(?:month of )?${MONTH}(?:,? (20\\d\\d))?`;
const NTH_OF_MONTH = new RegExp(
  `\\b(?:(?:on|over|at|from) )?(?:the )?(first|second|third|fourth|last) (?:weekend|${WEEKDAY})${IN}\\b`,
  'i',
);

/** "the last friday of january", "the first weekend of february". */
export function weekdayOfMonth(text: string, now: number): TimeSpan | undefined {
  const found = NTH_OF_MONTH.exec(text);
  if (!found) return undefined;
  const [words, ordinal, weekday, name, said] = found;
  const month = monthOf(name!);
  const wanted = weekday ? weekdayOf(weekday) : 5;
  const onOrAfter = (day: Date): Date => {
    const inWeek = daysLater(mondayOf(day), wanted);
    return inWeek < day ? daysLater(inWeek, 7) : inWeek;
  };
  return inLatestYear(said, month, now, (year) => {
    const day =
      ordinal!.toLowerCase() === 'last'
        ? daysLater(onOrAfter(new Date(year, month + 1, 1)), -7)
        : daysLater(onOrAfter(new Date(year, month, 1)), 7 * ORDINALS.indexOf(ordinal!.toLowerCase()));
    return { since: day.getTime(), until: daysLater(day, weekday ? 1 : 2).getTime(), words };
  });
}

const MONTH_OF_YEAR = new RegExp(`\\b(?:(?:in|during|from) )?${MONTH}(?: of)? (last|this) year\\b`, 'i');
const MONTH_ALONE = new RegExp(`\\b(?:last|this|for|over) (?!ma[ry])${MONTH}\\b(?!\\.? \\d)`, 'i');

/** "february of last year", "last feb". */
export function monthOfYear(text: string, now: number): TimeSpan | undefined {
  const today = new Date(now);
  const named = MONTH_OF_YEAR.exec(text);
  const found = named ?? MONTH_ALONE.exec(text);
  if (!found) return undefined;
  const month = monthOf(found[1]!);
  const year = named
    ? today.getFullYear() - (named[2]!.toLowerCase() === 'last' ? 1 : 0)
    : yearOfLatest(month, today);
  return {
    since: new Date(year, month).getTime(),
    until: new Date(year, month + 1).getTime(),
    words: found[0],
  };
}
