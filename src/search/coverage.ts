import type { Store } from '../store/open.ts';
import { documentsWith, NONE, passagesByWords } from '../store/word-index.ts';
import { passageCount } from '../store/history-size.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { inverseFrequency } from '../store/column-weights.ts';
import { lookUpInLists, type LookUp } from '../store/word-search.ts';
import { expressionOf, innerWords, phraseOf } from './words.ts';

/** How much of a question stands in a passage, each of its words counting by its rarity. */
export interface Coverage {
  /** Weight by word, lower case. */
  weights: Map<string, number>;
  /** Words that no passage holds. */
  unknown: string[];
  /** About how many passages hold a word. */
  holders(word: string): number;
  /** The words that a passage holds, in their order. */
  wordsIn(passageId: number): readonly string[];
  /** Share of the weight that a passage holds, 0..1. */
  of(passageId: number): number;
  /** The best passages by these words with their scores, best first. */
  best(filter: SearchFilter, limit: number): Map<number, number>;
}

/** @param projects what the search will be limited to */
export function coverageOf(store: Store, terms: readonly string[], projects?: readonly number[]): Coverage {
  return coverageReader(store, projects)(terms);
}

/** The same for several versions of one question: what they share is read once. @param without passages that do not count */
export function coverageReader(
  store: Store,
  projects?: readonly number[],
  without: ReadonlySet<number> = NONE,
): (terms: readonly string[]) => Coverage {
  const count = passageCount(store);
  const lookUp = lookUpInLists(store, projects, without);
  return (terms) => {
    const words = [
      ...new Set(terms.flatMap((term) => [term, ...innerWords(term)]).map((word) => word.toLowerCase())),
    ];
    const phrases = new Map(words.map((word) => [word, phraseOf(word)]));
    const found = (lookUp ?? lookUpInIndex(store, terms, without))(phrases);
    const weights = new Map(
      found.counting.map((word) => [word, inverseFrequency(found.holders(word), count)]),
    );
    const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const counting = [...weights.keys()];
    const known = new Map<number, readonly string[]>();
    const wordsIn = (id: number): readonly string[] => {
      const held = known.get(id) ?? counting.filter((word) => found.holds(word, id));
      known.set(id, held);
      return held;
    };
    return {
      weights,
      unknown: words.filter((word) => found.holders(word) === 0),
      holders: found.holders,
      wordsIn,
      of: (id) =>
        all === 0 ? 0 : wordsIn(id).reduce((held, word) => held + (weights.get(word) ?? 0), 0) / all,
      best: found.best,
    };
  };
}

/** No word of a history of a few thousand turns stands in so many passages: beside rarer ones it is left out. */
const COMMON = 20_000;

/** By FTS5 alone. */
function lookUpInIndex(store: Store, terms: readonly string[], without: ReadonlySet<number>): LookUp {
  return (phrases) => {
    const words = [...phrases.keys()];
    const holders = new Map(
      words.map((word) => [word, documentsWith(store, phraseOf(word), COMMON, without)]),
    );
    const common = new Set(words.filter((word) => holders.get(word)!.size === COMMON));
    return {
      counting: common.size < words.length ? words.filter((word) => !common.has(word)) : words,
      holders: (word) => holders.get(word)?.size ?? 0,
      holds: (word, id) => holders.get(word)?.has(id) ?? false,
      best: (filter, limit) => passagesByWords(store, expressionOf(terms, common), filter, limit),
    };
  };
}
