import type { Store } from '../store/open.ts';
import { indexedWordsLike } from '../store/search.ts';

/** Words that no passage holds, tried one edit behind their second letter: one more, fewer, another, or two swapped. */
const SHORTEST = 6;
/** What is meant is a word in use; a rare one is more likely another word. */
const FEWEST_PASSAGES = 5;

/** What stands in the index instead of each mistyped word, the most common first; words without any are left out. */
export function correctionsOf(store: Store, unknown: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const word of unknown) {
    if (word.length < SHORTEST || !/^\p{L}+$/u.test(word)) continue;
    // The index holds stems (Porter), where a last y is an i.
    const typed = word.replace(/y$/, 'i');
    const likely = indexedWordsLike(store, word.slice(0, 2), word.length).find(
      (indexed) => indexed.passages >= FEWEST_PASSAGES && isOneEditAway(typed, indexed.word),
    );
    if (likely) found.set(word, likely.word);
  }
  return found;
}

/** Damerau's distance of at most one. */
export function isOneEditAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
