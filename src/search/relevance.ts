/** From evidence to a score that means something: how likely a hit answers the question, 0..1. */
export interface Evidence {
  /** Joined score of all lists; comparable within one answer only. */
  rank: number;
  /** `rank` as a share of the best hit's, 0..1. */
  share: number;
  /** Share of the question's weight (rare words count more) that stands in one passage, 0..1. */
  coverage: number;
  /** Cosine of the question and the nearest fragment, with its session; undefined when meaning took no part. */
  similarity: number | undefined;
  /** The question names a time and nothing else: whatever lies in it answers. */
  asksForTimeOnly: boolean;
}

/**
 * Logistic regressions over the first ten hits of the 70 judged questions and of 20 about things that never
 * happened; measured on 20 others (docs/search.md, `npm run eval:search`).
 */
const BY_MEANING_TOO = { coverage: 1.95, similarity: 5.99, share: 3.45, bias: -7.34 };
const BY_WORDS_ALONE = { coverage: 3.86, similarity: 0, share: 3.41, bias: -6.28 };
const STRONG = 0.55;
const WEAK = 0.33;

export function scoreOf({ asksForTimeOnly, coverage, similarity, share }: Evidence): number {
  if (asksForTimeOnly) return 0.8;
  const model = similarity === undefined ? BY_WORDS_ALONE : BY_MEANING_TOO;
  const x =
    model.coverage * coverage + model.similarity * (similarity ?? 0) + model.share * share + model.bias;
  return Math.round(100 / (1 + Math.exp(-x))) / 100;
}

export function relevanceOf(hits: readonly Evidence[]): 'strong' | 'weak' | 'none' {
  const best = Math.max(0, ...hits.map(scoreOf));
  return best >= STRONG ? 'strong' : best >= WEAK ? 'weak' : 'none';
}
