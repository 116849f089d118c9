import type { Embedder } from '../embed/embedder.ts';
import type { SearchRequest } from '../shared/search-answer.ts';
import type { Store } from '../store/open.ts';
import { passagesWithin, type SearchFilter } from '../store/passage-filter.ts';
import { piecesOfPassages } from '../store/passages.ts';
import { placesOf, type CandidatePlace } from '../store/passage-places.ts';
import { sessionsThatChanged } from '../store/file-work.ts';
import { titlesOfSessions } from '../store/session-facts.ts';
import { textLength } from '../store/history-size.ts';
import { nearBeyondWords } from './beyond-words.ts';
import type { CandidateFinder, CandidateLook } from './candidates.ts';
import type { Closeness } from './closeness.ts';
import { coverageReader, type Coverage } from './coverage.ts';
import { bestOf, join } from './fuse.ts';
import type { Question } from './question.ts';
import type { Evidence } from './relevance.ts';
import { namedInProject, type NamedInProject } from './named-in-project.ts';
import { namedShare } from './named.ts';
import { firstFew, saidTogether } from './reread.ts';
import { sessionWords, type SessionWords } from './session-words.ts';
import { correctionsOf } from './typos.ts';
import { unsaidShare } from './unsaid.ts';

/** One session with its best passage. */
export interface Found {
  root: number;
  best: CandidatePlace;
  matched: ('lexical' | 'semantic')[];
  evidence: Evidence;
  /** Place of the fragment nearest in meaning in the best passage. */
  fragment: number | undefined;
}

export interface RankingContext {
  store: Store;
  embedder: Embedder | null;
  finder: CandidateFinder;
}

/** Passages of each list that take part; more changes no session's place among the first ten. */
const CANDIDATES = 300;
/** Best passages by words in which the question's words are counted. */
const COUNTED = 20;

/**
 * How much each list counts (docs/search.md). Words count by how much of the question the best passage holds: a question
 * whose words all stand together in one place means that place, one with hardly a word in common is a paraphrase.
 */
const PASSAGE_WORDS = 1.25;
const SESSION_WORDS = 1;
const EXACT_WORDS = 0.25;
/** Who is spoken of is seldom named each time: a name tells which project is meant, also where a session lacks it. */
const NAMED_IN_PROJECT = 1;
const CHANGED_FILE = 0.5;
/** A session that is called as the question says is meant, even where others speak more of it. */
const NAMED = 2;
/** Best passages by words whose sessions' titles are looked at. */
const MAYBE_NAMED = 100;
const MEANING_WEIGHT = 0.5;
/** For questions after what the person said. */
const OWN_WORDS_WEIGHT = 1;
/** Of what is said in one place, among the first sessions. */
const SAID_TOGETHER = 2;

/** What a question is looked up by, whatever it is limited to. */
export interface Asked {
  question: Question;
  mode: SearchRequest['mode'];
  coverage: Coverage;
  /** Words that no passage holds, with what is looked for instead. */
  corrected: Map<string, string>;
  /** Candidates by meaning. */
  look(filter: SearchFilter): CandidateLook;
}

/** @param filter what the question is limited to first: its candidates by meaning are looked for while words are read */
export async function lookUp(
  { store, embedder, finder }: RankingContext,
  question: Question,
  mode: SearchRequest['mode'],
  filter: SearchFilter,
): Promise<Asked> {
  const vector = mode === 'lexical' ? undefined : (await embedder?.embed([question.text]))?.[0];
  const look = (within: SearchFilter): CandidateLook => finder.look(vector, CANDIDATES, within);
  const first = asksForTimeOnly(question, filter) ? undefined : look(filter);
  const coverageOf = coverageReader(store, filter.projects);
  const typed = coverageOf(question.terms);
  const corrected =
    mode === 'semantic'
      ? new Map<string, string>()
      : correctionsOf(store, question.terms, new Set(typed.unknown));
  const terms = question.terms.map((term) => corrected.get(term.toLowerCase()) ?? term);
  const coverage = corrected.size > 0 ? coverageOf(terms) : typed;
  return {
    question,
    mode,
    coverage,
    corrected,
    look: (within) => (within === filter && first ? first : look(within)),
  };
}

function asksForTimeOnly({ terms }: Question, { since, until }: SearchFilter): boolean {
  return terms.length === 0 && (since ?? until) !== undefined;
}

/** What is known of sessions beside their words and meaning. */
interface OfSessions {
  changed: readonly number[];
  named: ReadonlyMap<number, number>;
  inProject: NamedInProject;
}

export async function rank(
  store: Store,
  { question, mode, coverage, look }: Asked,
  filter: SearchFilter,
  isExcluded: (turnId: number) => boolean,
): Promise<Found[]> {
  if (asksForTimeOnly(question, filter)) return everythingWithin(store, filter, isExcluded);

  const nearby = look(filter);
  const byWords =
    mode === 'semantic' || question.terms.length === 0
      ? new Map<number, number>()
      : coverage.best(filter, CANDIDATES);
  const candidates = nearby.with([...byWords.keys()]);
  // What does not ask for them is looked up meanwhile.
  const changed = question.file === undefined ? [] : sessionsThatChanged(store, question.file);
  const unsaid = unsaidShare(coverage, textLength(store));
  const { places, turns, projects, near } = await candidates;
  for (const [id, place] of places) if (isExcluded(place.turn_id)) places.delete(id);
  if (filter.kinds) keepKinds(store, places, filter.kinds);
  for (const scores of near ? [near.whole, near.fragment, near.prompt] : [])
    for (const id of scores.keys()) if (!places.has(id)) scores.delete(id);
  const exact = mode === 'semantic' ? new Set<string>() : question.exact;
  const words = sessionWords(places, coverage, exact, turns, CANDIDATES);
  const named = namedAsAsked(store, places, [...byWords.keys()].slice(0, MAYBE_NAMED), coverage);
  const names = new Map([...coverage.weights].filter(([word]) => exact.has(word)));
  const roots = [...new Set([...places.values()].map((place) => place.root_id))];
  const inProject = namedInProject(roots, words.heldIn, names, (session) => projects.get(session) ?? 0);
  const beyondWords = near ? nearBeyondWords(near.fragment, coverage) : 0;
  return joined(
    store,
    question,
    places,
    byWords,
    near,
    coverage,
    words,
    { changed, named, inProject },
    { unsaid, beyondWords },
  );
}

function joined(
  store: Store,
  question: Question,
  places: ReadonlyMap<number, CandidatePlace>,
  byWords: ReadonlyMap<number, number>,
  near: Closeness | undefined,
  coverage: Coverage,
  words: SessionWords,
  { changed, named, inProject }: OfSessions,
  ofAll: Pick<Evidence, 'unsaid' | 'beyondWords'>,
): Found[] {
  const rootOf = (id: number): number | undefined => places.get(id)?.root_id;
  const held = new Map([...places.keys()].map((id) => [id, coverage.of(id)]));
  const heldBySession = bestOf(held, rootOf);
  const bestByWords = [...byWords.keys()].slice(0, COUNTED).map((id) => held.get(id) ?? 0);
  const share = near ? Math.max(0, ...bestByWords) : 1;
  const byMeaning = near
    ? [
        { scores: near.whole, weight: MEANING_WEIGHT },
        { scores: near.fragment, weight: MEANING_WEIGHT },
        { scores: near.prompt, weight: question.asksOwnWords ? OWN_WORDS_WEIGHT : MEANING_WEIGHT },
      ]
    : [];
  const lists = [
    { scores: byWords, weight: PASSAGE_WORDS * share },
    ...byMeaning,
    { scores: words.exact, weight: EXACT_WORDS },
  ];
  const bySession = lists.map(({ scores, weight }) => ({ scores: bestOf(scores, rootOf), weight }));
  const ofSessions = [
    { scores: words.scores, weight: SESSION_WORDS * share },
    { scores: onlyFound(changed, places), weight: CHANGED_FILE },
    { scores: named, weight: NAMED * Math.max(0, ...named.values()) },
    { scores: inProject.shares, weight: NAMED_IN_PROJECT },
  ];
  const sessions = join([...bySession, ...ofSessions]);
  const passages = join(lists);
  // One stored a moment ago has no vector yet: it counts as near as the nearest of its session, so that words decide.
  const nearestOfSession = bestOf(join(byMeaning), rootOf);
  for (const [id, { root_id: root }] of places)
    if (near && !near.fragment.has(id))
      passages.set(id, (passages.get(id) ?? 0) + (nearestOfSession.get(root) ?? 0));
  const bestPassage = bestPassages(places, passages);
  if (near && byWords.size > 0) {
    const first = firstFew(sessions, places, passages);
    const pieces = piecesOfPassages(store, [...first.values()].flat());
    for (const [root, said] of saidTogether(first, pieces, near, coverage))
      sessions.set(root, sessions.get(root)! + SAID_TOGETHER * said);
  }
  const highest = Math.max(0, ...sessions.values());
  const found = [...sessions].flatMap(([root, score]): Found[] => {
    const best = bestPassage.get(root);
    if (!best) return [];
    return [
      {
        root,
        best,
        matched: [
          ...(bySession[0]!.scores.has(root) ? (['lexical'] as const) : []),
          ...(near && bySession[1]?.scores.has(root) ? (['semantic'] as const) : []),
        ],
        evidence: {
          rank: score,
          share: highest > 0 ? score / highest : 1,
          coverage: heldBySession.get(root) ?? 0,
          inSession: words.shareOf(root),
          lacks: words.lacks(root, (word) => question.names.has(word) && inProject.isUsedAround(root, word)),
          ...ofAll,
          similarity: near && bySession[2]?.scores.get(root),
          asksForTimeOnly: false,
        },
        fragment: near?.nearestFragment.get(best.id),
      },
    ];
  });
  return found.sort((a, b) => b.evidence.rank - a.evidence.rank || (b.best.at ?? 0) - (a.best.at ?? 0));
}

function namedAsAsked(
  store: Store,
  places: ReadonlyMap<number, CandidatePlace>,
  passages: readonly number[],
  { weights }: Coverage,
): Map<number, number> {
  const roots = new Set(passages.flatMap((id) => places.get(id)?.root_id ?? []));
  const titles = titlesOfSessions(store, [...roots]);
  return new Map([...titles].map(([root, title]) => [root, namedShare(title, weights)]));
}

/** A session that changed the file is no find by that alone. */
function onlyFound(
  sessions: readonly number[],
  places: ReadonlyMap<number, CandidatePlace>,
): Map<number, number> {
  const found = new Set([...places.values()].map((place) => place.root_id));
  return new Map(sessions.filter((session) => found.has(session)).map((session) => [session, 1]));
}

function bestPassages(
  places: ReadonlyMap<number, CandidatePlace>,
  scores: ReadonlyMap<number, number>,
): Map<number, CandidatePlace> {
  const best = new Map<number, CandidatePlace>();
  const scoreOf = (place: CandidatePlace | undefined): number =>
    place ? (scores.get(place.id) ?? 0) : -Infinity;
  for (const place of places.values())
    if (scoreOf(place) > scoreOf(best.get(place.root_id))) best.set(place.root_id, place);
  return best;
}

const NO_WORDS = { coverage: 0, inSession: 0, lacks: 0, unsaid: undefined, beyondWords: 0 };

/** "What did we do yesterday?": the sessions of that time, those with most in them first. */
function everythingWithin(
  store: Store,
  filter: SearchFilter,
  isExcluded: (turnId: number) => boolean,
): Found[] {
  const sessions = new Map<number, CandidatePlace[]>();
  for (const place of placesOf(store, passagesWithin(store, filter) ?? []).values()) {
    if (isExcluded(place.turn_id)) continue;
    const own = sessions.get(place.root_id);
    if (own) own.push(place);
    else sessions.set(place.root_id, [place]);
  }
  return [...sessions]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([root, own]) => ({
      root,
      best: own.reduce((first, place) => ((place.at ?? 0) < (first.at ?? 0) ? place : first)),
      matched: [],
      evidence: { ...NO_WORDS, rank: own.length, share: 1, similarity: undefined, asksForTimeOnly: true },
      fragment: undefined,
    }));
}

function keepKinds(
  store: Store,
  places: Map<number, CandidatePlace>,
  kinds: NonNullable<SearchFilter['kinds']>,
): void {
  for (const [id, pieces] of piecesOfPassages(store, [...places.keys()]))
    if (!pieces.some((piece) => kinds.includes(piece.kind))) places.delete(id);
}
