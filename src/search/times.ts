import { endOfDay, startOfDay, withIsoDates } from '../shared/said-dates.ts';
import { withPartOfDay } from './beside-time.ts';
import type { ChronoParse, TimeSpan } from './chrono.ts';
import { withDatesOfFeasts } from './feasts.ts';
import { namedStretch } from './named-stretches.ts';
import { spokenTime } from './spoken-time.ts';
import { MONTH, WEEKDAY } from './time-words.ts';
import { withoutSlips } from './time-slips.ts';

/**
 * Time in a question: which words name it, and which stretch they mean. "last Thursday", "in January",
 * "the last days of january", "the day before valentines", "the weekend of feb 7 and 8". Pure: chrono's
 * parser comes in as a parameter, so that who asks nothing about time does not pay for loading it.
 */
export interface TimedQuestion extends TimeSpan {
  /** The question without those words. */
  rest: string;
}

/** A cheap look that spares loading chrono for questions without time in them. */
const HINT = new RegExp(
  `\\b(?:${MONTH}|today|tonight|yesterday|morning|evening|afternoon|night|weekend|weeks?|months?|years?|quarter|q[1-4]|days?|hours?|minutes?|ago|since|20\\d\\d|19\\d\\d|${WEEKDAY}s?|mon|tues?|wed|thu(?:rs)?|fri|sat|sun|valentine'?s?|christmas|xmas|halloween|new year'?s?|spring|summer|autumn|fall|winter|\\d{4}-\\d\\d|\\d{1,2}[/.]\\d{1,2}|\\d{1,2}(?:st|nd|rd|th))\\b`,
  'i',
);

export function mayNameTime(question: string): boolean {
  return HINT.test(withoutSlips(question));
}

/** What turns a stretch into one that is open at an end. */
const EDGE = /\b(before|prior to|until|till|up to|up until|after|since|starting|as of)\s+(?:the\s+)?$/i;
const ONWARDS = /^\s*(?:onwards?|forward|and later|on)(?=\s*(?:$|[?.!,]))/i;

/** chrono knows "at" before a time of day only. */
const AROUND_CLOCK = /\b(?:around|about|roughly) (?=\d{1,2}(?::\d\d)?\s?[ap]m\b|\d{1,2}:\d\d\b)/gi;

/** The time a question names; undefined when it names none, or one that is still to come. */
export function timeIn(question: string, now: number, parse: ChronoParse): TimedQuestion | undefined {
  const said = withoutSlips(question).replace(AROUND_CLOCK, 'at ');
  const dated = withDatesOfFeasts(withIsoDates(said, now), now);
  const found = firstTime(dated, now, parse);
  if (!found || found.since >= endOfDay(now)) return undefined;
  // A feast beside the time stays a word: "the christmas banner last week".
  const text = said.includes(found.words) ? said : dated;
  const at = text.indexOf(found.words);
  if (isQuoted(text, at, found.words)) return undefined;
  const span = withPartOfDay(found, text.slice(at + found.words.length));
  const after = text.slice(at + span.words.length);
  const edge = EDGE.exec(text.slice(0, at));
  const onwards = ONWARDS.exec(/^from\b/i.test(span.words) ? after : '');
  const rest = [
    text
      .slice(0, edge?.index ?? at)
      .replace(/\b(?:earlier|later|late|back|on|by|sometime|throughout|within)\s*$/i, ''),
    // "last week's work"
    after.slice(onwards?.[0].length ?? 0).replace(/^['’]s?(?=\s|$)/, ''),
  ];
  return {
    ...openedAt(span, onwards ? 'since' : edge?.[1]?.toLowerCase(), now),
    words: `${edge?.[0] ?? ''}${span.words}${onwards?.[0] ?? ''}`.trim(),
    rest: rest.join(' ').replace(/\s+/g, ' ').trim(),
  };
}

function firstTime(text: string, now: number, parse: ChronoParse): TimeSpan | undefined {
  const timeAt = (rest: string): TimeSpan | undefined => {
    const beginning = rest.slice(0, MOST_ANCHOR);
    const found = firstTime(beginning, now, parse);
    return found && beginning.startsWith(found.words) ? found : undefined;
  };
  return namedStretch(text, now, parse, timeAt) ?? spokenTime(text, now, parse);
}

/** Characters of a time that another is told from. */
const MOST_ANCHOR = 60;

/** In `a "last week" filter` it is a label. */
function isQuoted(text: string, at: number, words: string): boolean {
  const [before, after] = [text[at - 1] ?? '', text[at + words.length] ?? ''];
  return /["'`“‘]/.test(before) && /["'`”’]/.test(after) && words.length + 2 < text.trim().length;
}

/** A time of day and what is said around it is no longer. */
const CLOCK = 4 * 3_600_000;

function openedAt(
  { since, until }: TimeSpan,
  edge: string | undefined,
  now: number,
): Omit<TimeSpan, 'words'> {
  const isOfDay = until - since <= CLOCK;
  const [begins, ends] = isOfDay ? [(since + until) / 2, (since + until) / 2] : [since, until];
  switch (edge) {
    case 'before':
    case 'prior to':
      // "before noon yesterday" is that morning.
      return { since: isOfDay ? startOfDay(begins).getTime() : 0, until: begins };
    case 'until':
    case 'till':
    case 'up to':
    case 'up until':
      return { since: 0, until: ends };
    case 'after':
      return { since: ends, until: endOfDay(isOfDay ? ends : now) };
    case 'since':
    case 'starting':
    case 'as of':
      return { since: begins, until: endOfDay(now) };
    default:
      return { since, until };
  }
}
