import { daysLater, startOfDay } from '../shared/said-dates.ts';
import type { TimeSpan } from './chrono.ts';
import { AMOUNT, amountOf, inLatestYear, MONTH, mondayOf, monthOf, ORDINALS } from './time-words.ts';

/** "the last days of january", "early march", "end of last month", "the second week of february", "late 2025". */
const PART_OF_MONTH = new RegExp(
  `\\b(?:(?:in|on|at|from|by|towards?) )?(?:the )?(?:(first|second|third|fourth|last) (?:few )?(days?|week|half)|(first|last) ${AMOUNT} (day|week)s|(early|late|mid|middle|beginning|start|end))[ -](?:(?:of|in) )?(?:the )?(?:${MONTH}|(last|this) month)(?:,? (20\\d\\d))?\\b`,
  'i',
);

export function partOfMonth(text: string, now: number): TimeSpan | undefined {
  const found = PART_OF_MONTH.exec(text);
  if (!found) return undefined;
  const [words, ordinal, unit, edge, amount, counted, part, name, relative, year] = found;
  const today = new Date(now);
  const month = name ? monthOf(name) : today.getMonth() - (relative?.toLowerCase() === 'last' ? 1 : 0);
  const partIn = (inYear: number): TimeSpan => {
    const days = new Date(inYear, month + 1, 0).getDate();
    const [first, last] = unit
      ? unitOf(ordinal!.toLowerCase(), unit.toLowerCase(), days)
      : edge
        ? daysOf(edge.toLowerCase(), amountOf(amount!) * (counted!.toLowerCase() === 'week' ? 7 : 1), days)
        : thirdOf(part!.toLowerCase(), days);
    return between(new Date(inYear, month, 1 + first), new Date(inYear, month, 1 + last), words);
  };
  return name ? inLatestYear(year, month, now, partIn) : partIn(today.getFullYear());
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
  // "the start of the week" may be a setting.
  if (which?.toLowerCase() === 'the' && !preposition) return undefined;
  const back = which?.toLowerCase() === 'last' ? 1 : 0;
  const today = startOfDay(now);
  const year = named ? Number(named) : today.getFullYear() - back;
  const monday = mondayOf(today);
  const month = today.getMonth() - back;
  const days = new Date(today.getFullYear(), month + 1, 0).getDate();
  const said = part!.toLowerCase();
  const place = ['late', 'end'].includes(said) ? 2 : said.startsWith('mid') ? 1 : 0;
  const [from, to] = {
    week: [0, 1, 3].map((first, at): [number, number] => [first, [3, 5, 7][at]!])[place]!,
    month: thirdOf(said, days),
    year: [0, 4, 9].map((first, at): [number, number] => [first, [3, 8, 12][at]!])[place]!,
  }[(unit?.toLowerCase() ?? 'year') as 'week' | 'month' | 'year'];
  const at = (count: number): Date => {
    if (unit?.toLowerCase() === 'month') return new Date(today.getFullYear(), month, 1 + count);
    if (unit?.toLowerCase() !== 'week') return new Date(year, count);
    return daysLater(monday, count - 7 * back);
  };
  const cut = /^(?:since|before|after|until)/i.test(preposition ?? '') ? preposition!.length : 0;
  return { since: at(from).getTime(), until: at(to).getTime(), words: words.slice(cut) };
}

/** "in 2025", "since 2025", "Q4 2025", "last quarter", "last summer": seasons as in the north, where most who say so live. */
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
  if (quarter) {
    const today = new Date(now);
    const current = Math.floor(today.getMonth() / 3);
    const [words, named, inYear, which] = quarter;
    const index = named ? Number(named) - 1 : current - (which!.toLowerCase() === 'last' ? 1 : 0);
    const of = Number(inYear ?? today.getFullYear() - (index > current ? 1 : 0));
    return between(new Date(of, 3 * index), new Date(of, 3 * index + 3), words);
  }
  const season = /\b(?:in |during )?(last|this|past) (spring|summer|autumn|fall|winter)\b/i.exec(text);
  if (!season) return undefined;
  const [words, which, name] = season;
  const month = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 }[name!.toLowerCase()]!;
  const today = new Date(now);
  // The latest that has begun; last winter, said in winter, is the one before.
  const begun = month > today.getMonth() ? today.getFullYear() - 1 : today.getFullYear();
  const isOver = new Date(begun, month + 3).getTime() <= now;
  const from = new Date(which!.toLowerCase() === 'this' || isOver ? begun : begun - 1, month);
  return between(from, new Date(from.getFullYear(), month + 3), words);
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
