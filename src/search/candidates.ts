import type { Store } from '../store/open.ts';
import {
  placesOf,
  projectsOfSessions,
  turnsOfSessions,
  type CandidatePlace,
  type SearchFilter,
} from '../store/search.ts';
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
        question && vectors ? lookByMeaning(store, vectors, question, limit, filter) : undefined;
      return {
        with: (byWords) => Promise.resolve(joined(store, vectors, byWords, byMeaning)),
      };
    },
  };
}

interface ByMeaning {
  places: Map<number, CandidatePlace>;
  near: Closeness;
  /** How near other passages are. */
  measure(places: ReadonlyMap<number, CandidatePlace>): Closeness;
}

function lookByMeaning(
  store: Store,
  vectors: Vectors,
  question: Float32Array,
  limit: number,
  filter: SearchFilter,
): ByMeaning {
  const nearest = nearestPassages(vectors, question, limit, filter);
  const measure = closenessTo(vectors, question, nearest);
  const places = placesOf(store, [...nearest.wholes.keys()], vectors);
  return { places, near: measure(places), measure };
}

/** Those found by words come first, so that of equal passages they do. */
function joined(
  store: Store,
  vectors: Vectors | undefined,
  byWords: readonly number[],
  byMeaning: ByMeaning | undefined,
): Candidates {
  const others = placesOf(
    store,
    byWords.filter((id) => !byMeaning?.places.has(id)),
    vectors,
  );
  const ids = new Set([...byWords, ...(byMeaning?.places.keys() ?? [])]);
  const places = inOrder(ids, others, byMeaning?.places);
  const roots = [...new Set([...places.values()].map((place) => place.root_id))];
  const turns = turnsOfSessions(store, roots, vectors?.facts.turns);
  const projects = projectsOfSessions(store, roots, vectors?.facts.projects);
  if (!byMeaning) return { places, turns, projects, near: undefined };
  const measured = byMeaning.measure(others);
  const of = <T>(pick: (near: Closeness) => Map<number, T>): Map<number, T> =>
    inOrder(ids, pick(measured), pick(byMeaning.near));
  const near = {
    whole: of((near) => near.whole),
    fragment: of((near) => near.fragment),
    prompt: of((near) => near.prompt),
    nearestFragment: of((near) => near.nearestFragment),
    fragments: of((near) => near.fragments),
  };
  return { places, turns, projects, near };
}

function inOrder<T>(
  ids: Iterable<number>,
  some: ReadonlyMap<number, T>,
  others: ReadonlyMap<number, T> | undefined,
): Map<number, T> {
  const found = new Map<number, T>();
  for (const id of ids) {
    const value = some.get(id) ?? others?.get(id);
    if (value !== undefined) found.set(id, value);
  }
  return found;
}
