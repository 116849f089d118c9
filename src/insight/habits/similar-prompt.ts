import { termsOf } from '../rules/complaint.ts';
import type { PromptCase } from './advice.ts';

/** The person's own earlier prompt that is most like a draft and went well. Pure. */
export interface SimilarPrompt {
  found: PromptCase;
  /** Cosine of the rarer words, 0 to 1. */
  similarity: number;
}

const LEAST_SIMILARITY = 0.12;
const LEAST_CHARS = 30;

/** Of those that are alike, the one with more of the wanted habits. */
export function bestSimilar(
  draft: string,
  cases: readonly PromptCase[],
  wanted: ReadonlySet<string>,
): SimilarPrompt | null {
  const well = cases.filter(
    ({ pushback, interrupted, turn }) =>
      !pushback && !interrupted && turn.prompt.trim().length >= LEAST_CHARS,
  );
  const read = well.map((one) => ({ one, terms: termsOf(one.turn.prompt.slice(0, 2000)) }));
  const frequency = new Map<string, number>();
  for (const { terms } of read) for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const weight = (term: string): number =>
    Math.log((read.length + 1) / ((frequency.get(term) ?? 0) + 0.5)) ** 2;
  const length = (terms: ReadonlySet<string>): number =>
    Math.sqrt([...terms].reduce((sum, term) => sum + weight(term), 0));
  // A word that was never written tells nothing of how alike two prompts are.
  const own = new Set([...termsOf(draft)].filter((term) => frequency.has(term)));
  const ownLength = length(own);
  const ranked = read
    .map(({ one, terms }) => {
      const shared = [...own].filter((term) => terms.has(term)).reduce((sum, term) => sum + weight(term), 0);
      const similarity = shared === 0 ? 0 : shared / (ownLength * length(terms));
      const kept = [...wanted].filter((name) => one.habits.has(name)).length;
      return { found: one, similarity, score: similarity * (1 + 0.25 * kept) };
    })
    .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
    .sort((a, b) => b.score - a.score);
  return ranked[0]
    ? { found: ranked[0].found, similarity: Math.round(ranked[0].similarity * 100) / 100 }
    : null;
}
