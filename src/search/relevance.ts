/** From evidence to a score that means something: how likely a hit answers the question, 0..1. */
export interface Evidence {
  /** Reciprocal rank fusion score. */
  fused: number;
  /** Share of the question's weight (rare words count more) that stands in one passage, 0..1. */
  coverage: number;
  /** Cosine of the question and the best passage, 0..1. */
  similarity: number;
  hasMeaning: boolean;
  /** The question names a time and nothing else: whatever lies in it answers. */
  asksForTimeOnly: boolean;
}

const STRONG = 0.55;
const WEAK = 0.25;

export function scoreOf(evidence: Evidence): number {
  if (evidence.asksForTimeOnly) return 0.8;
  const x = 5 * evidence.coverage + (evidence.hasMeaning ? 9 * evidence.similarity - 6 : -2.5);
  return Math.round((100 * 1) / (1 + Math.exp(-x))) / 100;
}

export function relevanceOf(hits: readonly Evidence[]): 'strong' | 'weak' | 'none' {
  const best = Math.max(0, ...hits.map(scoreOf));
  return best >= STRONG ? 'strong' : best >= WEAK ? 'weak' : 'none';
}
