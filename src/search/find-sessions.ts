import { endsOf } from '../shared/pasted.ts';
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
  const { coverage, corrected } = asked;
  const isTimeNamed =
    request.since === undefined &&
    request.until === undefined &&
    (question.since ?? question.until) !== undefined;
  const narrow = await rank(store, asked, filter, isExcluded);
  const atAnyTime = (): Promise<Found[]> =>
    rank(store, asked, { ...filter, since: undefined, until: undefined }, isExcluded);
  // Of a question for a time alone, nothing outside it is an answer.
  const found = isTimeNamed && question.terms.length > 0 ? await widened(narrow, atAnyTime, notes) : narrow;
  notes.push(...aboutWords(question, found, coverage, corrected));
  const wholeHistory = (): WholeHistory => wholeHistoryOn(store, question, coverage);
  return { question, filter, mode, snapshot, coverage, corrected, found, wholeHistory, notes };
}

async function understand({ store, now }: SearchContext, { query }: SearchRequest): Promise<Question> {
  const chrono = mayNameTime(query) ? (await import('chrono-node/en')).parse : undefined;
  return readQuestion(query, { now, projects: namesOfProjects(store), chrono });
}

/**
 * What is remembered of a time is often a little off, and what happened may be told later: where nothing in it clearly
 * answers and something outside does, that comes first.
 */
async function widened(
  narrow: Found[],
  atAnyTime: () => Promise<Found[]>,
  notes: string[],
): Promise<Found[]> {
  const answers = (found: readonly Found[]): boolean => isStrong(found.map((hit) => hit.evidence));
  if (answers(narrow)) return narrow;
  const wide = await atAnyTime();
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

function wholeHistoryOn(store: Store, { exact }: Question, coverage: Coverage): WholeHistory {
  const chars = textLength(store);
  return {
    others: otherWordsUnsaid(coverage, exact, chars, (words) => holdersOf(store, words)),
    ...foreignSubjects(coverage, chars, absenceIn(store)),
  };
}
