import { daysLater, startOfDay } from '../shared/said-dates.ts';
import type { TimeSpan } from './chrono.ts';
import {
  AMOUNT,
  amountOf,
  inLatestYear,
  MONTH,
  mondayOf,
  monthOf,
  ORDINALS,
  yearSaid,
} from './time-words.ts';

/** "the last days of january", "early march", "end of last month", "the second week of february", "the last days of the month". */
const PART_OF_MONTH = new RegExp(
  `\\b(?:(?:in|on|at|from|by|towards?) )?(?:the )?(?:(first|second|third|fourth|last) (?:few )?(days?|week|half)|(first|last) ${AMOUNT} (day|week)s|(early|late|mid|middle|beginning|start|end))[ -](?:(?:of|in) )?(?:the )?(?:${MONTH}|(last|this) month|(?<=[ -]the )month)(?:,? (20\\d\\d))?\\b`,
  'i',
);

export function partOfMonth(text: string, now: number): TimeSpan | undefined {
  const found = PART_OF_MONTH.exec(text);
  if (!found) return undefined;
  const [words, ordinal, unit, edge, amount, counted, part, name, relative, year] = found;
  const isOfTheMonth = !name && !relative;
  // "The end of the month" is told below.
  if (isOfTheMonth && part) return undefined;
  const today = new Date(now);
  const month = name ? monthOf(name) : today.getMonth() - (relative?.toLowerCase() === 'last' ? 1 : 0);
  const partIn = (inYear: number, month: number): TimeSpan => {
    const days = new Date(inYear, month + 1, 0).getDate();
    const [first, last] = unit
      ? unitOf(ordinal!.toLowerCase(), unit.toLowerCase(), days)
      : edge
        ? daysOf(edge.toLowerCase(), amountOf(amount!) * (counted!.toLowerCase() === 'week' ? 7 : 1), days)
        : thirdOf(part!.toLowerCase(), days);
    return between(new Date(inYear, month, 1 + first), new Date(inYear, month, 1 + last), words);
  };
  if (name) return inLatestYear(year, month, now, (inYear) => partIn(inYear, month));
  const inMonth = partIn(today.getFullYear(), month);
  return isOfTheMonth && inMonth.since > now ? partIn(today.getFullYear(), month - 1) : inMonth;
}

/** Days of a month from its first. */
function unitOf(ordinal: string, unit: string, days: number): [from: number, to: number] {
  if (unit === 'half') return ordinal === 'first' ? [0, 16] : [15, days];
  const length = { week: 7, days: 5, day: 1 }[unit]!;
  if (ordinal === 'last') return daysOf(ordinal, length, days);
  const from = ORDINALS.indexOf(ordinal) * length;
  return [from, Math.min(from + length, days)];
}

function daysOf(edge: string, count: number, days: number): [from: number, to: number] {
  return edge === 'last' ? [Math.max(0, days - count), days] : [0, Math.min(count, days)];
}

function thirdOf(part: string, days: number): [from: number, to: number] {
  if (part.startsWith('mid')) return [10, 20];
  return part === 'late' || part === 'end' ? [days - 10, days] : [0, 10];
}

/** "at the end of last week", "early this year", "at the start of the year", "in late 2025". */
const PART_OF_STRETCH =
  /\b(?:((?:in|on|at|from|by|towards?|since|before|after|until) )(?:the )?)?(early|late|mid|middle|beginning|start|end)(?: of| in)?[ -](?:(last|this|the) (week|month|year)|(20\d\d))\b/i;

export function partOfStretch(text: string, now: number): TimeSpan | undefined {
  const found = PART_OF_STRETCH.exec(text);
  if (!found) return undefined;
  const [words, preposition, part, which, unit, named] = found;
  const [said, of] = [part!.toLowerCase(), (unit?.toLowerCase() ?? 'year') as Stretch];
  // "the start of the week" may be a setting, and "the end of the month report" a report.
  const isOfThe = which?.toLowerCase() === 'the';
  const isAlone = of !== 'week' && /^\s*(?:$|[?.!,;])/.test(text.slice(found.index + words.length));
  if (isOfThe && !preposition && said !== 'beginning' && !isAlone) return undefined;
  const cut = /^(?:since|before|after|until)/i.test(preposition ?? '') ? preposition!.length : 0;
  const back = named ? new Date(now).getFullYear() - Number(named) : which!.toLowerCase() === 'last' ? 1 : 0;
  const span = partOf(of, said, back, now, words.slice(cut));
  // The latest that has begun.
  return isOfThe && span.since > now ? partOf(of, said, 1, now, words.slice(cut)) : span;
}

type Stretch = 'week' | 'month' | 'year';

/** @param back how many weeks, months or years ago */
function partOf(of: Stretch, said: string, back: number, now: number, words: string): TimeSpan {
  const place = ['late', 'end'].includes(said) ? 2 : said.startsWith('mid') ? 1 : 0;
  const today = startOfDay(now);
  switch (of) {
    case 'week': {
      const monday = daysLater(mondayOf(today), -7 * back);
      const [from, to] = [
        [0, 3],
        [1, 5],
        [3, 7],
      ][place]!;
      return between(daysLater(monday, from!), daysLater(monday, to!), words);
    }
    case 'month': {
      const month = new Date(today.getFullYear(), today.getMonth() - back);
      const days = new Date(month.getFullYear(), month.getMonth() + 1, 0).getDate();
      const [from, to] = thirdOf(said, days);
      return between(daysLater(month, from), daysLater(month, to), words);
    }
    case 'year': {
      const year = today.getFullYear() - back;
      const [from, to] = [
        [0, 3],
        [4, 8],
        [9, 12],
      ][place]!;
      return between(new Date(year, from!), new Date(year, to!), words);
    }
  }
}

/** "the last weeks of the year", "the first half of 2025", "third quarter of last year". */
const PART_OF_YEAR =
  /\b(?:(?:in|on|at|from|during|over) )?(?:the )?(first|second|third|fourth|last) (?:few )?(days?|weeks?|months?|quarter|half) (?:of|in) (?:(the|last|this) year|(20\d\d))\b/i;

export function partOfYear(text: string, now: number): TimeSpan | undefined {
  const found = PART_OF_YEAR.exec(text);
  if (!found) return undefined;
  const [words, ordinal, unit, which, named] = found;
  const year = yearSaid(named, which, now);
  const partIn = (inYear: number): TimeSpan => {
    const [from, to] = stretchAt(ordinal!.toLowerCase(), unit!.toLowerCase(), inYear);
    return between(from, to, words);
  };
  const span = partIn(year);
  return which?.toLowerCase() === 'the' && span.since > now ? partIn(year - 1) : span;
}

const MONTHS_OF: Record<string, number> = { month: 1, months: 2, quarter: 3, half: 6 };
const DAYS_OF: Record<string, number> = { day: 1, days: 5, week: 7, weeks: 21 };

function stretchAt(ordinal: string, unit: string, year: number): [from: Date, to: Date] {
  const place = ORDINALS.indexOf(ordinal);
  const months = MONTHS_OF[unit];
  const at = (count: number): Date =>
    months === undefined ? new Date(year, 0, 1 + count * DAYS_OF[unit]!) : new Date(year, count * months);
  if (place >= 0) return [at(place), at(place + 1)];
  const end = new Date(year + 1, 0);
  return [months === undefined ? daysLater(end, -DAYS_OF[unit]!) : new Date(year, 12 - months), end];
}

/** "in 2025", "since 2025", "Q4 2025", "last quarter". */
export function yearOrQuarter(text: string, now: number): TimeSpan | undefined {
  const year =
    /\b(?:in|during|since|before|until|after|throughout) ((?:19|20)\d\d)\b(?!-|\s*(?:ms|lines|files|rows|bytes|tokens|tests))/i.exec(
      text,
    );
  if (year) {
    const number = Number(year[1]);
    const words = /^(?:in|during|throughout)/i.test(year[0]) ? year[0] : year[1]!;
    return between(new Date(number, 0), new Date(number + 1, 0), words);
  }
  const quarter = /\b(?:in |during )?(?:q([1-4])(?:(?: of)? (20\d\d))?|(last|this) quarter)\b/i.exec(text);
  if (!quarter) return undefined;
  const today = new Date(now);
  const current = Math.floor(today.getMonth() / 3);
  const [words, named, inYear, which] = quarter;
  const index = named ? Number(named) - 1 : current - (which!.toLowerCase() === 'last' ? 1 : 0);
  const of = Number(inYear ?? today.getFullYear() - (index > current ? 1 : 0));
  return between(new Date(of, 3 * index), new Date(of, 3 * index + 3), words);
}

function between(from: Date, to: Date, words: string): TimeSpan {
  return { since: from.getTime(), until: to.getTime(), words };
}

/** Weeks, months and years as the calendar has them; "the past week" and "in the last week" are the seven days until now. */
export function calendarStretch(text: string, now: number): TimeSpan | undefined {
  const found =
    /\b(?:(in|over|during|within|from) )?(?:(the) )?(?:(this|last|past|previous) (week|month|year)|(week|month|year) (before) last)\b(?! ago)/i.exec(
      text,
    );
  if (!found) return undefined;
  const [words, preposition, the, said, named, unitBefore, before] = found;
  const [which, unit] = [said?.toLowerCase(), (named ?? unitBefore)!.toLowerCase()];
  const isUntilNow =
    which === 'past' || (which === 'last' && the && /^(?:in|over|within)$/i.test(preposition ?? ''));
  const today = startOfDay(now);
  if (isUntilNow) {
    const days = { week: 7, month: 31, year: 366 }[unit]!;
    return between(daysLater(today, -days), daysLater(today, 1), words);
  }
  const back = before ? 2 : which === 'this' ? 0 : 1;
  const monday = mondayOf(today);
  const at = (ahead: number): Date =>
    unit === 'week'
      ? daysLater(monday, 7 * (ahead - back))
      : unit === 'month'
        ? new Date(today.getFullYear(), today.getMonth() + ahead - back)
        : new Date(today.getFullYear() + ahead - back, 0);
  return between(at(0), at(1), words);
}
