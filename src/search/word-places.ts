import { folded, stemOf } from '../store/stems.ts';
import { partsOf, unspacedParts } from '../store/words.ts';

/** Where words stand in a text, as the index sees them: without case and accents, by their stems, inside identifiers too. */
export interface WordPlace {
  /** Where the word or the identifier that holds it begins. */
  at: number;
  word: string;
}

const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
/** The same where there are no others, for a third of the time. */
const ASCII_WORD = /[A-Za-z\d]+/g;
const OTHER = /[^\0-\x7f]/;
const PLAIN = /^[a-z]+$/;
const NO_PARTS: readonly string[] = [];
/** A word is compared only where it begins like one that is looked for: its first letters are those of its stem. */
const BEGINNING = 2;

/** @param words lower case; a compound (`auth.ts`) stands where its words follow one another. @returns in order */
export function wordPlaces(text: string, words: Iterable<string>): WordPlace[] {
  const wanted = [...words].map((word) => ({ word, stems: stemsIn(word) }));
  const beginnings = new Set(wanted.flatMap(({ stems }) => stems.map((stem) => stem.slice(0, BEGINNING))));
  const stemIn = (word: string): string => {
    const plain = PLAIN.test(word) ? word : folded(word);
    return beginnings.has(plain.slice(0, BEGINNING)) ? stemOf(plain) : '';
  };
  const stood = [...text.matchAll(OTHER.test(text) ? WORD : ASCII_WORD)].map(({ 0: word, index: at }) =>
    // Most words are such, and nothing but a stem.
    PLAIN.test(word)
      ? { at, stem: stemIn(word), parts: NO_PARTS }
      : { at, stem: stemIn(word), parts: [...partsOf(word), ...unspacedParts(word)].map(stemIn) },
  );
  return stood.flatMap(({ at, stem, parts }, index) =>
    (stem === '' && parts.length === 0 ? [] : wanted)
      .filter(
        ({ stems: [first, ...others] }) =>
          (first === stem && others.every((other, place) => stood[index + 1 + place]?.stem === other)) ||
          (first !== undefined && others.length === 0 && parts.includes(first)),
      )
      .map(({ word }) => ({ at, word })),
  );
}

function stemsIn(word: string): string[] {
  return (folded(word).match(WORD) ?? []).map(stemOf);
}
