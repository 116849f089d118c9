import { toInt8 } from '../embed/embedder.ts';
import type { PackedFragments, Vectors } from '../store/vectors.ts';
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
  const table = tableOf(question);
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
    const { best, bestPrompt, at } = nearestOf(fragments, table);
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

/** For each byte of a packed fragment and each of its values: what it adds to the cosine. */
function tableOf(question: Float32Array): Float32Array {
  const bytes = question.length / 8;
  const table = new Float32Array(bytes * 256);
  const scale = 1 / Math.sqrt(question.length);
  for (let byte = 0; byte < bytes; byte++) {
    for (let value = 0; value < 256; value++) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit++)
        sum += (value >> bit) & 1 ? question[8 * byte + bit]! : -question[8 * byte + bit]!;
      table[256 * byte + value] = scale * sum;
    }
  }
  return table;
}

function nearestOf(
  { prompts, bits }: PackedFragments,
  table: Float32Array,
): { best: number; bestPrompt: number | undefined; at: number } {
  const bytes = table.length / 256;
  let best = -1;
  let at = 0;
  let bestPrompt: number | undefined;
  for (let fragment = 0; fragment * bytes < bits.length; fragment++) {
    let cosine = 0;
    for (let byte = 0; byte < bytes; byte++) cosine += table[256 * byte + bits[fragment * bytes + byte]!]!;
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
