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
  /** How surprising it is that the question's words stand so seldom anywhere, 0..2; undefined when nothing is (`unsaid.ts`). */
  unsaid: number | undefined;
  /** Cosine of the question and the nearest fragment, with its session; undefined when meaning took no part. */
  similarity: number | undefined;
  /** The question names a time and nothing else: whatever lies in it answers. */
  asksForTimeOnly: boolean;
}

/**
 * How likely a hit answers. Logistic regressions over the first ten hits of 142 judged questions and of 80 about things
 * that never happened; measured on 67 and 80 others (docs/search.md, `npm run eval:search`).
 */
const BY_MEANING_TOO = {
  inSession: 0.35,
  similarity: 4.73,
  share: 5.14,
  lacks: -3.13,
  unsaid: -1.26,
  bias: -8.05,
};
const BY_WORDS_ALONE = {
  inSession: 1.98,
  similarity: 0,
  share: 5.12,
  lacks: -2.34,
  unsaid: -1.51,
  bias: -7.15,
};
/** Above it 95 of 100 questions are answered within five hits, and none of 160 about what never happened is. */
const STRONG = 0.4;

/** How likely a question is about something that happened at all: over the same questions. */
const HAPPENED = {
  inSession: 1.18,
  similarity: 4.56,
  lacks: -3.76,
  unsaid: -2.53,
  others: -2.44,
  bias: -0.49,
};
const HAPPENED_BY_WORDS = {
  inSession: 1.36,
  similarity: 0,
  lacks: -4.08,
  unsaid: -3.07,
  others: -2.51,
  bias: 1.67,
};
/** Below it lie 6 of 208 questions that have an answer, and 130 of 160 about what never happened. */
const HAPPENS = 0.36;
/** Where usual words may be missing by chance, the score alone has to tell. */
const WEAK = 0.15;

export function scoreOf({ asksForTimeOnly, inSession, similarity, share, lacks, unsaid }: Evidence): number {
  if (asksForTimeOnly) return 0.8;
  const model = similarity === undefined ? BY_WORDS_ALONE : BY_MEANING_TOO;
  const x =
    model.inSession * inSession +
    model.similarity * (similarity ?? 0) +
    model.share * share +
    model.lacks * lacks +
    model.unsaid * (unsaid ?? 0) +
    model.bias;
  return Math.round(1000 * logistic(x)) / 1000;
}

/** Whether something surely answers. */
export function isStrong(hits: readonly Evidence[]): boolean {
  return hits.some((hit) => scoreOf(hit) >= STRONG);
}

/** @param others what `otherWordsUnsaid` says, asked only where it counts */
export function relevanceOf(hits: readonly Evidence[], others: () => number): 'strong' | 'weak' | 'none' {
  const [first] = hits;
  if (!first) return 'none';
  if (isStrong(hits)) return 'strong';
  const best = hits.reduce((most, hit) => (scoreOf(hit) > scoreOf(most) ? hit : most), first);
  // Where not one word of the question stands anywhere, only a strong likeness is an answer.
  const sharesAWord = hits.some(({ inSession }) => inSession > 0);
  const { unsaid } = best;
  if (!sharesAWord) return 'none';
  const answers =
    unsaid === undefined ? scoreOf(best) >= WEAK : happened(best, unsaid, others(), hits) >= HAPPENS;
  return answers ? 'weak' : 'none';
}

function happened(
  { inSession, lacks }: Evidence,
  unsaid: number,
  others: number,
  hits: readonly Evidence[],
): number {
  const similarities = hits.flatMap(({ similarity }) => similarity ?? []);
  const model = similarities.length > 0 ? HAPPENED : HAPPENED_BY_WORDS;
  return logistic(
    model.inSession * inSession +
      model.similarity * Math.max(0, ...similarities) +
      model.lacks * lacks +
      model.unsaid * unsaid +
      model.others * others +
      model.bias,
  );
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
