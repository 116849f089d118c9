import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stemOf } from '../store/stems.ts';
import type { Coverage } from './coverage.ts';

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
const TELLING = 1_000_000;

/**
 * Mean over the question's words, by their rarity, of the logarithm of how much less often than expected each stands
 * anywhere, 0..2; undefined when there is too little text to tell.
 * @param chars length of all text that is searched
 */
export function unsaidShare({ weights, holders }: Coverage, chars: number): number | undefined {
  if (chars < TELLING) return undefined;
  let sum = 0;
  let all = 0;
  for (const [word, weight] of weights) {
    const surprise = Math.log((expected(word, chars) + 1) / (holders(word) + 1));
    sum += weight * Math.min(MOST, Math.max(0, surprise));
    all += weight;
  }
  return all === 0 ? 0 : sum / all;
}

/** About how many passages of so much text would hold a word; 0 for one that is not usual. */
function expected(word: string, chars: number): number {
  const place = /^[a-z]+$/.test(word) ? usualPlaces().get(stemOf(word)) : undefined;
  return place === undefined ? 0 : EXPECTED * chars * place ** -ZIPF;
}

let places: Map<string, number> | undefined;

/** Place of each stem in `models/words/usual-stems.txt`, from 1. */
function usualPlaces(): Map<string, number> {
  places ??= new Map(
    readFileSync(usualStems(), 'utf8')
      .trim()
      .split('\n')
      .map((stem, index) => [stem, index + 1]),
  );
  return places;
}

/** Seen from `src/search/` in a checkout and from the bundle in `dist/`. */
function usualStems(from = import.meta.url): string {
  const file = 'models/words/usual-stems.txt';
  return fileURLToPath(new URL(from.endsWith('.ts') ? `../../${file}` : `../${file}`, from));
}
