/**
 * Time in a question: which words name it, and which stretch they mean. "last Thursday", "in January",
 * "the last days of january", "the day before valentines", "the weekend of feb 7 and 8". Pure: chrono's
 * parser comes in as a parameter, so that who asks nothing about time does not pay for loading it.
 */
export interface TimeSpan {
  /** Milliseconds since the epoch, `[since, until)`. */
  since: number;
  until: number;
  /** The words that named it. */
  words: string;
}

export interface TimedQuestion extends TimeSpan {
  /** The question without those words. */
  rest: string;
}

/** What is used of chrono-node. */
export interface ChronoResult {
  index: number;
  text: string;
  start: ChronoComponents;
  end?: ChronoComponents | null;
}
interface ChronoComponents {
  isCertain(component: 'day' | 'weekday' | 'month' | 'year' | 'hour'): boolean;
  date(): Date;
}
export type ChronoParse = (
  text: string,
  reference: Date,
  options: { forwardDate: boolean },
) => ChronoResult[];

const DAY = 86_400_000;
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
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** A cheap look that spares loading chrono for questions without time in them. */
const HINT = new RegExp(
  `\\b(?:${MONTH}|today|tonight|yesterday|morning|evening|afternoon|night|weekend|weeks?|months?|years?|days?|hours?|ago|since|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|valentine'?s?|christmas|xmas|halloween|new year'?s?|\\d{4}-\\d\\d|\\d{1,2}[/.]\\d{1,2}|\\d{1,2}(?:st|nd|rd|th))\\b`,
  'i',
);

export function mayNameTime(question: string): boolean {
  return HINT.test(question);
}

/** The time a question names; undefined when it names none. */
export function timeIn(question: string, now: number, parse: ChronoParse): TimedQuestion | undefined {
  const text = withHolidays(question, now);
  const span =
    partOfMonth(text, now) ??
    ago(text, now) ??
    relativeStretch(text, now) ??
    weekend(text, now, parse) ??
    spoken(text, now, parse);
  if (!span) return undefined;
  return {
    ...span,
    words: span.words.trim(),
    rest: text.replace(span.words, ' ').replace(/\s+/g, ' ').trim(),
  };
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

/** "the last days of january", "early march", "end of last month", "the first week of february". */
function partOfMonth(text: string, now: number): TimeSpan | undefined {
  const found = new RegExp(
    `\\b(?:(?:in|on|at|from) )?(?:the )?(first|last|early|late|mid|middle|beginning|start|end)[ -](?:(?:few )?(days?|week|half) )?(?:(?:of|in) )?(?:the )?(?:${MONTH}|(last|this) month)(?: (20\\d\\d))?\\b`,
    'i',
  ).exec(text);
  if (!found) return undefined;
  const [words, part, unit, name, relative, year] = found;
  const today = new Date(now);
  const month = name
    ? MONTHS.findIndex((full) => full.startsWith(name.slice(0, 3).toLowerCase()))
    : today.getMonth() - (relative?.toLowerCase() === 'last' ? 1 : 0);
  const start = name
    ? new Date(year ? Number(year) : latestMonth(month, today), month)
    : new Date(today.getFullYear(), month);
  const next = new Date(start.getFullYear(), start.getMonth() + 1);
  const days = Math.round((next.getTime() - start.getTime()) / DAY);
  const span = unit === 'week' ? 7 : unit === 'half' ? 16 : unit ? 5 : 10;
  const atEnd = ['last', 'late', 'end'].includes(part!.toLowerCase());
  const inMiddle = part!.toLowerCase().startsWith('mid');
  const first = atEnd ? days - span : inMiddle ? 10 : 0;
  const from = new Date(start.getFullYear(), start.getMonth(), 1 + first);
  const to = new Date(start.getFullYear(), start.getMonth(), 1 + first + span);
  return { since: from.getTime(), until: to.getTime(), words };
}

function latestMonth(month: number, today: Date): number {
  return month > today.getMonth() ? today.getFullYear() - 1 : today.getFullYear();
}

/** Weeks and months named from now; chrono knows them as a moment only. */
function relativeStretch(text: string, now: number): TimeSpan | undefined {
  const found =
    /\b(?:(?:in|over|during|from|since) )?(?:the )?(this|last|past|previous) (week|month|year|(\d+|few|couple(?: of)?) (days|weeks|months))\b(?! ago)/i.exec(
      text,
    );
  if (!found) return undefined;
  const [words, which, unit, amount, plural] = found;
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  if (amount) {
    const many = amount === 'few' ? 4 : amount.startsWith('couple') ? 2 : Number(amount);
    const days = many * (plural === 'days' ? 1 : plural === 'weeks' ? 7 : 31);
    return { since: midnight.getTime() - days * DAY, until: now + DAY, words };
  }
  const isThis = which!.toLowerCase() === 'this';
  const back = isThis ? 0 : 1;
  const monday = midnight.getDate() - ((midnight.getDay() + 6) % 7);
  const [year, month] = [midnight.getFullYear(), midnight.getMonth()];
  const stretch: Record<string, [Date, Date]> = {
    week: [new Date(year, month, monday - 7 * back), new Date(year, month, monday + 7 - 7 * back)],
    month: [new Date(year, month - back), new Date(year, month + 1 - back)],
    year: [new Date(year - back, 0), new Date(year + 1 - back, 0)],
  };
  const [from, to] = stretch[unit!.toLowerCase()]!;
  return { since: from.getTime(), until: to.getTime(), words };
}

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
  six: 6,
};

/** "two weeks ago" is about that week, "3 days ago" that day: the farther back, the vaguer. */
function ago(text: string, now: number): TimeSpan | undefined {
  const found =
    /\b(?:about |around )?(\d{1,3}|an?|one|two|(?:a )?couple of|three|four|(?:a )?few|five|six) (hour|day|week|month|year)s? ago\b/i.exec(
      text,
    );
  if (!found) return undefined;
  const amount = found[1]!
    .toLowerCase()
    .replace(/^a (?=c|f)/, '')
    .replace(/ of$/, '');
  const back = NUMBERS[amount] ?? Number(amount);
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  const [days, slack] = {
    hour: [0, 0],
    day: [back, 0],
    week: [7 * back, 4],
    month: [30.4 * back, 16],
    year: [365 * back, 90],
  }[found[2]!.toLowerCase() as 'hour' | 'day' | 'week' | 'month' | 'year'] as [number, number];
  const since = midnight.getTime() - Math.round(days + slack) * DAY;
  return { since, until: since + (2 * slack + 1) * DAY, words: found[0] };
}

/** "the weekend of feb 7 and 8", "last weekend", "that weekend in january" (its date decides). */
function weekend(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const found = /\b(?:(?:on|over|at) )?(?:the )?(?:(last|this|past) )?weekend\b(?: (?:of|around) )?/i.exec(
    text,
  );
  if (!found) return undefined;
  const rest = text.slice(found.index + found[0].length);
  const dated = parse(rest, new Date(now), { forwardDate: false })[0];
  const near = dated && dated.index < 3 ? dated : undefined;
  const anchor = near ? near.start.date() : new Date(now);
  const day = (anchor.getDay() + 6) % 7; // Monday is 0
  const shift =
    near || found[1]?.toLowerCase() === 'this'
      ? 5 - day
      : day >= 5
        ? 5 - day - (found[1] ? 7 : 0)
        : 5 - day - 7;
  const saturday = new Date(anchor.getFullYear(), anchor.getMonth(), anchor.getDate() + shift);
  const trailing = near
    ? /^(?:\s*(?:and|-|\/|to|&)\s*\d{1,2}(?:st|nd|rd|th)?)?/i.exec(
        rest.slice(near.index + near.text.length),
      )![0]
    : '';
  const words =
    text.slice(found.index, found.index + found[0].length + (near ? near.index + near.text.length : 0)) +
    trailing;
  return { since: saturday.getTime(), until: saturday.getTime() + 2 * DAY, words };
}

const PARTS_OF_DAY: [RegExp, number, number][] = [
  [/\bmorning\b/i, 5, 12],
  [/\bafternoon\b/i, 12, 18],
  [/\bevening\b/i, 17, 24],
  [/\bnight\b/i, 18, 30],
];

function spoken(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const times = parse(text, new Date(now), { forwardDate: false }).filter((result) => isTime(result.text));
  const found = times[0];
  if (!found) return undefined;
  const other = times[1];
  const between =
    other &&
    /^\s*(?:and|to|until|till|-|–)\s*$/i.test(text.slice(found.index + found.text.length, other.index));
  if (between) {
    const [from, to] = [found, other].map((time) =>
      past(time.start.date(), time.start.isCertain('year'), now),
    );
    const intro = /\b(?:between|from)\s+$/i.exec(text.slice(0, found.index))?.[0] ?? '';
    const words = intro + text.slice(found.index, other.index + other.text.length);
    return { since: startOfNext(from!) - DAY, until: startOfNext(to!), words };
  }
  const words =
    (/(?:\b(?:on|in|at|since|from|the|around)\s+)+$/i.exec(text.slice(0, found.index))?.[0] ?? '') +
    found.text;
  const { start, end } = found;
  const from = past(start.date(), start.isCertain('year'), now);
  const day = new Date(from.getFullYear(), from.getMonth(), from.getDate());
  const since = /\bsince\s+(?:the\s+)?$/i.test(text.slice(0, found.index));
  if (end) {
    const last = past(end.date(), end.isCertain('year'), now);
    return { since: day.getTime(), until: startOfNext(last), words };
  }
  if (since) return { since: day.getTime(), until: now + DAY, words };
  if (start.isCertain('day') || start.isCertain('weekday') || start.isCertain('hour')) {
    const also = /^\s*(?:and|&|to|-)\s*(\d{1,2})(?:st|nd|rd|th)?\b/i.exec(
      text.slice(found.index + found.text.length),
    );
    const part = PARTS_OF_DAY.find(([pattern]) => pattern.test(found.text));
    if (part)
      return {
        since: day.getTime() + part[1] * 3_600_000,
        until: day.getTime() + part[2] * 3_600_000,
        words,
      };
    const last = also ? new Date(day.getFullYear(), day.getMonth(), Number(also[1])) : day;
    return { since: day.getTime(), until: startOfNext(last), words: words + (also?.[0] ?? '') };
  }
  if (start.isCertain('month')) {
    return {
      since: new Date(day.getFullYear(), day.getMonth()).getTime(),
      until: new Date(day.getFullYear(), day.getMonth() + 1).getTime(),
      words,
    };
  }
  return { since: day.getTime(), until: startOfNext(day), words };
}

/** chrono reads "now", bare numbers and "may" (the verb) as times; people rarely mean them. */
function isTime(words: string): boolean {
  if (
    !/\d|[a-z]+day\b|\b(?:ago|last|this|past|mon|tue|wed|thu|fri)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(
      words,
    )
  )
    return false;
  return !/^(?:now|may|march|sun|sat|second|\d{1,4}|\d+\s*(?:s|ms|sec|seconds?|m|min|minutes?))$/i.test(
    words.trim(),
  );
}

/** A date without a year is the latest that has been. */
function past(date: Date, hasYear: boolean, now: number): Date {
  if (hasYear || date.getTime() <= now + DAY) return date;
  return new Date(date.getFullYear() - 1, date.getMonth(), date.getDate(), date.getHours());
}

function startOfNext(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}
