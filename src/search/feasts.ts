import { daysLater } from '../shared/said-dates.ts';

const DAY = 86_400_000;
/** Feasts with a fixed date, said in words; the latest one that is not in the future. */
const FEASTS: [RegExp, number, number][] = [
  [/\bvalentine'?s?(?:'s)?(?: day)?\b/i, 1, 14],
  [/\b(?:christmas|xmas) eve\b/i, 11, 24],
  [/\b(?:christmas|xmas)(?: day)?\b/i, 11, 25],
  [/\bhalloween\b/i, 9, 31],
  [/\bnew year'?s? eve\b/i, 11, 31],
  [/\bnew year'?s?(?: day)?\b/i, 0, 1],
];
const BESIDE = /\b(?:the )?day (before|after) $/i;

/** Feasts as ISO dates, also the day before or after one. */
export function withDatesOfFeasts(text: string, now: number): string {
  return FEASTS.reduce((said, [feast, month, day]) => {
    const found = feast.exec(said);
    if (!found) return said;
    const beside = BESIDE.exec(said.slice(0, found.index));
    const days = beside ? (beside[1]!.toLowerCase() === 'before' ? -1 : 1) : 0;
    const date = isoDay(daysLater(latest(month, day, now), days));
    return said.slice(0, beside?.index ?? found.index) + date + said.slice(found.index + found[0].length);
  }, text);
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
