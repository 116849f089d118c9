import { folded, stemOf } from '../store/stems.ts';
import { partsOf, unspacedParts } from '../store/words.ts';

/** Where words stand in a text, as the index sees them: without case and accents, by their stems, inside identifiers too. */
export interface WordPlace {
  /** Where the word or the identifier that holds it begins. */
  at: number;
  word: string;
}

const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const OTHER = /[^\0-\x7f]/;

/** Finds in one text after another; in order. */
export type WordFinder = (text: string) => WordPlace[];

/** @param words lower case; a compound (`auth.ts`) stands where its words follow one another */
export function wordFinder(words: Iterable<string>): WordFinder {
  const wanted = [...words].map((word) => ({ word, stems: stemsIn(word) }));
  const firsts = wanted.flatMap(({ stems }) => stems.slice(0, 1));
  const known = new Map<string, { stem: string; parts: string[] }>();
  const stemsOf = (word: string): { stem: string; parts: string[] } => {
    let own = known.get(word);
    if (!own) {
      const parts = [...partsOf(word), ...unspacedParts(word)];
      own = { stem: stemOf(folded(word)), parts: parts.map((part) => stemOf(folded(part))) };
      known.set(word, own);
    }
    return own;
  };
  return (text) => {
    const places: WordPlace[] = [];
    for (const [at, word] of wordsLike(text, firsts)) {
      const { stem, parts } = stemsOf(word);
      for (const { word: asked, stems } of wanted) {
        const [first, ...others] = stems;
        const isThere = first === stem && isFollowedBy(text, at + word.length, others);
        const isInside = first !== undefined && others.length === 0 && parts.includes(first);
        if (isThere || isInside) places.push({ at, word: asked });
      }
    }
    return places;
  };
}

/** The words of a text that may have one of some stems, or a part that has, in order. */
function* wordsLike(text: string, stems: readonly string[]): Generator<[at: number, word: string]> {
  if (stems.length === 0) return;
  if (OTHER.test(text)) {
    for (const { 0: word, index } of text.matchAll(WORD)) yield [index, word];
    return;
  }
  // Looked for by their beginnings: most words of a text are none, and to go through them takes ten times as long.
  const beginning = new RegExp([...new Set(stems.map(beginningOf))].join('|'), 'gi');
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    let from = match.index;
    while (from > 0 && isWordCode(text.charCodeAt(from - 1))) from -= 1;
    let to = match.index + 1;
    while (to < text.length && isWordCode(text.charCodeAt(to))) to += 1;
    yield [from, text.slice(from, to)];
    beginning.lastIndex = to;
  }
}

/** A word begins as its stem does but for the last letter, which may be another (`file` of `filing`, `tri` of `try`). */
function beginningOf(stem: string): string {
  return stem.slice(0, Math.max(1, Math.min(3, stem.length - 1)));
}

/** A letter or a digit of ASCII. */
function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

function isFollowedBy(text: string, from: number, stems: readonly string[]): boolean {
  if (stems.length === 0) return true;
  const next = text.slice(from, from + FOLLOWING_CHARS).matchAll(WORD);
  return stems.every((stem) => {
    const { value, done } = next.next();
    return !done && stemOf(folded(value[0])) === stem;
  });
}

/** Words of a compound follow within these; one of more is not found, and hardly typed. */
const FOLLOWING_CHARS = 200;

function stemsIn(word: string): string[] {
  return (folded(word).match(WORD) ?? []).map(stemOf);
}
