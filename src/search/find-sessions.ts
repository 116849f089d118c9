import { endsOf } from '../shared/pasted.ts';
import { endOfDay, startOfDay } from '../shared/said-dates.ts';
import { pageAt } from '../shared/search-cursor.ts';
import type { SearchRequest } from '../shared/search-answer.ts';
import { askingTurns, type Asking } from '../store/asking-session.ts';
import { newestTurn, textLength } from '../store/history-size.ts';
import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { namesOfProjects } from '../store/projects.ts';
import { holdersOf } from '../store/words-in-use.ts';
import { finderFor, modeOf } from './by-meaning.ts';
import type { Coverage } from './coverage.ts';
import type { Found } from './finds.ts';
import { limitsOf } from './limits.ts';
import { lookUp } from './look-up.ts';
import { readQuestion, type Question } from './question.ts';
import { rank } from './rank.ts';
import { isStrong, scoreOf, type WholeHistory } from './relevance.ts';
import type { SearchContext } from './search-context.ts';
import { absenceIn, foreignSubjects } from './subjects.ts';
import type { UnsaidTerm } from './technical-terms.ts';
import { mayNameTime } from './times.ts';
import { otherWordsUnsaid } from './unsaid.ts';

/** All that a question finds, before it is judged and cut to a page. */
export interface Finding {
  question: Question;
  filter: SearchFilter;
  mode: SearchRequest['mode'];
  /** The newest turn that takes part. */
  snapshot: number;
  coverage: Coverage;
  /** Words that stand nowhere, with what was looked for instead. */
  corrected: ReadonlyMap<string, string>;
  /** Best first. */
  found: Found[];
  wholeHistory: () => WholeHistory;
  notes: string[];
}

/** Of a question; what is longer was pasted. */
const MOST_QUERY_CHARS = 2000;

export async function findSessions(
  context: SearchContext,
  request: SearchRequest,
  asking: Asking = {},
): Promise<Finding> {
  const { store } = context;
  const query = endsOf(request.query, MOST_QUERY_CHARS);
  const question = await understand(context, { ...request, query });
  const { filter, notes } = await limitsOf(context, request, question);
  if (query.length < request.query.length)
    notes.push(
      `Only the beginning and the end of the question were looked for, ${MOST_QUERY_CHARS} characters; find_errors takes a pasted error whole.`,
    );
  const finder = finderFor(context);
  const mode = modeOf(context, finder, request, notes);
  const snapshot = (request.cursor && pageAt(request, request.cursor).snapshot) || newestTurn(store);
  const own = new Set(askingTurns(store, asking));
  const isExcluded = (turn: number): boolean => own.has(turn) || turn > snapshot;
  const asked = await lookUp({ ...context, finder }, question, mode, filter);
  const { coverage, corrected, unsaidTerms } = asked;
  const isTimeNamed =
    request.since === undefined &&
    request.until === undefined &&
    (question.since ?? question.until) !== undefined;
  const within = (limits: SearchFilter): Promise<Found[]> => rank(store, asked, limits, isExcluded);
  const narrow = await within(filter);
  const found = isTimeNamed ? await widened(question, filter, narrow, within, notes) : narrow;
  notes.push(...aboutWords(question, found, coverage, corrected), ...aboutTerms(unsaidTerms));
  const wholeHistory = (): WholeHistory => wholeHistoryOn(store, question, coverage);
  return { question, filter, mode, snapshot, coverage, corrected, found, wholeHistory, notes };
}

async function understand({ store, now }: SearchContext, { query }: SearchRequest): Promise<Question> {
  const chrono = mayNameTime(query) ? (await import('chrono-node/en')).parse : undefined;
  return readQuestion(query, { now, projects: namesOfProjects(store), chrono });
}

/**
 * What is remembered of a time is often a little off, and what happened may be told later: where nothing in it clearly
 * answers and something on the same day or else outside does, that comes first.
 */
async function widened(
  question: Question,
  filter: SearchFilter,
  narrow: Found[],
  within: (limits: SearchFilter) => Promise<Found[]>,
  notes: string[],
): Promise<Found[]> {
  if (answers(narrow)) return narrow;
  const days = wholeDays(filter);
  const ofDays = days && (await within(days));
  if (ofDays && (answers(ofDays) || (narrow.length === 0 && ofDays.length > 0))) {
    notes.push(
      'Nothing at the time of day that the question names clearly answers it: the whole day was looked at.',
    );
    return ofDays;
  }
  // Of a question for a time alone, nothing outside it is an answer.
  if (question.terms.length === 0) return narrow;
  const wide = await within({ ...filter, since: undefined, until: undefined });
  const roots = new Set(narrow.map((hit) => hit.root));
  const outside = wide.filter((hit) => !roots.has(hit.root));
  if (narrow.length > 0 && !answers(wide)) {
    if (likeliest(outside) <= likeliest(narrow)) return narrow;
    notes.push('Nothing in the time that the question names clearly answers it: hits of other times follow.');
    return [...narrow, ...outside];
  }
  const [first] = wide;
  if (!first) return narrow;
  notes.push(
    narrow.length === 0
      ? 'Nothing was found in the time that the question names: these are from any time.'
      : 'Nothing in the time that the question names clearly answers it: hits of other times come first.',
  );
  const isOther = (hit: Found): boolean => hit.root !== first.root;
  return [first, ...narrow.filter(isOther), ...outside.filter(isOther)];
}

function answers(found: readonly Found[]): boolean {
  return isStrong(found.map((hit) => hit.evidence));
}

const DAY = 86_400_000;

/** The days of a part of a day; undefined for a longer time. */
function wholeDays({ since, until, ...others }: SearchFilter): SearchFilter | undefined {
  if (since === undefined || until === undefined || until - since >= DAY - HOUR) return undefined;
  return { ...others, since: startOfDay(since).getTime(), until: endOfDay(until - 1) };
}

/** The clocks may change. */
const HOUR = 3_600_000;

function likeliest(found: readonly Found[]): number {
  return Math.max(0, ...found.map(({ evidence }) => scoreOf(evidence)));
}

/** All words first, then most of them: which it was. */
export function heldOf({ terms }: Question, found: readonly Found[]): { held?: 'all' | 'some' } {
  const byWords = found.filter((hit) => hit.matched.includes('lexical'));
  if (terms.length < 2 || byWords.length === 0) return {};
  return { held: byWords.every((hit) => hit.evidence.coverage < 1) ? 'some' : 'all' };
}

/** Says what was looked for, and which words no passage holds together. */
function aboutWords(
  question: Question,
  found: readonly Found[],
  coverage: Coverage,
  corrected: ReadonlyMap<string, string>,
): string[] {
  const notes = [...corrected].map(
    ([typed, word]) => `"${typed}" stands nowhere in the history: looked for words like "${word}" instead.`,
  );
  if (heldOf(question, found).held === 'some') {
    const nowhere = coverage.unknown.filter((word) => !corrected.has(word));
    const which = nowhere.length > 0 ? ` Nowhere in the history: ${nowhere.join(', ')}.` : '';
    notes.push(`No passage holds all of the words; these hold some of them or mean something near.${which}`);
  }
  return notes;
}

/** Words that stand nowhere are named already; these may each stand somewhere. */
function aboutTerms(unsaid: readonly UnsaidTerm[]): string[] {
  const several = unsaid.filter(({ term }) => term.includes(' '));
  const named = (terms: readonly UnsaidTerm[]): string => terms.map(({ term }) => `"${term}"`).join(', ');
  const [nowhere, otherwise] = [
    several.filter(({ isNowhere }) => isNowhere),
    several.filter(({ isNowhere }) => !isNowhere),
  ];
  return [
    ...(nowhere.length > 0 ? [`Nowhere in the history, by this name or another: ${named(nowhere)}.`] : []),
    ...(otherwise.length > 0 ? [`Nowhere in the history by this name: ${named(otherwise)}.`] : []),
  ];
}

function wholeHistoryOn(store: Store, { exact }: Question, coverage: Coverage): WholeHistory {
  const chars = textLength(store);
  return {
    others: otherWordsUnsaid(coverage, exact, chars, (words) => holdersOf(store, words)),
    ...foreignSubjects(coverage, chars, absenceIn(store)),
  };
}
