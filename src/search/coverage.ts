import { documentsWith, passageCount } from '../store/search.ts';
import type { Store } from '../store/open.ts';
import { innerWords, phraseOf } from './words.ts';

/** How much of a question stands in a passage, each of its words counting by its rarity. */
export interface Coverage {
  /** Weight by word, lower case. */
  weights: Map<string, number>;
  /** Words that no passage holds. */
  unknown: string[];
  /** Words that very many passages hold: they tell nothing beside rarer ones, and reading them all takes long. */
  common: Set<string>;
  /** About how many passages hold a word. */
  holders(word: string): number;
  /** Whether a passage holds a word. */
  holds(word: string, passageId: number): boolean;
  /** Share of the weight that a passage holds, 0..1. */
  of(passageId: number): number;
}

/** No word of a history of a few thousand turns stands in so many passages. */
const COMMON = 20_000;

export function coverageOf(store: Store, terms: readonly string[]): Coverage {
  const count = passageCount(store);
  const words = [
    ...new Set(terms.flatMap((term) => [term, ...innerWords(term)]).map((word) => word.toLowerCase())),
  ];
  const holders = new Map(words.map((word) => [word, documentsWith(store, phraseOf(word), COMMON)]));
  const common = new Set(words.filter((word) => holders.get(word)!.size === COMMON));
  const counting = common.size < words.length ? words.filter((word) => !common.has(word)) : words;
  const weights = new Map(counting.map((word) => [word, rarity(holders.get(word)!.size, count)]));
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return {
    weights,
    common,
    unknown: words.filter((word) => holders.get(word)!.size === 0),
    holders: (word) => holders.get(word)?.size ?? 0,
    holds: (word, id) => holders.get(word)?.has(id) ?? false,
    of(id) {
      let held = 0;
      for (const [word, weight] of weights) if (holders.get(word)!.has(id)) held += weight;
      return all === 0 ? 0 : held / all;
    },
  };
}

/** Inverse document frequency as in BM25. */
function rarity(holders: number, all: number): number {
  return Math.log(1 + (all - holders + 0.5) / (holders + 0.5));
}
