import { daysLater, latestThatWas, startOfDay } from '../shared/said-dates.ts';
import type { ChronoComponents, ChronoParse, ChronoResult, TimeSpan } from './chrono.ts';
import { PARTS_OF_DAY } from './time-words.ts';

/** Times as chrono reads them, each as long as it was said: a month, a day, a part of one, about an hour. */
const HOUR = 3_600_000;

export function spokenTime(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const times = parse(text, new Date(now), { forwardDate: false })
    .map((result) => ({ ...result, text: result.text.replace(/\s+of$/, '') }))
    .filter((result) => isTime(result, text));
  const found = times[0];
  if (!found) return undefined;
  const before = text.slice(0, found.index);
  const other = times[1];
  if (other && BETWEEN_TWO.test(text.slice(found.index + found.text.length, other.index))) {
    const intro = /\b(?:between|from|in|on|during)\s+$/i.exec(before)?.[0] ?? '';
    const words = intro + text.slice(found.index, other.index + other.text.length);
    return { ...fromTo(found.start, other.start, now), words };
  }
  const words = (/(?:\b(?:on|in|at|from|the|around|about)\s+)+$/i.exec(before)?.[0] ?? '') + found.text;
  const { start, end } = found;
  if (end && !end.isCertain('hour')) return { ...fromTo(start, end, now), words };
  const day = startOfDay(latestThatWas(start, now));
  const part = PARTS_OF_DAY.find(([pattern]) => pattern.test(found.text));
  if (part) {
    const span = partOf(day, part[1], part[2], now);
    // "Tonight", said in the morning, is no night that is over.
    const isOfBefore = span.until <= now && span.since < day.getTime();
    return isOfBefore && /\b(?:tonight|this)\b/i.test(found.text) ? undefined : { ...span, words };
  }
  if (start.isCertain('day') || start.isCertain('weekday') || start.isCertain('hour')) {
    if (start.isCertain('hour')) return { ...aboutTheHour(start, end, words, now), words };
    const after = text.slice(found.index + found.text.length);
    const also = /^\s*(?:and|&|to|-)\s*(\d{1,2})(?:st|nd|rd|th)?\b/i.exec(after);
    const last = also ? new Date(day.getFullYear(), day.getMonth(), Number(also[1])) : day;
    return { since: day.getTime(), until: daysLater(last, 1).getTime(), words: words + (also?.[0] ?? '') };
  }
  return { since: beginOf(start, day), until: endOf(start, day), words };
}

const BETWEEN_TWO = /^\s*(?:and|or|to|until|till|through|thru|-|–|\.\.+)\s*(?:the\s+)?$/i;

/** Whole days or months; of two weekdays, and of two months, the first lies before the second. */
function fromTo(first: ChronoComponents, last: ChronoComponents, now: number): Omit<TimeSpan, 'words'> {
  const to = startOfDay(latestThatWas(last, now));
  // "between 10am and noon on feb 3"
  const isHour = !(['day', 'weekday', 'month'] as const).some((part) => first.isCertain(part));
  const from = isHour ? to : startOfDay(latestThatWas(first, now));
  const isLater = from.getTime() > to.getTime();
  const earlier = !isLater
    ? from
    : first.isCertain('weekday')
      ? daysLater(from, -7)
      : new Date(from.getFullYear() - 1, from.getMonth(), from.getDate());
  return { since: beginOf(first, earlier), until: endOf(last, to) };
}

function isOfMonth(said: ChronoComponents): boolean {
  return said.isCertain('month') && !said.isCertain('day');
}

function beginOf(said: ChronoComponents, day: Date): number {
  return isOfMonth(said) ? new Date(day.getFullYear(), day.getMonth()).getTime() : day.getTime();
}

function endOf(said: ChronoComponents, day: Date): number {
  return isOfMonth(said)
    ? new Date(day.getFullYear(), day.getMonth() + 1).getTime()
    : daysLater(day, 1).getTime();
}

/** At nine in the morning "last night" began the day before. */
function partOf(day: Date, from: number, to: number, now: number): Omit<TimeSpan, 'words'> {
  const at = (back: number, hour: number): number =>
    new Date(day.getFullYear(), day.getMonth(), day.getDate() - back, hour).getTime();
  const back = at(0, from) > now ? 1 : 0;
  return { since: at(back, from), until: at(back, to) };
}

/** Nobody looks at the clock: an hour on both sides, around it two. */
function aboutTheHour(
  start: ChronoComponents,
  end: ChronoComponents | null | undefined,
  words: string,
  now: number,
): Omit<TimeSpan, 'words'> {
  const from = latestThatWas(start, now).getTime();
  const to = end ? from + end.date().getTime() - start.date().getTime() : from;
  // "yesterday after six"
  if (/\bafter\b/i.test(words)) return { since: from, until: daysLater(startOfDay(from), 1).getTime() };
  if (/\bbefore\b/i.test(words)) return { since: startOfDay(from).getTime(), until: from };
  const slack = /\b(?:around|about)\b/i.test(words) ? 2 * HOUR : HOUR;
  return { since: from - slack, until: to + slack };
}

const CLOCK = '\\d{1,4}(?::\\d\\d)*\\s?(?:[ap]\\.?m\\.?)?';
const CLOCK_ALONE = new RegExp(
  `^(?:at\\s+|from\\s+)?${CLOCK}(?:\\s*(?:to|until|till|-|–)\\s*${CLOCK})?$`,
  'i',
);

/** chrono reads "now", bare numbers, versions, "may" (the verb) and "march" as times; people rarely mean them. */
function isTime({ index, text: words }: ChronoResult, question: string): boolean {
  const before = question.slice(0, index);
  const after = question.slice(index + words.length);
  if (/(?:\w|(?<!\.)\.)$/.test(before) || /^(?:\.?\w|-[a-z])/i.test(after)) return false;
  if (/\b(?:every|each|any|an?|black|good|cyber)\s+$/i.test(before)) return false;
  if (
    !/\d|[a-z]+day\b|\b(?:tonight|ago|last|this|past|mon|tue|wed|thu|fri)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(
      words,
    )
  )
    return false;
  // "The cron at 3am" is told by its hour, on whatever day.
  if (CLOCK_ALONE.test(words.trim()) && !/^\s*(?:and|to|until|till|-)\s/i.test(after)) return false;
  if (/^(?:may|march)$/i.test(words.trim()))
    return /\b(?:in|during|since|until|till|before|after|last|this|from|to|or|and|between|through)\s+$/i.test(
      before,
    );
  // "tests 1/2 done", "24/7", "wed like to"
  if (/^(?:\d{1,2}\/\d{1,2}|wed|mon|fri)$/i.test(words.trim()))
    return /\b(?:on|since|from|until|till|before|after|by|last|this|between|and|to|or|of)\s+$/i.test(before);
  return !/^(?:now|sun|sat|second|\d{1,4}|\d+\s*(?:s|ms|sec|seconds?|m|min|minutes?))$/i.test(words.trim());
}
