import type { Complaint } from './complaint.ts';

/** The vector of a text, of unit length; undefined where none was made. */
export type VectorOf = (text: string) => Float32Array | undefined;

/** A complaint somebody made, as far as meaning is concerned. */
export interface Meant {
  sessionId: string;
  complaint: Complaint;
}

/**
 * Cosine from which two complaints that share a telling word say the same. Measured with the built-in model: at 0.45 the
 * labelled sessions give false groups, at 0.5 none (docs/pushback.md).
 */
const SAME_MEANING = 0.5;
/** Said twice only, it must be closer: nobody else bears it out. */
const SAID_TWICE = 0.65;

/**
 * Complaints that mean the same: each shares a telling word with another of its group, and on average they are as
 * close as `SAME_MEANING`, so that a group does not wander from one subject to the next. Closest pairs first. Pure.
 */
export function groupsByMeaning<T extends Meant>(
  said: readonly T[],
  isTelling: (term: string) => boolean,
  vectorOf: VectorOf,
): T[][] {
  const known = said.flatMap((one) => {
    const vector = vectorOf(one.complaint.sentence);
    return vector?.some((value) => value !== 0) ? [{ one, vector }] : [];
  });
  const home = known.map((_, index) => [index]);
  for (const [a, b] of closePairs(known, isTelling)) {
    const [into, from] = [home[a]!, home[b]!];
    if (into === from || meanCosine(known, into, from) < SAME_MEANING) continue;
    into.push(...from);
    for (const index of from) home[index] = into;
  }
  return [...new Set(home)]
    .filter((group) => group.length !== 2 || meanCosine(known, [group[0]!], [group[1]!]) >= SAID_TWICE)
    .map((group) => group.map((index) => known[index]!.one));
}

type Known = readonly { one: Meant; vector: Float32Array }[];

/** Pairs of different sessions that share a telling word, the closest first. */
function closePairs(known: Known, isTelling: (term: string) => boolean): [number, number][] {
  const byTerm = new Map<string, number[]>();
  known.forEach(({ one }, index) => {
    for (const term of one.complaint.terms)
      if (isTelling(term)) byTerm.set(term, [...(byTerm.get(term) ?? []), index]);
  });
  const pairs = new Map<string, { a: number; b: number; cosine: number }>();
  for (const places of byTerm.values())
    for (const a of places)
      for (const b of places) {
        if (a >= b || pairs.has(`${a} ${b}`) || known[a]!.one.sessionId === known[b]!.one.sessionId) continue;
        pairs.set(`${a} ${b}`, { a, b, cosine: cosineOf(known[a]!.vector, known[b]!.vector) });
      }
  return [...pairs.values()]
    .filter(({ cosine }) => cosine >= SAME_MEANING)
    .sort((one, other) => other.cosine - one.cosine)
    .map(({ a, b }) => [a, b]);
}

function meanCosine(known: Known, one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (const a of one) for (const b of other) sum += cosineOf(known[a]!.vector, known[b]!.vector);
  return sum / (one.length * other.length);
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
