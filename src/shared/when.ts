import { HerError } from './errors.ts';
import { endOfDay, latestThatWas, startOfDay, withIsoDates } from './said-dates.ts';

/**
 * What a person may write for a point in time: an ISO date or time, or words such as "last week",
 * "3 days ago", "yesterday", "in January". A word that means a stretch of time begins where it begins and
 * ends where it ends: `--since yesterday --until yesterday` is the whole of yesterday.
 */
export interface Stretch {
  /** Milliseconds since the epoch, `[from, to)`. */
  from: number;
  to: number;
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const ISO_MONTH = /^\d{4}-\d{2}$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** Where the time meant begins, in ms. @throws HerError `bad-time` */
export async function parseSince(text: string, now: number): Promise<number> {
  return (await stretchOf(text, now)).from;
}

/** The part of history that a request is about: milliseconds since the epoch, `[since, until)`. */
export interface Period {
  since?: number;
  until?: number;
}

/** @throws HerError `bad-time`: what is no time, and an end that leaves nothing behind the beginning */
export async function periodOf(words: { since?: string; until?: string }, now: number): Promise<Period> {
  const since = words.since === undefined ? undefined : await parseSince(words.since, now);
  const until = words.until === undefined ? undefined : (await stretchOf(words.until, now)).to;
  if (since !== undefined && until !== undefined && until <= since) {
    const [begins, ends] = [new Date(since).toISOString(), new Date(until).toISOString()];
    throw new HerError(
      'bad-time',
      `Nothing lies between since "${words.since}" (${begins}) and until "${words.until}" (${ends}). Let until end after since begins, or leave one of them out.`,
    );
  }
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

/** @throws HerError `bad-time` when nothing in the text is a time */
export async function stretchOf(text: string, now: number): Promise<Stretch> {
  const words = text.trim();
  const stretch =
    isoStretch(words) ?? namedStretch(words.toLowerCase(), now) ?? (await spokenStretch(words, now));
  if (stretch) return stretch;
  throw new HerError(
    'bad-time',
    `"${text}" is not a time. Write an ISO date such as 2026-11-03, or words such as "last week" or "3 days ago".`,
  );
}

/** A day or month is one of the local calendar, as a person means it. */
function isoStretch(words: string): Stretch | undefined {
  const parts = words.split('-').map(Number);
  if (ISO_DAY.test(words)) {
    const [year, month, day] = [parts[0]!, parts[1]! - 1, parts[2]!];
    const start = new Date(year, month, day);
    if (start.getMonth() !== month || start.getDate() !== day) return undefined;
    return { from: start.getTime(), to: new Date(year, month, day + 1).getTime() };
  }
  if (ISO_MONTH.test(words)) {
    const [year, month] = [parts[0]!, parts[1]! - 1];
    if (month < 0 || month > 11) return undefined;
    return { from: new Date(year, month).getTime(), to: new Date(year, month + 1).getTime() };
  }
  if (ISO_TIME.test(words)) {
    const at = Date.parse(words);
    return Number.isNaN(at) ? undefined : { from: at, to: at };
  }
  return undefined;
}

/** Stretches that chrono knows as a moment only. */
function namedStretch(words: string, now: number): Stretch | undefined {
  const today = startOfDay(now);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const monday = day - ((today.getDay() + 6) % 7);
  const between = (from: Date, to: Date): Stretch => ({ from: from.getTime(), to: to.getTime() });
  switch (words.replace(/^(?:in|on|since|from|until|the)\s+/, '')) {
    case 'now':
      return { from: now, to: now };
    case 'today':
      return between(today, new Date(year, month, day + 1));
    case 'yesterday':
      return between(new Date(year, month, day - 1), today);
    case 'this week':
      return between(new Date(year, month, monday), new Date(year, month, monday + 7));
    case 'last week':
      return between(new Date(year, month, monday - 7), new Date(year, month, monday));
    case 'this month':
      return between(new Date(year, month), new Date(year, month + 1));
    case 'last month':
      return between(new Date(year, month - 1), new Date(year, month));
    case 'this year':
      return between(new Date(year, 0), new Date(year + 1, 0));
    case 'last year':
      return between(new Date(year - 1, 0), new Date(year, 0));
    default:
      return undefined;
  }
}

/** Everything else is chrono's. It takes longer to load than most answers take, so only who needs it pays. */
async function spokenStretch(words: string, now: number): Promise<Stretch | undefined> {
  const { parse } = await import('chrono-node/en');
  const found = parse(withIsoDates(words, now), new Date(now), { forwardDate: false })[0];
  if (!found) return undefined;
  const from = latestThatWas(found.start, now);
  if (found.end) return { from: from.getTime(), to: found.end.date().getTime() };
  // What was said decides how long it is: a month, a day, or a moment.
  if (found.start.isCertain('hour')) return { from: from.getTime(), to: from.getTime() };
  const day = startOfDay(from.getTime());
  if (found.start.isCertain('day') || found.start.isCertain('weekday'))
    return { from: day.getTime(), to: endOfDay(day.getTime()) };
  const month = day.getMonth();
  if (found.start.isCertain('month')) {
    const year = day.getFullYear();
    return { from: new Date(year, month).getTime(), to: new Date(year, month + 1).getTime() };
  }
  if (found.start.isCertain('year')) {
    return {
      from: new Date(day.getFullYear(), 0).getTime(),
      to: new Date(day.getFullYear() + 1, 0).getTime(),
    };
  }
  return { from: day.getTime(), to: endOfDay(day.getTime()) };
}
