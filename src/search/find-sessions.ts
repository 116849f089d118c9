import { endsOf } from '../shared/pasted.ts';
import { endOfDay, startOfDay } from '../shared/said-dates.ts';
import { pageAt } from '../shared/search-cursor.ts';
import type { SearchRequest } from '../shared/search-answer.ts';
import { askingTurns, type Asking } from '../store/asking-session.ts';
import { newestTurn, textLength } from '../store/history-size.ts';
import type { Store } from '../store/open.ts';
import { passagesAmong, type SearchFilter } from '../store/passage-filter.ts';
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
  /** Technical terms that the history never uses. */
  unsaidTerms: readonly UnsaidTerm[];
  /** Best first. */
  found: Found[];
  widened: Widened | undefined;
  wholeHistory: () => WholeHistory;
  /** What limits the search. */
  notes: string[];
}

/**
 * What was looked at beside the time that the question names: its whole day; any time, with those hits behind, instead of
 * none, or first.
 */
export type Widened = 'day' | 'behind' | 'instead' | 'first';

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
  const ownPassages = new Set(own.size > 0 ? passagesAmong(store, { turns: [...own] }) : []);
  const asked = await lookUp({ ...context, finder }, question, mode, filter, ownPassages);
  const { coverage, corrected, unsaidTerms } = asked;
  const isTimeNamed =
    request.since === undefined &&
    request.until === undefined &&
    (question.since ?? question.until) !== undefined;
  const within = (limits: SearchFilter): Promise<Found[]> => rank(store, asked, limits, isExcluded);
  const narrow = await within(filter);
  const { found, widened } = isTimeNamed
    ? await widen(question, filter, narrow, within)
    : { found: narrow, widened: undefined };
  const wholeHistory = (): WholeHistory => wholeHistoryOn(store, question, coverage);
  return {
    question,
    filter,
    mode,
    snapshot,
    coverage,
    corrected,
    unsaidTerms,
    found,
    widened,
    wholeHistory,
    notes,
  };
}

async function understand({ store, now }: SearchContext, { query }: SearchRequest): Promise<Question> {
  const chrono = mayNameTime(query) ? (await import('chrono-node/en')).parse : undefined;
  return readQuestion(query, { now, projects: namesOfProjects(store), chrono });
}

/**
 * What is remembered of a time is often a little off, and what happened may be told later: where nothing in it clearly
 * answers and something on the same day or else outside does, that comes first.
 */
async function widen(
  question: Question,
  filter: SearchFilter,
  narrow: Found[],
  within: (limits: SearchFilter) => Promise<Found[]>,
): Promise<Pick<Finding, 'found' | 'widened'>> {
  const asItIs = { found: narrow, widened: undefined };
  if (answers(narrow)) return asItIs;
  const days = wholeDays(filter);
  const ofDays = days && (await within(days));
  if (ofDays && (answers(ofDays) || (narrow.length === 0 && ofDays.length > 0)))
    return { found: ofDays, widened: 'day' };
  // Of a question for a time alone, nothing outside it is an answer.
  if (question.terms.length === 0) return asItIs;
  const wide = await within({ ...filter, since: undefined, until: undefined });
  const roots = new Set(narrow.map((hit) => hit.root));
  const outside = wide.filter((hit) => !roots.has(hit.root));
  if (narrow.length > 0 && !answers(wide))
    return likeliest(outside) <= likeliest(narrow)
      ? asItIs
      : { found: [...narrow, ...outside], widened: 'behind' };
  const [first] = wide;
  if (!first) return asItIs;
  const isOther = (hit: Found): boolean => hit.root !== first.root;
  return {
    found: [first, ...narrow.filter(isOther), ...outside.filter(isOther)],
    widened: narrow.length === 0 ? 'instead' : 'first',
  };
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

function wholeHistoryOn(store: Store, { exact }: Question, coverage: Coverage): WholeHistory {
  const chars = textLength(store);
  return {
    others: otherWordsUnsaid(coverage, exact, chars, (words) => holdersOf(store, words)),
    ...foreignSubjects(coverage, chars, absenceIn(store)),
  };
}
