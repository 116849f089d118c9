import { partsOf, unspacedParts } from '../store/words.ts';

/**
 * A question's words as an FTS5 expression. Every term is quoted, so that no question is a syntax error;
 * a compound (`auth.ts`, `--no-verify`) becomes the phrase of its parts, which is how the index holds it, and so does a
 * word in a script without spaces.
 */
export function phraseOf(term: string): string {
  const apart = unspacedParts(term);
  return apart.length > 0 ? `(${quoted(term)} OR ${quoted(apart.join(' '))})` : quoted(term);
}

function quoted(term: string): string {
  // SQLite reads an expression up to the first NUL.
  return `"${term.replaceAll('\0', ' ').replace(/"/g, '""')}"`;
}

/** By capitals: the digits of `e53647ba` part no words. */
const GLUED = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;

/** `parseTranscriptLine` as `parse_transcript_line`; any other term as it is. */
export function spelledOut(term: string): string {
  return term.replace(/[\p{L}\p{N}]+/gu, (word) =>
    GLUED.test(word) && partsOf(word).length > 1 ? partsOf(word).join('_').toLowerCase() : word,
  );
}

/** Words of a compound that are worth looking for by themselves. */
export function innerWords(term: string): string[] {
  const words = term.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  return [...(words.length > 1 ? words : []), ...unspacedParts(term)];
}

/** The words that a term is made of, lower case; its own when it is no compound. */
export function wordsInside(term: string): string[] {
  return (
    spelledOut(term)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Any of the terms, or of the words inside them; common words only when there are no others, and then all at once. */
export function expressionOf(terms: readonly string[], common: ReadonlySet<string>): string {
  const words = [...new Set(terms.flatMap((term) => [term, ...innerWords(term)]))];
  const telling = words.filter((word) => !common.has(word.toLowerCase()));
  return telling.length > 0 ? telling.map(phraseOf).join(' OR ') : words.map(phraseOf).join(' AND ');
}
