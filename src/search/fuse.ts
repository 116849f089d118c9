/**
 * Lists of different kinds joined by their scores. Each is stretched so that its best is 1 and its thirtieth
 * 0: how far the best stand out from the crowd counts, which ranks alone do not tell, and no list has to be
 * calibrated against another. Measured against reciprocal rank fusion in docs/search.md.
 */
export interface ScoredList {
  /** Higher is better; a key that is missing was not found. */
  scores: ReadonlyMap<number, number>;
  weight: number;
}

const CROWD = 30;

/** Sum of the weighted, stretched scores by key. */
export function join(lists: readonly ScoredList[]): Map<number, number> {
  const joined = new Map<number, number>();
  for (const { scores, weight } of lists) {
    const { crowd, span } = stretchOf(scores);
    for (const [key, score] of scores)
      joined.set(key, (joined.get(key) ?? 0) + weight * stretch(score, crowd, span));
  }
  return joined;
}

/** Scores between that of the crowd and the best, as 0..1. */
export function stretched(scores: ReadonlyMap<number, number>): Map<number, number> {
  const { crowd, span } = stretchOf(scores);
  return new Map([...scores].map(([key, score]) => [key, stretch(score, crowd, span)]));
}

function stretch(score: number, crowd: number, span: number): number {
  return span > 0 ? Math.max(0, (score - crowd) / span) : 1;
}

/** The thirtieth score, and how far the best stands above it. A list of few has no crowd: its best are then measured from nothing. */
function stretchOf(scores: ReadonlyMap<number, number>): { crowd: number; span: number } {
  const sorted = Float64Array.from(scores.values()).sort();
  const crowd = sorted.at(-1 - CROWD) ?? Math.min(0, sorted[0] ?? 0);
  return { crowd, span: (sorted.at(-1) ?? -Infinity) - crowd };
}

/** The best score of each group. */
export function bestOf(
  scores: ReadonlyMap<number, number>,
  groupOf: (key: number) => number | undefined,
): Map<number, number> {
  const best = new Map<number, number>();
  for (const [key, score] of scores) {
    const group = groupOf(key);
    if (group !== undefined && score > (best.get(group) ?? -Infinity)) best.set(group, score);
  }
  return best;
}
