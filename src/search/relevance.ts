/** From evidence to a score that means something: how likely a hit answers the question, 0..1. */
export interface Evidence {
  /** Joined score of all lists; comparable within one answer only. */
  rank: number;
  /** `rank` as a share of the best hit's, 0..1. */
  share: number;
  /** Share of the question's weight (rare words count more) that stands in one passage, 0..1. */
  coverage: number;
  /** The same of all passages of the session that were found. */
  inSession: number;
  /** Share of the words that mean just themselves which the session lacks, 0..1. */
  lacks: number;
  /** Cosine of the question and the nearest fragment, with its session; undefined when meaning took no part. */
  similarity: number | undefined;
  /** The question names a time and nothing else: whatever lies in it answers. */
  asksForTimeOnly: boolean;
}

/**
 * Logistic regressions over the first ten hits of 107 judged questions and of 40 about things that never happened;
 * measured on 32 and 40 others (docs/search.md, `npm run eval:search`).
 */
const BY_MEANING_TOO = { inSession: 1.6, similarity: 4.39, share: 5.59, lacks: -2.96, bias: -8.97 };
const BY_WORDS_ALONE = { inSession: 2.84, similarity: 0, share: 5.32, lacks: -2.8, bias: -8.09 };
/** Above it 93 of 100 questions are answered within five hits, and 1 of 80 about what never happened is. */
const STRONG = 0.4;
/** Below it lie 1 to 3 of 139 questions that have an answer, and 53 of 80 about what never happened. */
const WEAK = 0.11;

export function scoreOf({ asksForTimeOnly, inSession, similarity, share, lacks }: Evidence): number {
  if (asksForTimeOnly) return 0.8;
  const model = similarity === undefined ? BY_WORDS_ALONE : BY_MEANING_TOO;
  const x =
    model.inSession * inSession +
    model.similarity * (similarity ?? 0) +
    model.share * share +
    model.lacks * lacks +
    model.bias;
  return Math.round(1000 / (1 + Math.exp(-x))) / 1000;
}

/** Where not one word of the question stands anywhere, only a strong likeness is an answer. */
export function relevanceOf(hits: readonly Evidence[]): 'strong' | 'weak' | 'none' {
  const best = Math.max(0, ...hits.map(scoreOf));
  if (best >= STRONG) return 'strong';
  const sharesAWord = hits.some(({ inSession }) => inSession > 0);
  return best >= WEAK && sharesAWord ? 'weak' : 'none';
}
