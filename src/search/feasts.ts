import { daysLater } from '../shared/said-dates.ts';
import { yearSaid } from './time-words.ts';

/** Feasts with a fixed date, said in words. */
const FEASTS: [RegExp, number, number][] = [
  [/\bvalentine'?s?(?:'s)?(?: day)?\b/i, 1, 14],
  [/\b(?:christmas|xmas) eve\b/i, 11, 24],
  [/\b(?:christmas|xmas)(?: day)?\b/i, 11, 25],
  [/\bhalloween\b/i, 9, 31],
  [/\bnew year'?s? eve\b/i, 11, 31],
  [/\bnew year'?s?(?: day)?\b/i, 0, 1],
];
const BESIDE = /\b(?:the )?day (before|after) $/i;
const LAST = /\blast $/i;
const YEAR = /^,?(?: of| in)? (?:(20\d\d)(?![-\w])|(last|this) year\b)/i;
/** "The week before christmas" has been, on the eve, when the feast itself has not. */
const TOLD_FROM = /\bbefore (?:the )?$/i;

/** Feasts as ISO dates, also the day before or after one: of the year that is said, else the latest that has been. */
export function withDatesOfFeasts(text: string, now: number): string {
  return FEASTS.reduce((said, [feast, month, day]) => {
    const found = feast.exec(said);
    if (!found) return said;
    const before = said.slice(0, found.index);
    const after = said.slice(found.index + found[0].length);
    const beside = BESIDE.exec(before);
    const days = beside ? (beside[1]!.toLowerCase() === 'before' ? -1 : 1) : 0;
    const year = YEAR.exec(after);
    const until = daysLater(new Date(now), !beside && TOLD_FROM.test(before) ? 1 : 0);
    const dayIn = (inYear: number): Date => daysLater(new Date(inYear, month, day), days);
    const date = dayIn(year ? yearSaid(year[1], year[2], now) : latestYear(dayIn, until));
    const from = beside?.index ?? LAST.exec(before)?.index ?? found.index;
    return said.slice(0, from) + isoDay(date) + after.slice(year?.[0].length ?? 0);
  }, text);
}

/** "The day before new year" lies in the year before. */
function latestYear(dayIn: (year: number) => Date, until: Date): number {
  const next = until.getFullYear() + 1;
  return [next, next - 1].find((year) => dayIn(year) <= until) ?? next - 2;
}

function isoDay(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
