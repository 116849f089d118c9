import type { Embedder } from '../embed/embedder.ts';
import { toInt8 } from '../embed/embedder.ts';
import type { SearchAnswer, SearchHit, SearchRequest, WithoutFreshness } from '../shared/answers.ts';
import { cursorAt, positionOf } from '../shared/cursor.ts';
import { resumeCommand, sessionTitle } from '../shared/session-labels.ts';
import { parseSince, parseUntil } from '../shared/when.ts';
import type { Store } from '../store/open.ts';
import { projectNames, projectsMatching } from '../store/projects.ts';
import {
  candidates,
  documentFrequency,
  filesOfTurn,
  latestTurnsAround,
  passageCount,
  passagesByWords,
  passagesWithin,
  spawningTurn,
  turnCards,
  turnOfCall,
  turnsOfFile,
  type CandidateRow,
  type SearchFilter,
  type TurnCard,
} from '../store/search.ts';
import { vectorsOf } from '../store/vectors.ts';
import { fuse } from './fuse.ts';
import { readQuestion, type Question } from './question.ts';
import { relevanceOf, scoreOf, type Evidence } from './relevance.ts';
import { snippetOf } from './snippet.ts';
import { mayNameTime } from './times.ts';
import { anyOf, innerWords, phraseOf } from './words.ts';

/** From a question to one ranked list of sessions, each with its best turn. */
export interface SearchContext {
  store: Store;
  /** Null when questions cannot be compared by meaning at the moment. */
  embedder: Embedder | null;
  hasMeaning: 'ready' | 'loading' | 'off' | 'unavailable';
  /** Milliseconds since the epoch; what relative dates are read against. */
  now: number;
}

/** Who asks: the turn at hand is no answer to its own question. */
export interface Asking {
  session?: string;
  toolUseId?: string;
}

/** Passages of each list that take part; more changes no session's place among the first ten. */
const CANDIDATES = 300;
const MOST_FILES = 5;
/** What comes nearest is shown even when it does not answer, but not a page of it. */
const MOST_WHEN_NOTHING_ANSWERS = 5;
const OUTCOME_CHARS = 240;

export async function searchSessions(
  context: SearchContext,
  request: SearchRequest,
  asking: Asking = {},
): Promise<WithoutFreshness<SearchAnswer>> {
  const question = await understand(context, request);
  const { filter, notes } = await limitsOf(context, request, question);
  const mode = modeOf(context, request, notes);
  let ranked = await rank(context, question, filter, mode, excludedTurns(context.store, asking));
  const named = request.since === undefined && request.until === undefined && question.since !== undefined;
  if (ranked.length === 0 && named) {
    notes.push('Nothing was found in the time that the question names: these are from any time.');
    ranked = await rank(
      context,
      question,
      { ...filter, since: undefined, until: undefined },
      mode,
      excludedTurns(context.store, asking),
    );
  }
  const relevance = relevanceOf(ranked.map((found) => found.evidence));
  const shown = relevance === 'none' ? ranked.slice(0, MOST_WHEN_NOTHING_ANSWERS) : ranked;
  const from = request.cursor ? positionOf(request.cursor) : 0;
  const page = shown.slice(from, from + request.limit);
  if (relevance === 'none')
    notes.push('Nothing in the history clearly answers this; what is shown comes nearest.');
  return {
    query: request.query,
    interpreted: {
      terms: question.terms,
      ...(filter.since === undefined ? {} : { since: new Date(filter.since).toISOString() }),
      ...(filter.until === undefined ? {} : { until: new Date(filter.until).toISOString() }),
      ...((request.project ?? question.project) ? { project: request.project ?? question.project } : {}),
      ...((request.file ?? question.file) ? { file: request.file ?? question.file } : {}),
    },
    mode,
    relevance,
    hits: hitsOf(context.store, page),
    ...(from + request.limit < shown.length ? { next_cursor: cursorAt(from + request.limit) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

async function understand({ store, now }: SearchContext, { query }: SearchRequest): Promise<Question> {
  const chrono = mayNameTime(query) ? (await import('chrono-node/en')).parse : undefined;
  return readQuestion(query, { now, projects: projectNames(store), chrono });
}

/** What parameters demand, and what the question names; parameters win. */
async function limitsOf(
  { store, now }: SearchContext,
  request: SearchRequest,
  question: Question,
): Promise<{ filter: SearchFilter; notes: string[] }> {
  const notes: string[] = [];
  const filter: SearchFilter = {};
  const hasTime = request.since !== undefined || request.until !== undefined;
  filter.since =
    request.since === undefined
      ? hasTime
        ? undefined
        : question.since
      : await parseSince(request.since, now);
  filter.until =
    request.until === undefined
      ? hasTime
        ? undefined
        : question.until
      : await parseUntil(request.until, now);
  const project = request.project ?? question.project;
  if (project !== undefined) {
    filter.projects = projectsMatching(store, project).map((row) => row.id);
    if (filter.projects.length === 0)
      notes.push(`No project is called "${project}". Known: ${projectNames(store).slice(0, 8).join(', ')}.`);
  }
  if (request.file !== undefined) {
    filter.turns = turnsOfFile(store, request.file);
    if (filter.turns.length === 0)
      notes.push(`No turn on record read or changed a file that ends in "${request.file}".`);
  }
  if (request.kinds) filter.kinds = [...request.kinds];
  return { filter, notes };
}

function modeOf(
  { hasMeaning }: SearchContext,
  { mode }: SearchRequest,
  notes: string[],
): SearchRequest['mode'] {
  if (mode === 'lexical' || hasMeaning === 'ready') return mode;
  const why = {
    loading:
      'The embedding model is still loading: this answer is by words only. Ask again in a moment for search by meaning.',
    off: 'Search by meaning is switched off (HER_EMBEDDER=off): this answer is by words only.',
    unavailable:
      'Search by meaning does not work here (`her doctor` says why): this answer is by words only.',
  };
  notes.push(why[hasMeaning]);
  return 'lexical';
}

/** One session with its best passage. */
interface Found {
  root: number;
  best: CandidateRow;
  score: number;
  matched: ('lexical' | 'semantic')[];
  evidence: Evidence;
  weights: Map<string, number>;
  likeness: (text: string) => number;
}

async function rank(
  context: SearchContext,
  question: Question,
  filter: SearchFilter,
  mode: SearchRequest['mode'],
  excluded: ReadonlySet<number>,
): Promise<Found[]> {
  const { store } = context;
  const vector =
    mode === 'lexical' || !context.embedder ? undefined : (await context.embedder.embed([question.text]))[0];
  const lexical =
    mode === 'semantic' || question.terms.length === 0
      ? []
      : passagesByWords(store, anyOf(question.terms), filter, CANDIDATES);
  const semantic = vector && context.embedder ? nearest(store, context.embedder, vector, filter) : [];
  const wordScore = new Map(lexical.map((hit) => [hit.id, hit.score]));
  const similarity = new Map(semantic.map((hit) => [hit.id, hit.similarity]));
  const ids = new Set([...wordScore.keys(), ...similarity.keys()]);
  if (ids.size === 0 && question.terms.length === 0)
    for (const id of passagesWithin(store, filter)?.slice(0, CANDIDATES) ?? []) ids.add(id);
  const rows = candidates(store, [...ids]).filter(
    (row) => !excluded.has(row.turn_id) && hasKind(row, filter),
  );

  const weights = termWeights(store, question.terms);
  const likeness = (): number => 0;
  const byWords = bestOfSession(rows, (row) => wordScore.get(row.id));
  const byMeaning = bestOfSession(rows, (row) => similarity.get(row.id));
  const sessions = fuse([
    { keys: [...byWords.keys()], weight: 1 },
    { keys: [...byMeaning.keys()], weight: 1 },
  ]);
  if (sessions.size === 0)
    for (const row of rows) if (!sessions.has(row.root_id)) sessions.set(row.root_id, (row.at ?? 0) / 1e13);

  const passages = fuse([
    { keys: ranked(rows, (row) => wordScore.get(row.id)), weight: 1 },
    { keys: ranked(rows, (row) => similarity.get(row.id)), weight: 1 },
  ]);
  const found: Found[] = [];
  for (const [root, score] of sessions) {
    const own = rows.filter((row) => row.root_id === root);
    const best = own.reduce((a, b) => ((passages.get(b.id) ?? 0) > (passages.get(a.id) ?? 0) ? b : a));
    const matched: Found['matched'] = [];
    if (byWords.has(root)) matched.push('lexical');
    if (byMeaning.has(root)) matched.push('semantic');
    const evidence: Evidence = {
      fused: score,
      coverage: Math.max(...own.map((row) => coverage(row, weights))),
      similarity: Math.max(0, ...own.map((row) => similarity.get(row.id) ?? 0)),
      hasMeaning: vector !== undefined,
      asksForTimeOnly: question.terms.length === 0,
    };
    found.push({ root, best, score, matched, evidence, weights, likeness });
  }
  return found.sort((a, b) => b.score - a.score || (b.best.at ?? 0) - (a.best.at ?? 0));
}

function nearest(
  store: Store,
  embedder: Embedder,
  vector: Float32Array,
  filter: SearchFilter,
): { id: number; similarity: number }[] {
  if (!store.hasVectors || vector.every((value) => value === 0)) return [];
  return vectorsOf(store, embedder.model, embedder.dim).nearest(
    toInt8(vector),
    CANDIDATES,
    passagesWithin(store, filter),
  );
}

function hasKind(row: CandidateRow, { kinds }: SearchFilter): boolean {
  return !kinds || row.pieces.some((piece) => kinds.includes(piece.kind));
}

/** Rarer words say more: inverse document frequency as in BM25. Keys are lower case. */
function termWeights(store: Store, terms: readonly string[]): Map<string, number> {
  const all = passageCount(store);
  const words = [...new Set(terms.flatMap((term) => [term, ...innerWords(term)]))];
  const counts = documentFrequency(store, words.map(phraseOf));
  return new Map(
    words.map((word) => {
      const n = counts.get(phraseOf(word)) ?? 0;
      return [word.toLowerCase(), Math.log(1 + (all - n + 0.5) / (n + 0.5))];
    }),
  );
}

/** Share of the question's weight that a passage's text holds, 0..1. */
function coverage(row: CandidateRow, weights: ReadonlyMap<string, number>): number {
  const text = row.pieces
    .map((piece) => piece.text)
    .join('\n')
    .toLowerCase();
  let held = 0;
  let all = 0;
  for (const [word, weight] of weights) {
    all += weight;
    if (text.includes(stemOf(word))) held += weight;
  }
  return all === 0 ? 0 : held / all;
}

/** Enough of a stem to see a word in its other forms; the index has its own. */
function stemOf(word: string): string {
  return word.length > 5 ? word.replace(/(?:ations?|ings?|ed|es|s|ly)$/, '') : word;
}

/** Sessions by their best passage, best first. */
function bestOfSession(
  rows: readonly CandidateRow[],
  scoreOfRow: (row: CandidateRow) => number | undefined,
): Map<number, number> {
  const best = new Map<number, number>();
  for (const row of rows) {
    const score = scoreOfRow(row);
    if (score !== undefined && score > (best.get(row.root_id) ?? -Infinity)) best.set(row.root_id, score);
  }
  return new Map([...best].sort((a, b) => b[1] - a[1]));
}

function ranked(
  rows: readonly CandidateRow[],
  scoreOfRow: (row: CandidateRow) => number | undefined,
): number[] {
  return rows
    .map((row) => ({ id: row.id, score: scoreOfRow(row) }))
    .filter((row): row is { id: number; score: number } => row.score !== undefined)
    .sort((a, b) => b.score - a.score)
    .map((row) => row.id);
}

function excludedTurns(store: Store, { session, toolUseId }: Asking): Set<number> {
  const own = toolUseId === undefined ? undefined : turnOfCall(store, toolUseId);
  if (own !== undefined) return new Set([own]);
  return new Set(session === undefined ? [] : latestTurnsAround(store, session));
}

function hitsOf(store: Store, found: readonly Found[]): SearchHit[] {
  const places = found.map((item) => placeOf(store, item));
  const cards = turnCards(
    store,
    places.flatMap(({ turnId, innerTurnId }) => [turnId, innerTurnId]),
  );
  return found.flatMap((item, index) => {
    const place = places[index]!;
    const card = cards.get(place.turnId);
    return card ? [hitOf(store, item, card, cards.get(place.innerTurnId) ?? card)] : [];
  });
}

/** A sub-agent's find is led back to the turn that started it. */
function placeOf(store: Store, { best, root }: Found): { turnId: number; innerTurnId: number } {
  const outer = best.session_id === root ? undefined : spawningTurn(store, best.session_id, root);
  return { turnId: outer ?? best.turn_id, innerTurnId: best.turn_id };
}

function hitOf(store: Store, found: Found, card: TurnCard, inner: TurnCard): SearchHit {
  const id = card.key;
  const snippet = snippetOf(found.best.pieces, found.weights, found.likeness);
  const files = filesOfTurn(store, card.turn_id, MOST_FILES);
  const isAgent = inner.key !== card.key;
  const outcome = outcomeOf(inner.reply, snippet?.text ?? '');
  return {
    session_id: id,
    turn: card.n,
    project: card.project ?? '',
    title: sessionTitle(card.title, card.first_prompt),
    started_at: new Date(card.started_at ?? 0).toISOString(),
    score: scoreOf(found.evidence),
    matched: found.matched,
    snippet: `${snippet?.piece.kind ?? 'reply'}: ${snippet?.text ?? ''}`,
    ...(outcome ? { outcome } : {}),
    ...(card.interrupted ? { ended: 'interrupted' } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(isAgent ? { subagent: inner.key } : {}),
    resume: resumeCommand(id, card.cwd),
    uri: `her://sessions/${id}`,
    next: {
      tool: 'replay_session',
      arguments: isAgent ? { session: inner.key } : { session: id, turns: `${Math.max(1, card.n)}` },
    },
  };
}

/** How the turn ended, in the assistant's last words; nothing when the snippet says them already. */
function outcomeOf(reply: string, snippet: string): string | undefined {
  const last =
    reply
      .trim()
      .split(/\n{2,}/)
      .at(-1)
      ?.replace(/\s+/g, ' ')
      .trim() ?? '';
  if (last === '' || snippet.includes(last.slice(0, 60))) return undefined;
  return last.length <= OUTCOME_CHARS ? last : `${last.slice(0, OUTCOME_CHARS - 1).toWellFormed()}…`;
}
