import { HAPPENED } from './relevance-weights.ts';
import { likelihood, type Model, type QuestionSign, type Signs } from './relevance-model.ts';
import type { ForeignSubjects } from './subjects.ts';

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
  /** How surely the history knows nothing of a technical term of the question, 0..1 (`technical-terms.ts`). */
  termUnsaid: number;
  /** Cosine of the question and the nearest fragment, with its session; undefined when meaning took no part. */
  similarity: number | undefined;
  /** The question names a time and nothing else: whatever lies in it answers. */
  asksForTimeOnly: boolean;
}

/** What the whole history says of a question's words: asked only where it counts, for it takes a millisecond or two. */
export interface WholeHistory extends ForeignSubjects {
  /** How seldom it speaks of the same in other words, -2..2 (`otherWordsUnsaid`). */
  others: number;
}

type HitSign = 'inSession' | 'similarity' | 'share' | 'lacks' | 'unsaid' | 'termUnsaid';

/**
 * How likely a hit answers: over the first ten hits of 142 judged questions and of 80 about things that never happened.
 * Harder ones of these would make whatever lacks a name so unlikely that short histories, where the score alone tells, lose
 * answers (docs/search.md). Terms were not among these signs: one that nobody said weighs as much as lacking all that means just
 * itself.
 */
const BY_MEANING_TOO: Model<HitSign> = {
  bias: -8.05,
  weights: { inSession: 0.35, similarity: 4.73, share: 5.14, lacks: -3.13, unsaid: -1.26, termUnsaid: -3 },
};
const BY_WORDS_ALONE: Model<HitSign> = {
  bias: -7.15,
  weights: { inSession: 1.98, share: 5.12, lacks: -2.34, unsaid: -1.51, termUnsaid: -3 },
};
/** Above it 95 of 100 questions are answered within five hits. */
const STRONG = 0.4;
/** Where usual words may be missing by chance, the score alone has to tell. */
const WEAK = 0.15;

export function scoreOf({
  asksForTimeOnly,
  inSession,
  similarity,
  share,
  lacks,
  unsaid,
  termUnsaid,
}: Evidence): number {
  if (asksForTimeOnly) return 0.8;
  const model = similarity === undefined ? BY_WORDS_ALONE : BY_MEANING_TOO;
  const signs = { inSession, similarity: similarity ?? 0, share, lacks, unsaid: unsaid ?? 0, termUnsaid };
  return Math.round(1000 * likelihood(model, signs)) / 1000;
}

/**
 * The scores that are shown, best hit first, none above the one before: what stands first is the likelier one, whatever
 * its own evidence says alone. Neighbours in the wrong order share their mean (pool adjacent violators: Barlow et al.,
 * "Statistical inference under order restrictions", 1972), so that the scores stay right on average.
 */
export function shownScores(hits: readonly Evidence[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const hit of hits) {
    let pool = { sum: scoreOf(hit), count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum * pool.count < pool.sum * last.count;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) =>
    new Array<number>(count).fill(Math.round((1000 * sum) / count) / 1000),
  );
}

/** Whether something surely answers. */
export function isStrong(hits: readonly Evidence[]): boolean {
  return hits.some((hit) => scoreOf(hit) >= STRONG);
}

export function relevanceOf(
  hits: readonly Evidence[],
  wholeHistory: () => WholeHistory,
): 'strong' | 'weak' | 'none' {
  if (isStrong(hits)) return 'strong';
  const best = likeliest(hits);
  // Where not one word of the question stands anywhere, only a strong likeness is an answer.
  if (!best || !hits.some(({ inSession }) => inSession > 0)) return 'none';
  if (best.unsaid === undefined) return scoreOf(best) >= WEAK ? 'weak' : 'none';
  return likelihood(HAPPENED, signsOfQuestion(hits, wholeHistory())) >= HAPPENED.atLeast ? 'weak' : 'none';
}

/** What tells whether a question is about something that happened at all. */
export function signsOfQuestion(
  hits: readonly Evidence[],
  { others, foreign, together }: WholeHistory,
): Signs<QuestionSign> {
  const best = likeliest(hits);
  return {
    lacks: best?.lacks ?? 0,
    termUnsaid: best?.termUnsaid ?? 0,
    others,
    foreign,
    together,
  };
}

function likeliest(hits: readonly Evidence[]): Evidence | undefined {
  const [first] = hits;
  return first && hits.reduce((most, hit) => (scoreOf(hit) > scoreOf(most) ? hit : most), first);
}
