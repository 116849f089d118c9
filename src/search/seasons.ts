import type { TimeSpan } from './chrono.ts';
import { yearSaid } from './time-words.ts';

/** Seasons by their months, as in the north, where most who say so live: "last summer", "summer of 2025", "autumn last year". */
const SEASON = '(spring|summer|autumn|fall|winter)';
const YEAR = '(?:(?:of |in )?(20\\d\\d)(?:[/-]\\d\\d)?(?![-\\w./])|(?:of )?(last|this) year\\b)';
const DATED = new RegExp(
  `\\b(?:(?:in|during|over|from) )?(?:the )?(?:(early|mid|late)[ -])?(?:(?:the )?${SEASON},? ${YEAR}|(last|this) year(?:'s|,? in)? (?:the )?${SEASON}\\b)`,
  'i',
);
const COUNTED = new RegExp(
  `\\b(?:in |during |over )?(?:the )?(?:(early|mid|late)[ -])?(last|this|past) ${SEASON}\\b`,
  'i',
);
/** "In spring" may be the framework, "fall" a verb: these only where nothing follows. */
const LATEST =
  /\b(?:in|during|over|since|before|after) (?:the )?(?:(early|mid|late)[ -])?(?:(summer|autumn|winter)\b(?! 20\d\d)|(spring|fall)(?=\s*(?:$|[?.!,])))/i;
const PREPOSITION_OF_EDGE = /^(?:since|before|after) /i;

export function season(text: string, now: number): TimeSpan | undefined {
  return seasonOfYear(text, now) ?? seasonBefore(text, now) ?? latestSeason(text, now);
}

function seasonOfYear(text: string, now: number): TimeSpan | undefined {
  const found = DATED.exec(text);
  if (!found) return undefined;
  const [words, part, before, said, relative, relativeBefore, behind] = found;
  const month = firstMonthOf((before ?? behind)!);
  const year = yearSaid(said, relative ?? relativeBefore, now);
  // "Winter 2025" begins in it, or, while that is still to come, ends in it.
  const isToCome = month === DECEMBER && new Date(year, month).getTime() > now;
  return spanOf(isToCome ? year - 1 : year, month, part, words);
}

/** Last winter, said in winter, is the one before. */
function seasonBefore(text: string, now: number): TimeSpan | undefined {
  const found = COUNTED.exec(text);
  if (!found) return undefined;
  const [words, part, which, name] = found;
  const month = firstMonthOf(name!);
  const begun = yearBegun(month, now);
  const isOver = new Date(begun, month + 3).getTime() <= now;
  return spanOf(which!.toLowerCase() === 'this' || isOver ? begun : begun - 1, month, part, words);
}

function latestSeason(text: string, now: number): TimeSpan | undefined {
  const found = LATEST.exec(text);
  if (!found) return undefined;
  const [all, part, name, other] = found;
  const month = firstMonthOf((name ?? other)!);
  return spanOf(yearBegun(month, now), month, part, all.replace(PREPOSITION_OF_EDGE, ''));
}

const DECEMBER = 11;

function firstMonthOf(name: string): number {
  return { spring: 2, summer: 5, autumn: 8, fall: 8, winter: DECEMBER }[name.toLowerCase()]!;
}

/** The year in which the latest that has begun did. */
function yearBegun(month: number, now: number): number {
  const today = new Date(now);
  return month > today.getMonth() ? today.getFullYear() - 1 : today.getFullYear();
}

/** A part of a season is its first, second or third month. */
function spanOf(year: number, month: number, part: string | undefined, words: string): TimeSpan {
  const [from, to] = part ? { early: [0, 1], mid: [1, 2], late: [2, 3] }[part.toLowerCase()]! : [0, 3];
  return {
    since: new Date(year, month + from!).getTime(),
    until: new Date(year, month + to!).getTime(),
    words,
  };
}
