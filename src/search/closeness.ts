import type { StoredVectors, Vectors } from '../store/vectors.ts';
import { estimator } from '../store/estimate.ts';
import type { CandidatePlace } from '../store/passage-places.ts';
import type { SearchFilter } from '../store/passage-filter.ts';

/**
 * How near passages are to a question by meaning, in three ways that miss different things: the passage as a
 * whole, its nearest fragment, and the nearest fragment of what the person said in it. The session around
 * a passage counts a little in each. Numbers are cosines, those of fragments estimated from one bit a number.
 */
export interface Closeness {
  whole: Map<number, number>;
  fragment: Map<number, number>;
  prompt: Map<number, number>;
  /** Place of the nearest fragment in its passage. */
  nearestFragment: Map<number, number>;
  /** How near the fragments of a passage are, in their order; those without vectors left out. */
  fragments: Map<number, Float64Array>;
}

/** Of the session's likeness that is added to a passage's; 0.2 to 0.5 rank alike (docs/search.md). */
const SESSION_SHARE = 0.4;

/** How near passages are to a question; of a session is told once. @param near what `nearestPassages` found */
export function closenessTo(
  vectors: Vectors,
  question: Float32Array,
  near: NearPassages,
): (places: ReadonlyMap<number, CandidatePlace>) => Closeness {
  const sessions = new Map<number, number>();
  const estimate = estimator(question);
  return (places) => {
    addLikeness(sessions, vectors, question, places);
    const found: Closeness = {
      whole: new Map(),
      fragment: new Map(),
      prompt: new Map(),
      nearestFragment: new Map(),
      fragments: new Map(),
    };
    const others = vectors.of([...places.keys()].filter((id) => !near.stored.has(id)));
    for (const [id, place] of places) {
      const session = SESSION_SHARE * (sessions.get(place.session_id) ?? 0);
      const whole = near.wholes.get(id);
      if (whole !== undefined) found.whole.set(id, whole + session);
      const stored = near.stored.get(id) ?? others.get(id);
      if (!stored) continue;
      const fragments = fragmentsIn(stored, question.length, estimate);
      const { best, bestPrompt, at } = nearestOf(fragments, stored.prompts);
      found.fragments.set(id, fragments);
      found.fragment.set(id, best + session);
      found.nearestFragment.set(id, at);
      if (bestPrompt !== undefined) found.prompt.set(id, bestPrompt + session);
    }
    return found;
  };
}

/** Of sessions that are not known yet, how like the question they are as a whole. */
function addLikeness(
  known: Map<number, number>,
  vectors: Vectors,
  question: Float32Array,
  places: ReadonlyMap<number, CandidatePlace>,
): void {
  const missing = new Set(
    [...places.values()].map((place) => place.session_id).filter((id) => !known.has(id)),
  );
  for (const [session, mean] of vectors.sessions([...missing])) known.set(session, cosine(mean, question));
}

function fragmentsIn(
  { bytes }: StoredVectors,
  dim: number,
  estimate: (packed: Uint8Array, from: number) => number,
): Float64Array {
  const fragments = new Float64Array((8 * (bytes.length - dim)) / dim);
  for (let at = 0; at < fragments.length; at++) fragments[at] = estimate(bytes, dim + (at * dim) / 8);
  return fragments;
}

/** @param prompts how many fragments are of prompts, which come first */
function nearestOf(
  fragments: Float64Array,
  prompts: number,
): { best: number; bestPrompt: number | undefined; at: number } {
  let best = -1;
  let at = 0;
  let bestPrompt: number | undefined;
  for (const [place, closeness] of fragments.entries()) {
    if (closeness > best) {
      best = closeness;
      at = place;
    }
    if (place < prompts) bestPrompt = best;
  }
  return { best, bestPrompt, at };
}

export interface NearPassages {
  /** Cosines of the nearest passages. */
  wholes: ReadonlyMap<number, number>;
  /** What was read of these and of some others. */
  stored: ReadonlyMap<number, StoredVectors>;
}

export const NONE_NEAR: NearPassages = { wholes: new Map(), stored: new Map() };

/** One bit a number orders roughly: so many more are looked at exactly (docs/search.md). */
const LOOKED_AT = 2;

/** The passages whose vector lies nearest, with their cosine. */
export function nearestPassages(
  vectors: Vectors,
  question: Float32Array,
  limit: number,
  filter: SearchFilter,
): NearPassages {
  if (question.every((value) => value === 0)) return NONE_NEAR;
  const stored = vectors.of(vectors.near(question, LOOKED_AT * limit, filter));
  const cosines = [...stored].map(([id, { bytes }]): [number, number] => [id, cosine(bytes, question)]);
  const nearest = cosines.sort((a, b) => b[1] - a[1]).slice(0, limit);
  return { wholes: new Map(nearest), stored };
}

/** @param bytes begin with a vector of signed bytes, as long as `unit`, whose length is 1 */
function cosine(bytes: Uint8Array, unit: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < unit.length; k++) {
    const value = (bytes[k]! << 24) >> 24;
    sum += value * unit[k]!;
    squares += value * value;
  }
  return squares === 0 ? 0 : sum / Math.sqrt(squares);
}
