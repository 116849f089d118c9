/** From evidence to a score that means something: how likely a hit answers the question, 0..1. */
export interface Evidence {
  /** Joined score of all lists; comparable within one answer only. */
  rank: number;
  /** Share of the question's weight (rare words count more) that stands in one passage, 0..1. */
  coverage: number;
  /** Cosine of the question and the nearest fragment; undefined when meaning took no part. */
  similarity: number | undefined;
  /** The question names a time and nothing else: whatever lies in it answers. */
  asksForTimeOnly: boolean;
}

const STRONG = 0.55;
const WEAK = 0.25;

export function scoreOf({ asksForTimeOnly, coverage, similarity }: Evidence): number {
  if (asksForTimeOnly) return 0.8;
  const x = 5 * coverage + (similarity === undefined ? -2.5 : 9 * similarity - 6);
  return Math.round(100 / (1 + Math.exp(-x))) / 100;
}

export function relevanceOf(hits: readonly Evidence[]): 'strong' | 'weak' | 'none' {
  const best = Math.max(0, ...hits.map(scoreOf));
  return best >= STRONG ? 'strong' : best >= WEAK ? 'weak' : 'none';
}
