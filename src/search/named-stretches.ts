import { daysLater } from '../shared/said-dates.ts';
import type { ChronoParse, TimeSpan } from './chrono.ts';

/** Stretches of time that chrono knows as a moment only, or not at all. */
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
export const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** The first that the text names; undefined when it names none of these. */
export function namedStretch(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  return (
    partOfMonth(text, now) ??
    ago(text, now) ??
    dayOfMonth(text, now) ??
    relativeStretch(text, now) ??
    weekOf(text, now, parse) ??
    weekend(text, now, parse) ??
    year(text)
  );
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
    /\b(?:(?:in|over|during|from) )?(?:the )?(this|last|past|previous) (week|month|year|(\d+|few|couple(?: of)?) (days|weeks|months))\b(?! ago)/i.exec(
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

/** "on the 10th", "on the 12th of last month": the latest such day. "On the 2nd attempt" is none. */
function dayOfMonth(text: string, now: number): TimeSpan | undefined {
  const found =
    /(?<=\b(?:on|since|from|until|till|before|after|by) )the (\d{1,2})(?:st|nd|rd|th)(?: of (last|this) month)?(?=$|[?.!,;:]|\s+(?:we|i|you|did|was|were|and|with|about)\b)/i.exec(
      text,
    );
  const number = Number(found?.[1]);
  if (!found || number < 1 || number > 31) return undefined;
  const today = new Date(now);
  const isLast = found[2]?.toLowerCase() === 'last' || (!found[2] && number > today.getDate());
  const from = new Date(today.getFullYear(), today.getMonth() - (isLast ? 1 : 0), number);
  if (from.getDate() !== number) return undefined;
  return { since: from.getTime(), until: daysLater(from, 1).getTime(), words: found[0] };
}

/** "the week of february 2": from Monday to Monday. */
function weekOf(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const found = /\b(?:(?:in|during) )?(?:the )?week of (?:the )?/i.exec(text);
  if (!found) return undefined;
  const rest = text.slice(found.index + found[0].length);
  const dated = parse(rest, new Date(now), { forwardDate: false })[0];
  if (!dated || dated.index > 0) return undefined;
  const day = dated.start.date();
  const monday = new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7));
  const words = found[0] + dated.text;
  return { since: monday.getTime(), until: daysLater(monday, 7).getTime(), words };
}

/** "in 2025". */
function year(text: string): TimeSpan | undefined {
  const found = /\b(?:in|during) (20\d\d)\b(?!-|\s*(?:ms|lines|files|rows|bytes|tokens|tests))/i.exec(text);
  if (!found) return undefined;
  const number = Number(found[1]);
  return {
    since: new Date(number, 0).getTime(),
    until: new Date(number + 1, 0).getTime(),
    words: found[0],
  };
}
