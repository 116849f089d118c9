import type { CandidatePlace } from '../store/passage-places.ts';
import type { Coverage } from './coverage.ts';
import { isTechnology } from './exact-words.ts';

/**
 * The question's words in a session as a whole: what is asked for may stand in several turns, a few words in each.
 * Only passages that take part in the search are counted.
 */
export interface SessionWords {
  /** As BM25 has it, a passage being a word's occurrence and a turn the unit of length; by session. */
  scores: Map<number, number>;
  /** Share of the words that mean just themselves, by their rarity; by passage, those without any left out. */
  exact: Map<number, number>;
  /** The words that the session holds, with how many of its passages hold each. */
  heldIn(session: number): ReadonlyMap<string, number>;
  /** Share of the question's weight that stands in the session, 0..1. */
  shareOf(session: number): number;
  /**
   * Share of the words that mean just themselves, or are technologies without mention, which it lacks, 0..1.
   * @param isUsedAround words that it need not say
   */
  lacks(session: number, isUsedAround?: (word: string) => boolean): number;
}

/** Usual constants of BM25 (Robertson & Zaragoza 2009). */
const K1 = 1;
const B = 0.75;

/**
 * @param exact words that mean just themselves, lower case
 * @param turns how many turns a session has
 * @param tellingBelow a word in so many passages may stand in one that takes no part
 */
export function sessionWords(
  places: ReadonlyMap<number, CandidatePlace>,
  coverage: Coverage,
  exact: ReadonlySet<string>,
  turns: ReadonlyMap<number, number>,
  tellingBelow: number,
): SessionWords {
  const { weights } = coverage;
  const weightOf = (words: Iterable<string>): number =>
    [...words].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  const all = weightOf(weights.keys());
  const allExact = weightOf(exact);
  const passages = new Map<number, Map<string, number>>();
  const shares = new Map<number, number>();
  for (const [id, { root_id }] of places) {
    const held = coverage.wordsIn(id);
    const own = passages.get(root_id) ?? new Map<string, number>();
    passages.set(root_id, own);
    for (const word of held) own.set(word, (own.get(word) ?? 0) + 1);
    const share = weightOf(held.filter((word) => exact.has(word)));
    if (share > 0) shares.set(id, share / allExact);
  }
  const demanded = [...weights.keys()].filter((word) =>
    exact.has(word)
      ? coverage.holders(word) < tellingBelow
      : isTechnology(word) && coverage.holders(word) === 0,
  );
  const heldIn = (session: number): ReadonlyMap<string, number> => passages.get(session) ?? new Map();
  return {
    scores: scoresOf(passages, weights, turns),
    exact: shares,
    heldIn,
    shareOf: (session) => (all === 0 ? 0 : weightOf(heldIn(session).keys()) / all),
    lacks(session, isUsedAround = () => false) {
      const lacking = demanded.filter((word) => !heldIn(session).has(word) && !isUsedAround(word));
      return lacking.length / Math.max(1, demanded.length);
    },
  };
}

function scoresOf(
  passages: ReadonlyMap<number, ReadonlyMap<string, number>>,
  weights: ReadonlyMap<string, number>,
  turns: ReadonlyMap<number, number>,
): Map<number, number> {
  const lengthOf = (session: number): number => turns.get(session) ?? 1;
  const usual = [...passages.keys()].reduce((sum, session) => sum + lengthOf(session), 0) / passages.size;
  const scores = new Map<number, number>();
  for (const [session, held] of passages) {
    const damping = K1 * (1 - B + (B * lengthOf(session)) / usual);
    let score = 0;
    for (const [word, count] of held) score += (weights.get(word)! * count) / (count + damping);
    if (score > 0) scores.set(session, score);
  }
  return scores;
}
