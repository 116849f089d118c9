import type { Embedder } from '../embed/embedder.ts';
import type { WithoutFreshness } from '../shared/answers.ts';
import type { SearchAnswer, SearchHit, SearchRequest } from '../shared/search-answer.ts';
import { cursorAfter, markOf, pageAt } from '../shared/search-cursor.ts';
import { periodOf } from '../shared/when.ts';
import { endsOf } from '../shared/pasted.ts';
import { shortened } from '../shared/shortened.ts';
import { askingTurns, type Asking } from '../store/asking-session.ts';
import type { Store } from '../store/open.ts';
import { continuations } from '../store/continuing.ts';
import { namesOfProjects, projectsMatching, unknownProject } from '../store/projects.ts';
import { newestTurn, textLength } from '../store/history-size.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { keysOfSessions } from '../store/session-facts.ts';
import { storedVectors } from '../store/vectors.ts';
import { holdersOf } from '../store/words-in-use.ts';
import { turnsAbout } from './file-turns.ts';
import { hitsOf, type Scored } from './hits.ts';
import { readQuestion, type Question } from './question.ts';
import type { Coverage } from './coverage.ts';
import { candidateFinder, type CandidateFinder } from './candidates.ts';
import type { Found } from './finds.ts';
import { lookUp } from './look-up.ts';
import { rank } from './rank.ts';
import { isStrong, relevanceOf, scoreOf, shownScores, type WholeHistory } from './relevance.ts';
import { absenceIn, foreignSubjects } from './subjects.ts';
import { mayNameTime } from './times.ts';
import { otherWordsUnsaid } from './unsaid.ts';

/** From a question to one ranked list of sessions, each with its best turn. */
export interface SearchContext {
  store: Store;
  /** Null when questions cannot be compared by meaning at the moment. */
  embedder: Embedder | null;
  hasMeaning: 'ready' | 'loading' | 'off' | 'unavailable';
  /** Of a long history, beside the thread that answers; else candidates are looked for on it. */
  finder?: CandidateFinder;
  /** Milliseconds since the epoch; what relative dates are read against. */
  now: number;
}

/** What comes nearest is shown even when it does not answer, but not a page of it. */
const MOST_WHEN_NOTHING_ANSWERS = 5;
/** Of a question; what is longer was pasted. */
const MOST_QUERY_CHARS = 2000;
const ECHO_CHARS = 400;
/** Beside a hit that answers, one this much less likely is noise (docs/search.md). */
const FAINT = 0.01;

export async function searchSessions(
  context: SearchContext,
  request: SearchRequest,
  asking: Asking = {},
): Promise<WithoutFreshness<SearchAnswer>> {
  const { question, filter, mode, snapshot, coverage, found, wholeHistory, notes } = await findSessions(
    context,
    request,
    asking,
  );
  const relevance = relevanceOf(
    found.map((hit) => hit.evidence),
    wholeHistory,
  );
  const shown = relevance === 'none' ? found.slice(0, MOST_WHEN_NOTHING_ANSWERS) : withoutFaint(found);
  const scores = shownScores(shown.map((hit) => hit.evidence));
  const left = notYetShown(
    context.store,
    request,
    shown.map((hit, place) => ({ ...hit, score: scores[place]! })),
  );
  const page = left.slice(0, request.limit);
  const hits = withContinuations(context.store, hitsOf(context.store, page, coverage.weights, filter.kinds));
  if (question.isWordless && (filter.since ?? filter.until) === undefined)
    notes.push(
      'The question holds no words to look for: list_sessions lists sessions by time (in a terminal: `her sessions`), replay_session with "latest" shows the last one.',
    );
  else if (relevance === 'none')
    notes.push(
      found.length > 0
        ? 'Nothing in the history clearly answers this; what is shown comes nearest.'
        : snapshot === 0
          ? 'Nothing has been read yet, so there is no history to look in.'
          : 'Nothing in the history has to do with this.',
    );
  return {
    query: shortened(request.query, ECHO_CHARS),
    interpreted: {
      terms: question.terms,
      ...(filter.since === undefined ? {} : { since: new Date(filter.since).toISOString() }),
      ...(filter.until === undefined ? {} : { until: new Date(filter.until).toISOString() }),
      ...((request.project ?? question.project) ? { project: request.project ?? question.project } : {}),
      ...((request.file ?? question.file) ? { file: request.file ?? question.file } : {}),
    },
    mode,
    relevance,
    hits,
    ...(page.length < left.length
      ? {
          next_cursor: cursorAfter(
            request,
            snapshot,
            hits.map((hit) => hit.session_id),
          ),
        }
      : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** All that a question finds, before it is judged and cut to a page. */
export interface Finding {
  question: Question;
  filter: SearchFilter;
  mode: SearchRequest['mode'];
  /** The newest turn that takes part. */
  snapshot: number;
  coverage: Coverage;
  /** Best first. */
  found: Found[];
  wholeHistory: () => WholeHistory;
  notes: string[];
}

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
  const wholeHistory = (): WholeHistory => {
    const chars = textLength(store);
    return {
      others: otherWordsUnsaid(coverage, question.exact, chars, (words) => holdersOf(store, words)),
      ...foreignSubjects(coverage, chars, absenceIn(store)),
    };
  };
  return { question, filter, mode, snapshot, coverage, found, wholeHistory, notes };
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
  if (narrow.length > 0 && !answers(wide)) return narrow;
  const [first, ...others] = wide;
  if (!first) return narrow;
  notes.push(
    narrow.length === 0
      ? 'Nothing was found in the time that the question names: these are from any time.'
      : 'Nothing in the time that the question names clearly answers it: hits of other times come first.',
  );
  const roots = new Set(narrow.map((hit) => hit.root));
  const outside = others.filter((hit) => !roots.has(hit.root));
  return [first, ...narrow.filter((hit) => hit.root !== first.root), ...outside];
}

/** All words first, then most of them: says which it was. */
function aboutWords(
  { terms }: Question,
  found: readonly Found[],
  coverage: Coverage,
  corrected: ReadonlyMap<string, string>,
): string[] {
  const notes = [...corrected].map(
    ([typed, word]) => `"${typed}" stands nowhere in the history: looked for words like "${word}" instead.`,
  );
  const byWords = found.filter((hit) => hit.matched.includes('lexical'));
  if (terms.length < 2 || byWords.length === 0) return notes;
  if (byWords.every((hit) => hit.evidence.coverage < 1)) {
    const nowhere = coverage.unknown.filter((word) => !corrected.has(word));
    const which = nowhere.length > 0 ? ` Nowhere in the history: ${nowhere.join(', ')}.` : '';
    notes.push(`No passage holds all of the words; these hold some of them or mean something near.${which}`);
  }
  return notes;
}

async function understand({ store, now }: SearchContext, { query }: SearchRequest): Promise<Question> {
  const chrono = mayNameTime(query) ? (await import('chrono-node/en')).parse : undefined;
  return readQuestion(query, { now, projects: namesOfProjects(store), chrono });
}

/** What parameters demand, and what the question names; parameters win. */
async function limitsOf(
  { store, now }: SearchContext,
  request: SearchRequest,
  question: Question,
): Promise<{ filter: SearchFilter; notes: string[] }> {
  const notes: string[] = [];
  const hasTime = request.since !== undefined || request.until !== undefined;
  const { since, until } = hasTime ? await periodOf(request, now) : question;
  const filter: SearchFilter = { since, until };
  const project = request.project ?? question.project;
  if (project !== undefined) {
    filter.projects = projectsMatching(store, project).map((row) => row.id);
    if (filter.projects.length === 0) notes.push(unknownProject(store, project));
  }
  if (request.file !== undefined) {
    filter.turns = turnsAbout(store, request.file);
    if (filter.turns.length === 0)
      notes.push(`No turn on record read or changed a file that ends in "${request.file}".`);
  }
  if (request.kinds) filter.kinds = [...request.kinds];
  return { filter, notes };
}

/** A finder may still read a database that another has replaced. */
function finderFor({ store, embedder, finder }: SearchContext): CandidateFinder {
  if (finder?.store === store) return finder;
  const vectors =
    embedder && store.hasVectors ? storedVectors(store, embedder.model, embedder.dim) : undefined;
  return candidateFinder(store, vectors);
}

function modeOf(
  { hasMeaning }: SearchContext,
  finder: CandidateFinder,
  { mode }: SearchRequest,
  notes: string[],
): SearchRequest['mode'] {
  const meaning = hasMeaning === 'ready' && !finder.isReady() ? 'reading' : hasMeaning;
  if (mode === 'lexical' || meaning === 'ready') return mode;
  const why = {
    reading:
      'The vectors of a long history are still being read: this answer is by words only. Ask again in a moment for search by meaning.',
    loading:
      'The embedding model is still loading: this answer is by words only. Ask again in a moment for search by meaning.',
    off: 'Search by meaning is switched off (HER_EMBEDDER=off): this answer is by words only.',
    unavailable:
      'Search by meaning does not work here (`her doctor` says why): this answer is by words only.',
  };
  notes.push(why[meaning]);
  return 'lexical';
}

/** Sessions of one task stay hits of their own: any of them may be the one that is meant (docs/search.md). */
function withContinuations(store: Store, hits: readonly SearchHit[]): SearchHit[] {
  const found = continuations(
    store,
    hits.map((hit) => hit.session_id),
  );
  return hits.map((hit) => ({ ...hit, ...found.get(hit.session_id) }));
}

/** Behind a cursor, the others, in their order. */
function notYetShown(store: Store, request: SearchRequest, found: readonly Scored[]): readonly Scored[] {
  if (request.cursor === undefined) return found;
  const marks = new Set(pageAt(request, request.cursor).shown);
  const keys = keysOfSessions(
    store,
    found.map(({ root }) => root),
  );
  return found.filter(({ root }) => !marks.has(markOf(keys.get(root) ?? '')));
}

function withoutFaint(found: readonly Found[]): Found[] {
  const best = Math.max(0, ...found.map(({ evidence }) => scoreOf(evidence)));
  return found.filter(({ evidence }, place) => place === 0 || scoreOf(evidence) >= FAINT * best);
}
