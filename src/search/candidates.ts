import type { Store } from '../store/open.ts';
import { placesOf, type CandidatePlace } from '../store/passage-places.ts';
import { projectsOfSessions, turnsOfSessions, type SessionFacts } from '../store/session-facts.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import type { Vectors } from '../store/vectors.ts';
import { closenessTo, nearestPassages, type Closeness } from './closeness.ts';

/** The passages that take part in a search: those found by words and those near in meaning. */
export interface Candidates {
  places: Map<number, CandidatePlace>;
  /** How many turns each conversation has that one of them belongs to. */
  turns: Map<number, number>;
  /** Its project, 0 for none. */
  projects: Map<number, number>;
  /** Undefined when meaning takes no part. */
  near: Closeness | undefined;
}

/** A question's candidates by meaning, which are looked for while its words are. */
export interface CandidateLook {
  /** These and those that were found by words, best first; to be called once. */
  with(byWords: readonly number[]): Promise<Candidates>;
}

/** Where candidates are looked for: on the thread that answers, or beside it (`candidate-thread.ts`). */
export interface CandidateFinder {
  /** The store that it reads. */
  readonly store: Store;
  /** False while the vectors of a long history are still being read; a search is by words until then. */
  isReady(): boolean;
  /** @param question of unit length; undefined when meaning takes no part */
  look(question: Float32Array | undefined, limit: number, filter: SearchFilter): CandidateLook;
}

/** @param vectors undefined when there are none */
export function candidateFinder(store: Store, vectors: Vectors | undefined): CandidateFinder {
  return {
    store,
    isReady: () => vectors?.isReady() ?? true,
    look(question, limit, filter) {
      const byMeaning =
        question && vectors ? candidatesByMeaning(store, vectors, question, limit, filter) : undefined;
      return {
        async with(byWords) {
          const others = byWords.filter((id) => !byMeaning?.found.places.has(id));
          const places = placesOf(store, others, vectors);
          return joined(
            byWords,
            candidatesAt(store, places, byMeaning?.measure, vectors?.facts),
            byMeaning?.found,
          );
        },
      };
    },
  };
}

/** How near passages are to a question. */
export type Measure = (places: ReadonlyMap<number, CandidatePlace>) => Closeness;

export function candidatesByMeaning(
  store: Store,
  vectors: Vectors,
  question: Float32Array,
  limit: number,
  filter: SearchFilter,
): { found: Candidates; measure: Measure } {
  const nearest = nearestPassages(vectors, question, limit, filter);
  const measure = closenessTo(vectors, question, nearest);
  const places = placesOf(store, [...nearest.wholes.keys()], vectors);
  return { found: candidatesAt(store, places, measure, vectors.facts), measure };
}

/** @param facts what is known of sessions */
export function candidatesAt(
  store: Store,
  places: Map<number, CandidatePlace>,
  measure: Measure | undefined,
  facts: SessionFacts | undefined,
): Candidates {
  const roots = [...new Set([...places.values()].map((place) => place.root_id))];
  return {
    places,
    turns: turnsOfSessions(store, roots, facts?.turns),
    projects: projectsOfSessions(store, roots, facts?.projects),
    near: measure?.(places),
  };
}

/** Those found by words come first, so that of equal passages they do. @param byWords their order */
export function joined(
  byWords: readonly number[],
  words: Candidates,
  meaning: Candidates | undefined,
): Candidates {
  if (!meaning) return { ...words, places: inOrder(byWords, words.places, undefined) };
  const ids = new Set([...byWords, ...meaning.places.keys()]);
  const of = <T>(pick: (near: Closeness) => Map<number, T>): Map<number, T> =>
    inOrder(ids, meaning.near && pick(meaning.near), words.near && pick(words.near));
  return {
    places: inOrder(ids, meaning.places, words.places),
    turns: new Map([...words.turns, ...meaning.turns]),
    projects: new Map([...words.projects, ...meaning.projects]),
    near: {
      whole: of((near) => near.whole),
      fragment: of((near) => near.fragment),
      prompt: of((near) => near.prompt),
      nearestFragment: of((near) => near.nearestFragment),
      fragments: of((near) => near.fragments),
    },
  };
}

function inOrder<T>(
  ids: Iterable<number>,
  first: ReadonlyMap<number, T> | undefined,
  second: ReadonlyMap<number, T> | undefined,
): Map<number, T> {
  const found = new Map<number, T>();
  for (const id of ids) {
    const value = first?.get(id) ?? second?.get(id);
    if (value !== undefined) found.set(id, value);
  }
  return found;
}
