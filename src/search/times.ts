import { daysLater, endOfDay, latestThatWas, withIsoDates } from '../shared/said-dates.ts';
import { MONTH, namedStretch } from './named-stretches.ts';
import type { ChronoComponents, ChronoParse, ChronoResult, TimeSpan } from './chrono.ts';

/**
 * Time in a question: which words name it, and which stretch they mean. "last Thursday", "in January",
 * "the last days of january", "the day before valentines", "the weekend of feb 7 and 8". Pure: chrono's
 * parser comes in as a parameter, so that who asks nothing about time does not pay for loading it.
 */
export interface TimedQuestion extends TimeSpan {
  /** The question without those words. */
  rest: string;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A cheap look that spares loading chrono for questions without time in them. */
const HINT = new RegExp(
  `\\b(?:${MONTH}|today|tonight|yesterday|morning|evening|afternoon|night|weekend|weeks?|months?|years?|days?|hours?|ago|since|20\\d\\d|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|valentine'?s?|christmas|xmas|halloween|new year'?s?|\\d{4}-\\d\\d|\\d{1,2}[/.]\\d{1,2}|\\d{1,2}(?:st|nd|rd|th))\\b`,
  'i',
);

export function mayNameTime(question: string): boolean {
  return HINT.test(question);
}

/** What turns a stretch into one that is open at an end. */
const EDGE = /\b(before|until|till|up to|after|since)\s+(?:the\s+)?$/i;

/** The time a question names; undefined when it names none, or one that is still to come. */
export function timeIn(question: string, now: number, parse: ChronoParse): TimedQuestion | undefined {
  const text = withHolidays(withIsoDates(question, now), now);
  const span = namedStretch(text, now, parse) ?? spoken(text, now, parse);
  if (!span || span.since >= endOfDay(now)) return undefined;
  const at = text.indexOf(span.words);
  const edge = EDGE.exec(text.slice(0, at));
  const rest = [
    text.slice(0, edge?.index ?? at).replace(/\b(?:earlier|later|back|on|by)\s*$/i, ''),
    // "last week's work"
    text.slice(at + span.words.length).replace(/^['’]s?(?=\s|$)/, ''),
  ];
  return {
    ...openedAt(span, edge?.[1]?.toLowerCase(), now),
    words: `${edge?.[0] ?? ''}${span.words}`.trim(),
    rest: rest.join(' ').replace(/\s+/g, ' ').trim(),
  };
}

function openedAt(
  { since, until }: TimeSpan,
  edge: string | undefined,
  now: number,
): Omit<TimeSpan, 'words'> {
  switch (edge) {
    case 'before':
      return { since: 0, until: since };
    case 'until':
    case 'till':
    case 'up to':
      return { since: 0, until };
    case 'after':
      return { since: until, until: endOfDay(now) };
    case 'since':
      return { since, until: endOfDay(now) };
    default:
      return { since, until };
  }
}

/** Feasts with a fixed date, said in words; the latest one that is not in the future. */
const FEASTS: [RegExp, number, number][] = [
  [/\bvalentine'?s?(?:'s)?(?: day)?\b/i, 1, 14],
  [/\b(?:christmas|xmas)(?: day)?\b/i, 11, 25],
  [/\bhalloween\b/i, 9, 31],
  [/\bnew year'?s? eve\b/i, 11, 31],
  [/\bnew year'?s?(?: day)?\b/i, 0, 1],
];
const BESIDE = /\b(?:the )?day (before|after) /i;

function withHolidays(question: string, now: number): string {
  for (const [feast, month, day] of FEASTS) {
    const found = feast.exec(question);
    if (!found) continue;
    const date = latest(month, day, now);
    const before = BESIDE.exec(question.slice(0, found.index));
    const isBeside = before !== null && before.index + before[0].length === found.index;
    if (isBeside) date.setDate(date.getDate() + (before[1]!.toLowerCase() === 'before' ? -1 : 1));
    const from = isBeside ? before.index : found.index;
    return `${question.slice(0, from)}${isoDay(date)}${question.slice(found.index + found[0].length)}`;
  }
  return question;
}

function latest(month: number, day: number, now: number): Date {
  const year = new Date(now).getFullYear();
  const date = new Date(year, month, day);
  return date.getTime() > now + DAY ? new Date(year - 1, month, day) : date;
}

function isoDay(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const PARTS_OF_DAY: [RegExp, number, number][] = [
  [/\bmorning\b/i, 5, 12],
  [/\bafternoon\b/i, 12, 18],
  [/\bevening\b/i, 17, 24],
  [/\bnight\b/i, 18, 30],
];

function spoken(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const times = parse(text, new Date(now), { forwardDate: false })
    .map((result) => ({ ...result, text: result.text.replace(/\s+of$/, '') }))
    .filter((result) => isTime(result, text));
  const found = times[0];
  if (!found) return undefined;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found.text.length);
  const other = times[1];
  if (
    other &&
    /^\s*(?:and|to|until|till|-|–)\s*$/i.test(text.slice(text.length - after.length, other.index))
  ) {
    const intro = /\b(?:between|from)\s+$/i.exec(before)?.[0] ?? '';
    const words = intro + text.slice(found.index, other.index + other.text.length);
    return { ...fromTo(found.start, other.start, now), words };
  }
  const words = (/(?:\b(?:on|in|at|from|the|around)\s+)+$/i.exec(before)?.[0] ?? '') + found.text;
  const { start, end } = found;
  if (end) return { ...fromTo(start, end, now), words };
  const day = startOfDay(latestThatWas(start, now));
  if (start.isCertain('day') || start.isCertain('weekday') || start.isCertain('hour')) {
    const part = PARTS_OF_DAY.find(([pattern]) => pattern.test(found.text));
    if (part) {
      // At nine in the morning "last night" began the day before.
      const from = day.getTime() + part[1] * HOUR > now ? daysLater(day, -1) : day;
      return { since: from.getTime() + part[1] * HOUR, until: from.getTime() + part[2] * HOUR, words };
    }
    const also = /^\s*(?:and|&|to|-)\s*(\d{1,2})(?:st|nd|rd|th)?\b/i.exec(after);
    const last = also ? new Date(day.getFullYear(), day.getMonth(), Number(also[1])) : day;
    return { since: day.getTime(), until: daysLater(last, 1).getTime(), words: words + (also?.[0] ?? '') };
  }
  if (start.isCertain('month')) {
    const [year, month] = [day.getFullYear(), day.getMonth()];
    return { since: new Date(year, month).getTime(), until: new Date(year, month + 1).getTime(), words };
  }
  return { since: day.getTime(), until: daysLater(day, 1).getTime(), words };
}

/** Whole days; of two weekdays the first lies before the second. */
function fromTo(first: ChronoComponents, last: ChronoComponents, now: number): Omit<TimeSpan, 'words'> {
  const to = startOfDay(latestThatWas(last, now));
  const from = startOfDay(latestThatWas(first, now));
  const isLater = from.getTime() > to.getTime() && first.isCertain('weekday');
  return { since: (isLater ? daysLater(from, -7) : from).getTime(), until: daysLater(to, 1).getTime() };
}

/** chrono reads "now", bare numbers, versions, "may" (the verb) and "march" as times; people rarely mean them. */
function isTime({ index, text: words }: ChronoResult, question: string): boolean {
  const before = question.slice(0, index);
  if (/[\w.]$/.test(before) || /^\.?\w/.test(question.slice(index + words.length))) return false;
  if (
    !/\d|[a-z]+day\b|\b(?:ago|last|this|past|mon|tue|wed|thu|fri)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(
      words,
    )
  )
    return false;
  if (/^(?:may|march)$/i.test(words.trim()))
    return /\b(?:in|during|since|until|till|before|after|last|this)\s+$/i.test(before);
  return !/^(?:now|sun|sat|second|\d{1,4}|\d+\s*(?:s|ms|sec|seconds?|m|min|minutes?))$/i.test(words.trim());
}

function startOfDay(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
