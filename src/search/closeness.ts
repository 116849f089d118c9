import { toInt8 } from '../embed/embedder.ts';
import type { PackedFragments, Vectors } from '../store/vectors.ts';
import { estimator } from '../store/estimate.ts';
import type { Store } from '../store/open.ts';
import { passagesWithin, type CandidatePlace, type SearchFilter } from '../store/search.ts';

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
}

/** Of the session's likeness that is added to a passage's; 0.2 to 0.5 rank alike (docs/search.md). */
const SESSION_SHARE = 0.4;

export function closeness(
  vectors: Vectors,
  question: Float32Array,
  places: ReadonlyMap<number, CandidatePlace>,
  wholes: ReadonlyMap<number, number>,
): Closeness {
  const ids = [...places.keys()];
  const around = sessionLikeness(vectors, question, places);
  const estimate = estimator(question);
  const found: Closeness = {
    whole: new Map(),
    fragment: new Map(),
    prompt: new Map(),
    nearestFragment: new Map(),
  };
  const packed = vectors.fragments(ids);
  for (const [id, place] of places) {
    const session = SESSION_SHARE * (around.get(place.session_id) ?? 0);
    const whole = wholes.get(id);
    if (whole !== undefined) found.whole.set(id, whole + session);
    const fragments = packed.get(id);
    if (!fragments) continue;
    const { best, bestPrompt, at } = nearestOf(fragments, question.length / 8, estimate);
    found.fragment.set(id, best + session);
    found.nearestFragment.set(id, at);
    if (bestPrompt !== undefined) found.prompt.set(id, bestPrompt + session);
  }
  return found;
}

function sessionLikeness(
  vectors: Vectors,
  question: Float32Array,
  places: ReadonlyMap<number, CandidatePlace>,
): Map<number, number> {
  const sessions = new Set([...places.values()].map((place) => place.session_id));
  return new Map(
    [...vectors.sessions([...sessions])].map(([session, mean]) => [session, dot(mean, question)]),
  );
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function nearestOf(
  { prompts, bits }: PackedFragments,
  bytes: number,
  estimate: (packed: Uint8Array, from: number) => number,
): { best: number; bestPrompt: number | undefined; at: number } {
  let best = -1;
  let at = 0;
  let bestPrompt: number | undefined;
  for (let fragment = 0; fragment * bytes < bits.length; fragment++) {
    const cosine = estimate(bits, fragment * bytes);
    if (cosine > best) {
      best = cosine;
      at = fragment;
    }
    if (fragment < prompts) bestPrompt = best;
  }
  return { best, bestPrompt, at };
}

/** The passages whose vector lies nearest, with their cosine. */
export function nearestPassages(
  store: Store,
  vectors: Vectors,
  question: Float32Array,
  limit: number,
  filter: SearchFilter,
): Map<number, number> {
  if (question.every((value) => value === 0)) return new Map();
  const packed = toInt8(question);
  const hits =
    (filter.turns ? undefined : vectors.nearestInMemory(packed, limit, filter)) ??
    vectors.nearest(packed, limit, passagesWithin(store, filter));
  return new Map(hits.map((hit) => [hit.id, hit.similarity]));
}
