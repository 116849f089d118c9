import type { Store } from '../store/open.ts';
import { indexedWordsLike } from '../store/word-index.ts';
import { commonestOf, hasWordLists } from '../store/words-in-use.ts';
import { isOneEditAway } from '../shared/near-spelling.ts';
import { placeOf } from './word-files.ts';

/**
 * Words that no passage holds, tried one edit away: a letter more, fewer, another, or two swapped. People rarely miss the
 * first two letters, so that these are changed only where nothing else helps. A word that others use ("complaint") is no
 * slip, even if it stands nowhere and another is near ("compliant").
 */
const SHORTEST = 6;
/** What is meant is a word in use; a rare one is more likely another word. */
const FEWEST_PASSAGES = 5;

/** What stands in the index instead of each mistyped word, the most common first; words without any are left out. */
export function correctionsOf(store: Store, unknown: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const word of unknown) {
    if (word.length < SHORTEST || !/^\p{L}+$/u.test(word) || placeOf(word) !== undefined) continue;
    const likely = hasWordLists(store)
      ? commonestOf(store, spellingsNear(word), FEWEST_PASSAGES)
      : likelyIn(store, word);
    if (likely !== undefined) found.set(word, likely);
  }
  return found;
}

function likelyIn(store: Store, word: string): string | undefined {
  // The index holds stems (Porter), where a last y is an i.
  const typed = word.replace(/y$/, 'i');
  const like = (beginning: string): string | undefined =>
    indexedWordsLike(store, beginning, word.length).find(
      (indexed) => indexed.passages >= FEWEST_PASSAGES && isOneEditAway(typed, indexed.word),
    )?.word;
  return (
    like(word.slice(0, 2)) ??
    otherBeginnings(word)
      .map(like)
      .find((found) => found !== undefined)
  );
}

/** How a word may begin that was meant, when a slip lies in its first two letters: swapped, one too many, the second wrong. */
function otherBeginnings(word: string): string[] {
  return [word[1]! + word[0]!, word.slice(1, 3), word[0]!];
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** All that is one edit away behind the second letter, in letters of English. */
function spellingsNear(word: string): string[] {
  const near = new Set<string>();
  for (let at = 2; at <= word.length; at++) {
    const [before, here, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
    for (const letter of LETTERS) {
      near.add(before + letter + here + after);
      if (here !== '') near.add(before + letter + after);
    }
    near.add(before + after);
    if (after !== '') near.add(before + after[0]! + here + after.slice(1));
  }
  near.delete(word);
  return [...near];
}
