/** Dates as people say them of their past. Pure. */

/**
 * "10.02.2026" and "05/02/2026" as ISO dates: with dots the day comes first; with strokes the month, unless that is
 * no date or one that has not been yet.
 *
 * @param now milliseconds since the epoch
 */
export function withIsoDates(text: string, now: number): string {
  return text
    .replace(/(?<![\w.])(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\.?\w)/g, (said, day, month, year) =>
      isDate(year, month, day) ? iso(year, month, day) : said,
    )
    .replace(/(?<![\w/])(\d{1,2})\/(\d{1,2})\/(20\d\d)(?![/\w])/g, (said, one, other, year) => {
      const isPast = (month: string, day: string): boolean =>
        isDate(year, month, day) && new Date(Number(year), Number(month) - 1, Number(day)).getTime() <= now;
      if (isPast(other, one) && !isPast(one, other)) return iso(year, other, one);
      return isDate(year, one, other) ? iso(year, one, other) : said;
    });
}

function isDate(year: string, month: string, day: string): boolean {
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
}

function iso(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** What was said of a date: chrono's components. */
export interface SaidDate {
  isCertain(component: 'day' | 'weekday' | 'month' | 'year'): boolean;
  date(): Date;
}

/** A weekday, or a date without a year, is the latest that has been, today included. */
export function latestThatWas(said: SaidDate, now: number): Date {
  const date = said.date();
  if (date.getTime() < endOfDay(now)) return date;
  if (said.isCertain('weekday') && !said.isCertain('day')) return daysLater(date, -7);
  if (said.isCertain('year') || !said.isCertain('month')) return date;
  const before = new Date(date);
  before.setFullYear(date.getFullYear() - 1);
  return before;
}

/** The same time of day; a day in which the clocks change has 23 or 25 hours. */
export function daysLater(date: Date, days: number): Date {
  const later = new Date(date);
  later.setDate(date.getDate() + days);
  return later;
}

/** Midnight before or at a time. */
export function startOfDay(at: number | Date): Date {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

/** Midnight after `now`, in milliseconds since the epoch. */
export function endOfDay(now: number): number {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).getTime();
}
