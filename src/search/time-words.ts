import type { TimeSpan } from './chrono.ts';

/** Words that times are told with. */
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
export const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** January is 0. */
export function monthOf(name: string): number {
  return MONTHS.findIndex((full) => full.startsWith(name.slice(0, 3).toLowerCase()));
}

/** The year of the latest such month that has begun. */
export function yearOfLatest(month: number, today: Date): number {
  return month > today.getMonth() ? today.getFullYear() - 1 : today.getFullYear();
}

/** The year that is named, else last or this one. */
export function yearSaid(named: string | undefined, relative: string | undefined, now: number): number {
  return named ? Number(named) : new Date(now).getFullYear() - (relative?.toLowerCase() === 'last' ? 1 : 0);
}

/** A stretch of a month: in the year that is said, else in the latest in which the stretch has begun. */
export function inLatestYear(
  said: string | undefined,
  month: number,
  now: number,
  stretchIn: (year: number) => TimeSpan,
): TimeSpan {
  if (said) return stretchIn(Number(said));
  const year = yearOfLatest(month, new Date(now));
  const latest = stretchIn(year);
  return latest.since > now ? stretchIn(year - 1) : latest;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const WEEKDAY = `(${WEEKDAYS.join('|')})`;

/** Days from a Monday. */
export function weekdayOf(name: string): number {
  return (WEEKDAYS.indexOf(name.toLowerCase()) + 6) % 7;
}

export const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

const NUMBERS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  couple: 2,
  three: 3,
  four: 4,
  few: 4,
  five: 5,
  several: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
export const AMOUNT =
  '(\\d{1,3}|an?|one|two|(?:a )?couple(?: of)?|three|four|(?:a )?few|five|several|six|seven|eight|nine|ten)';

export function amountOf(said: string): number {
  const word = said
    .toLowerCase()
    .replace(/^a (?=c|f)/, '')
    .replace(/ of$/, '');
  return NUMBERS[word] ?? Number(word);
}

/** Weeks begin on Monday. */
export function mondayOf(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - ((date.getDay() + 6) % 7));
}

/** Hours of a day, from its midnight. */
export const PARTS_OF_DAY: [RegExp, from: number, to: number][] = [
  [/\bmorning\b/i, 5, 12],
  [/\b(?:noon|midday)\b/i, 10, 14],
  [/\bafternoon\b/i, 12, 18],
  [/\bevening\b/i, 17, 24],
  [/\b(?:to)?night\b/i, 18, 30],
];
