import { newestPassage, textLength } from '../store/history-size.ts';
import type { Store } from '../store/open.ts';
import { documentsWith, NONE } from '../store/word-index.ts';
import type { Coverage } from './coverage.ts';
import { knownAt, TELLING_CHARS } from './unsaid.ts';
import { placeOf, thingsNamed } from './word-files.ts';
import { phraseOf } from './words.ts';

/**
 * A technical term of a question that the history never uses: "git bisect", "merge queue". People paraphrase in everyday
 * words, seldom in a term that means just one thing; and where it is unknown, its words may all be usual here and the
 * rest of the question be about what was done.
 */
export interface UnsaidTerm {
  /** As typed. */
  term: string;
  /** How surely the thing is unknown, 0..1: half where another name for it is well known here or it may be unsaid by chance, else 1. */
  unsaid: number;
}

/** Words of a term at most. */
const LONGEST = 5;
/** Where another name for it stands here, or what is of usual words only ("settings page") is missing in a short history. */
const HALF = 0.5;
/** Place of a word in the list of usual ones below which it is in everybody's mouth. */
const USUAL = 1000;
/** A name in so many passages is well known, however long the history. */
const MOST_COUNTED = 50;
/** Passages in which other names are looked for: a phrase of usual words costs 5 ms in all of a million turns. */
const NEWEST = 50_000;

/**
 * @param holders about how many passages hold a word of the text, as far as that is known already
 * @param without passages that do not count
 */
export function unsaidTerms(
  store: Store,
  text: string,
  { holders }: Pick<Coverage, 'holders'>,
  without: ReadonlySet<number> = NONE,
): UnsaidTerm[] {
  const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)].map(([word]) => word);
  const chars = textLength(store);
  const isShort = chars < TELLING_CHARS;
  const wellKnown = Math.min(MOST_COUNTED, Math.max(1, Math.ceil(knownAt(chars))));
  const from = Math.max(0, newestPassage(store) - NEWEST);
  const found: UnsaidTerm[] = [];
  for (let at = 0; at < words.length;) {
    const { term, things } = longestTerm(words.slice(at, at + LONGEST));
    at += Math.max(1, term.length);
    const typed = term.join(' ');
    const isNamed = found.some((other) => other.term.toLowerCase() === typed.toLowerCase());
    if (things.length === 0 || isNamed || holders(typed.toLowerCase()) > 0) continue;
    if (holdersOf([typed], 1, (phrase) => documentsWith(store, phrase, 1, without)) > 0) continue;
    // A name may stand for several things: the one that is spoken of least.
    const isUnknown = things.some(
      (names) =>
        holdersOf(names, wellKnown, (phrase) => documentsWith(store, phrase, wellKnown, without, from)) <
        wellKnown,
    );
    const isByChance = isShort && term.length > 1 && term.every((word) => isUsual(word));
    found.push({ term: typed, unsaid: isUnknown && !isByChance ? 1 : HALF });
  }
  return found;
}

function isUsual(word: string): boolean {
  return (placeOf(word.toLowerCase()) ?? Infinity) <= USUAL;
}

/** The most words from the first on that are a term. */
function longestTerm(words: readonly string[]): { term: readonly string[]; things: string[][] } {
  for (let length = words.length; length > 0; length--) {
    const term = words.slice(0, length);
    const things = thingsNamed(term);
    if (things.length > 0) return { term, things };
  }
  return { term: [], things: [] };
}

/** How many passages hold one of some names, in one word or several ("dev container"); not counted beyond `enough`. */
function holdersOf(
  names: readonly string[],
  enough: number,
  holding: (phrase: string) => Iterable<number>,
): number {
  const holders = new Set<number>();
  for (const spelling of new Set(names.flatMap((name) => [name, name.replaceAll(' ', '')]))) {
    for (const id of holding(phraseOf(spelling))) holders.add(id);
    if (holders.size >= enough) break;
  }
  return holders.size;
}
