/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): places count, not scores, so lists of
 * different kinds can be joined without calibrating one against the other.
 */
export interface RankedList {
  /** Keys, best first. */
  keys: readonly number[];
  weight: number;
}

/** Small: the lists are sessions, and the first few places should tell (docs/search.md). */
export const RRF_K = 20;

/** Score by key, higher is better. */
export function fuse(lists: readonly RankedList[], k = RRF_K): Map<number, number> {
  const scores = new Map<number, number>();
  for (const { keys, weight } of lists) {
    for (const [place, key] of keys.entries())
      scores.set(key, (scores.get(key) ?? 0) + weight / (k + place + 1));
  }
  return scores;
}
