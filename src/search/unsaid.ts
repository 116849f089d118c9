import type { Coverage } from './coverage.ts';
import { placeOf, synonymsOf } from './word-files.ts';

/**
 * Whether a question speaks of what this history does not: words that are usual where people write about software
 * (font, invoice, cookie), and that stand here far less often than so much text would hold. A word that is unusual
 * everywhere tells nothing, for people paraphrase.
 */

/**
 * Passages that hold a word, by a character of text and at the first place of the list; at the others by Zipf's law. Chosen
 * so that the list's 500th to 5,000th words stand in the development corpus as often as expected (docs/search.md).
 */
const EXPECTED = 0.0257;
const ZIPF = 1.3;
/** Seven times too seldom is as surprising as never. */
const MOST = 2;

/** A shorter history lacks usual words by chance: about 200 turns. */
export const TELLING_CHARS = 1_000_000;

/**
 * Mean over the question's words, by their rarity, of the logarithm of how much less often than expected each stands
 * anywhere, 0..2; undefined when there is too little text to tell.
 * @param chars length of all text that is searched
 */
export function unsaidShare({ weights, holders }: Coverage, chars: number): number | undefined {
  if (chars < TELLING_CHARS) return undefined;
  let sum = 0;
  let all = 0;
  for (const [word, weight] of weights) {
    sum += weight * Math.max(0, surpriseAt(word, holders(word), chars));
    all += weight;
  }
  return all === 0 ? 0 : sum / all;
}

/** Synonyms of a word that are looked for. */
const NEAREST = 8;

/**
 * Whether the history speaks of the same in other words: mean over the question's words, by their rarity, of the mean
 * logarithm of how much less often than expected each synonym stands anywhere, -2..2; a word without any counts as 0.
 * @param exact words that mean just themselves
 * @param holdersOf about how many passages hold each of some words
 */
export function otherWordsUnsaid(
  { weights }: Coverage,
  exact: ReadonlySet<string>,
  chars: number,
  holdersOf: (words: readonly string[]) => (word: string) => number,
): number {
  const others = new Map(
    [...weights.keys()].map((word) => [
      word,
      exact.has(word)
        ? []
        : synonymsOf(word)
            .slice(0, NEAREST)
            .filter((other) => expected(other, chars) > 0),
    ]),
  );
  const holders = holdersOf([...new Set([...others.values()].flat())]);
  let sum = 0;
  let all = 0;
  for (const [word, weight] of weights) {
    const surprises = others.get(word)!.map((other) => surpriseAt(other, holders(other), chars));
    sum +=
      (weight * surprises.reduce((total, surprise) => total + surprise, 0)) / Math.max(1, surprises.length);
    all += weight;
  }
  return all === 0 ? 0 : sum / all;
}

/** Logarithm of how much less often than expected a word stands in so much text, -2..2. */
export function surpriseAt(word: string, holders: number, chars: number): number {
  return Math.min(MOST, Math.max(-MOST, Math.log((expected(word, chars) + 1) / (holders + 1))));
}

/** About how many passages of so much text would hold a word; 0 for one that is not usual. */
function expected(word: string, chars: number): number {
  const place = placeOf(word);
  return place === undefined ? 0 : EXPECTED * chars * place ** -ZIPF;
}

/** In so many characters of text one passage more makes a word known: a word of a trade is known at 20 in four million. */
const CHARS_A_HOLDER = 200_000;

/** How many passages with a word make it known in so much text. */
export function knownAt(chars: number): number {
  return chars / CHARS_A_HOLDER;
}

/** How little a word is known that so many passages hold, 0..1. @param known see `knownAt` */
export function absence(holders: number, known: number): number {
  return Math.max(0, 1 - Math.log1p(holders) / Math.log1p(known));
}
