import { textLength } from '../store/history-size.ts';
import type { Store } from '../store/open.ts';
import { documentsWith } from '../store/word-index.ts';
import type { Coverage } from './coverage.ts';
import { absence, knownAt } from './unsaid.ts';
import { sameTerms } from './word-files.ts';
import { phraseOf } from './words.ts';

/**
 * A technical term of a question that the history hardly speaks of: "git bisect", "merge queue". People paraphrase in
 * everyday words, seldom in a term that means just one thing; and where it is unknown, its words may all be usual here
 * and the rest of the question be about what was done.
 */
export interface ForeignTerm {
  /** As typed. */
  term: string;
  /** 1 where neither it nor another name for it stands anywhere, less the more passages hold one. */
  absence: number;
}

/** Words of a term at most. */
const LONGEST = 4;
/** A term in so many passages is known, however long the history. */
const MOST_COUNTED = 50;

/** @param holders about how many passages hold a word of the text, as far as that is known already */
export function foreignTerms(
  store: Store,
  text: string,
  { holders }: Pick<Coverage, 'holders'>,
): ForeignTerm[] {
  const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)].map(([word]) => word);
  const known = Math.min(MOST_COUNTED, Math.max(1, knownAt(textLength(store))));
  const found: ForeignTerm[] = [];
  for (let at = 0; at < words.length;) {
    const { term, names } = longestTerm(words.slice(at, at + LONGEST));
    at += Math.max(1, term.length);
    const typed = term.join(' ');
    const isNamed = found.some((other) => other.term.toLowerCase() === typed.toLowerCase());
    const isKnown = term.length === 1 && holders(typed.toLowerCase()) >= known;
    if (names.length === 0 || isNamed || isKnown) continue;
    const own = { term: typed, absence: absence(holdersOf(store, names, known), known) };
    if (own.absence > 0) found.push(own);
  }
  return found;
}

/** The most words from the first on that are a term. */
function longestTerm(words: readonly string[]): { term: readonly string[]; names: readonly string[] } {
  for (let length = words.length; length > 0; length--) {
    const term = words.slice(0, length);
    const names = sameTerms(term);
    if (names.length > 0) return { term, names };
  }
  return { term: [], names: [] };
}

/** How many passages hold one of some names, in one word or several ("dev container"); not counted beyond `enough`. */
function holdersOf(store: Store, names: readonly string[], enough: number): number {
  const holders = new Set<number>();
  for (const spelling of new Set(names.flatMap((name) => [name, name.replaceAll(' ', '')]))) {
    for (const id of documentsWith(store, phraseOf(spelling), Math.ceil(enough))) holders.add(id);
    if (holders.size >= enough) break;
  }
  return holders.size;
}
