import { sessionsThatChanged } from '../store/file-work.ts';
import { textLength } from '../store/history-size.ts';
import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import type { CandidatePlace } from '../store/passage-places.ts';
import { piecesOfPassages } from '../store/passages.ts';
import { titlesOfSessions } from '../store/session-facts.ts';
import { turnsThatRefuse } from '../store/verdicts.ts';
import type { Closeness } from './closeness.ts';
import type { Coverage } from './coverage.ts';
import { candidatesWithin, type Asked } from './look-up.ts';
import { namedInProject, type NamedInProject } from './named-in-project.ts';
import { bestOf } from './fuse.ts';
import { namedShare } from './named.ts';
import { MAYBE_SAID, saidByPerson } from './own-words.ts';
import type { Question } from './question.ts';
import type { Evidence } from './relevance.ts';
import { sessionWords, type SessionWords } from './session-words.ts';
import { unsaidShare } from './unsaid.ts';

/** A question's candidates, and what is known of them and of their sessions: all that is weighed. */
export interface Gathered {
  question: Question;
  coverage: Coverage;
  /** Of the passages that take part. */
  places: ReadonlyMap<number, CandidatePlace>;
  /** Scores of passages, best first; of some that take no part as well. */
  byWords: ReadonlyMap<number, number>;
  /** Undefined when meaning takes no part. */
  near: Closeness | undefined;
  words: SessionWords;
  /** Sessions that changed the file which the question names. */
  changed: readonly number[];
  /** How much the question is a session's title, 0..1. */
  named: ReadonlyMap<number, number>;
  /** How much of it the person said in a passage; empty when that is not asked for. */
  saidByPerson: ReadonlyMap<number, number>;
  inProject: NamedInProject;
  /** What tells of every find alike. */
  ofAll: Pick<Evidence, 'unsaid' | 'termUnsaid'>;
}

/** Best passages by words whose sessions' titles are looked at. */
const MAYBE_NAMED = 100;

export async function gather(
  store: Store,
  { question, mode, coverage, unsaidTerms, look }: Asked,
  filter: SearchFilter,
  isExcluded: (turnId: number) => boolean,
): Promise<Gathered> {
  const nearby = look(filter);
  const byWords =
    mode === 'semantic' || question.terms.length === 0
      ? new Map<number, number>()
      : coverage.best(filter, candidatesWithin(filter));
  const candidates = nearby.with([...byWords.keys()]);
  // What does not ask for them is looked up meanwhile.
  const changed = question.file === undefined ? [] : sessionsThatChanged(store, question.file);
  const unsaid = unsaidShare(coverage, textLength(store));
  const { places, turns, projects, near } = await candidates;
  for (const [id, place] of places)
    if (isExcluded(place.turn_id)) {
      places.delete(id);
      byWords.delete(id);
    }
  if (filter.kinds) keepKinds(store, places, filter.kinds);
  if (near) keepPlaced(near, places);
  const exact = mode === 'semantic' ? new Set<string>() : question.exact;
  const words = sessionWords(places, coverage, exact, turns, candidatesWithin(filter));
  const best = (count: number): CandidatePlace[] =>
    [...byWords.keys()].slice(0, count).flatMap((id) => places.get(id) ?? []);
  const maybeNamed = new Set(best(MAYBE_NAMED).map((place) => place.root_id));
  const names = new Map([...coverage.weights].filter(([word]) => exact.has(word)));
  const roots = new Set([...places.values()].map((place) => place.root_id));
  return {
    question,
    coverage,
    places,
    byWords,
    near,
    words,
    changed: changed.filter((session) => roots.has(session)),
    named: namedAsAsked(store, [...maybeNamed], coverage),
    saidByPerson: question.ownWords === 'asked' ? ownWords(store, best(MAYBE_SAID), coverage) : new Map(),
    inProject: namedInProject([...roots], words.heldIn, names, (session) => projects.get(session) ?? 0),
    ofAll: {
      unsaid,
      termUnsaid: Math.max(0, ...unsaidTerms.map(({ unsaid }) => unsaid)),
    },
  };
}

function namedAsAsked(store: Store, sessions: readonly number[], { weights }: Coverage): Map<number, number> {
  const titles = titlesOfSessions(store, sessions);
  return new Map([...titles].map(([root, title]) => [root, namedShare(title, weights)]));
}

function ownWords(
  store: Store,
  places: readonly CandidatePlace[],
  { weights }: Coverage,
): Map<number, number> {
  const pieces = piecesOfPassages(
    store,
    places.map(({ id }) => id),
  );
  const refusing = turnsThatRefuse(
    store,
    places.map((place) => place.turn_id),
  );
  return saidByPerson(places, pieces, weights, (turn) => refusing.has(turn));
}

function keepKinds(
  store: Store,
  places: Map<number, CandidatePlace>,
  kinds: NonNullable<SearchFilter['kinds']>,
): void {
  for (const [id, pieces] of piecesOfPassages(store, [...places.keys()]))
    if (!pieces.some((piece) => kinds.includes(piece.kind))) places.delete(id);
}

function keepPlaced({ whole, fragment, prompt }: Closeness, places: ReadonlyMap<number, unknown>): void {
  for (const scores of [whole, fragment, prompt])
    for (const id of scores.keys()) if (!places.has(id)) scores.delete(id);
}

/** The best score of each session that takes part. */
export function bestBySession(
  { places }: Pick<Gathered, 'places'>,
  scores: ReadonlyMap<number, number>,
): Map<number, number> {
  return bestOf(scores, (id) => places.get(id)?.root_id);
}
