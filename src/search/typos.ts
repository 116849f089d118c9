import type { Store } from '../store/open.ts';
import { passageCount } from '../store/history-size.ts';
import { stemOf } from '../store/stems.ts';
import { documentsWith, NONE } from '../store/word-index.ts';
import { beginningWith, commonestOf, heldAmong } from '../store/words-in-use.ts';
import { isWordlike, placeOf } from './word-files.ts';
import { phraseOf, spelledOut, wordsInside } from './words.ts';

/** What words are looked up in. */
interface History {
  store: Store;
  /** Whether a passage that counts holds a word or phrase. */
  isHeld(term: string): boolean;
}

/**
 * Words of a question that no passage holds, as the history spells them: one edit away, of a compound also each of its
 * words, and compounds that are written together or apart (`certmanager`, `cert-manager`; `parseLine`, `parse_line`).
 * @param without passages that do not count
 */
export function correctionsOf(
  store: Store,
  terms: readonly string[],
  unknown: ReadonlySet<string>,
  without: ReadonlySet<number> = NONE,
): Map<string, string> {
  const history: History = {
    store,
    isHeld: (term) => documentsWith(store, phraseOf(term), 1, without).size > 0,
  };
  const found = new Map<string, string>();
  const wanting = terms.filter((term) => unknown.has(term.toLowerCase()));
  // Of many, most were pasted.
  for (const term of wanting.slice(0, MOST_TRIED)) {
    const typed = term.toLowerCase();
    const meant =
      wordsInside(term).length > 1
        ? compoundMeant(history, term)
        : HASH.test(typed)
          ? hashMeant(history, typed)
          : wordMeant(history, typed);
    if (meant !== undefined && meant !== typed) found.set(typed, meant);
  }
  return found;
}

const MOST_TRIED = 12;
const HASH = /^(?=.*\d)[\da-f]{7,40}$/;
const SHORTEST_HASH = 7;

/** A commit is named by as much of its hash as is needed: the whole of it, or a part that the history holds. */
function hashMeant({ store, isHeld }: History, hash: string): string | undefined {
  const longer = beginningWith(store, hash);
  if (longer !== undefined) return longer;
  for (let length = hash.length - 1; length >= SHORTEST_HASH; length--)
    if (isHeld(hash.slice(0, length))) return hash.slice(0, length);
  return undefined;
}

/** As others write it (`parse_line` also finds what is glued by capitals), else with one word of it as it was meant. */
function compoundMeant(history: History, term: string): string | undefined {
  const { isHeld } = history;
  const apart = spelledOut(term);
  const words = wordsInside(term);
  // Lines move: `user.ts:42:13` is then the file.
  const file = term.replace(/(?:[:#]L?\d+)+$/, '');
  const together = words.every((word) => /^\p{L}{2,}$/u.test(word)) ? words.join('') : term;
  const written = [file, apart, together].find((spelling) => spelling !== term && isHeld(spelling));
  if (written !== undefined && !ERROR_CLASS.test(term)) return written;
  if (words.length <= MOST_WORDS) {
    const mistyped = withOneWordMeant(history, apart);
    if (mistyped !== undefined) return mistyped;
  }
  const meant = apart.replace(/[\p{L}\p{N}]+/gu, (word) =>
    isHeld(word) ? word : (wordMeant(history, word.toLowerCase()) ?? word),
  );
  return meant === apart ? undefined : meant;
}

/** Of a compound in which words are tried one by one. */
const MOST_WORDS = 5;

/** That words stand together is no chance: any word may be meant that does so with the others. */
function withOneWordMeant({ store, isHeld }: History, compound: string): string | undefined {
  for (const { 0: word, index } of compound.matchAll(/[a-z]+/gi)) {
    if (word.length < SHORTEST_SLIP || word.length > LONGEST) continue;
    const typed = word.toLowerCase();
    const edits = withOtherStem(typed, [...swaps(typed), ...doublings(typed), ...editsOf(typed, 1)]);
    for (const near of heldAmong(store, edits)) {
      const meant = compound.slice(0, index) + near + compound.slice(index + word.length);
      if (isHeld(meant)) return meant;
    }
  }
  return undefined;
}

/** A `TypeError` is no "type error". */
const ERROR_CLASS = /(?:Error|Exception)$/;

/** Letters of a word in which two are swapped, or one stands twice or only once: a slip of the hand. */
const SHORTEST_SLIP = 4;
/** What is longer was not typed, and has edits by the hundred thousand. */
const LONGEST = 40;
/** Any other edit of a shorter word is often another word. */
const SHORTEST = 6;
/** One edit from so long a word there is hardly another. */
const LONG = 8;
/** What is meant is a word in use; a rare one is more likely another word, but in a short history all are rare. */
const FEWEST_PASSAGES = 5;
const PASSAGES_OF_ONE = 300;
/** A word that others use ("complaint") is no slip, unless what is near ("compliant") is so much more usual ("recieve"). */
const MUCH_MORE_USUAL = 8;

function wordMeant(history: History, word: string): string | undefined {
  const { store } = history;
  if (word.length < SHORTEST_SLIP || word.length > LONGEST || !/^[a-z]+$/.test(word)) return undefined;
  const place = placeOf(word);
  if (place !== undefined) {
    const near = [...doublings(word), ...swaps(word)];
    return commonestOf(
      store,
      near.filter((spelling) => (placeOf(spelling) ?? Infinity) * MUCH_MORE_USUAL < place),
      1,
    );
  }
  const fewest = Math.min(FEWEST_PASSAGES, Math.ceil(passageCount(store) / PASSAGES_OF_ONE));
  const [swapped, doubled] = [withOtherStem(word, swaps(word)), withOtherStem(word, doublings(word))];
  if (word.length < SHORTEST) return commonestOf(store, swapped, 1) ?? commonestOf(store, doubled, fewest);
  // People rarely miss the first two letters.
  const edited = withOtherStem(word, editsOf(word, 2));
  // Which of hundreds the history holds is looked up once.
  const held = new Set(heldAmong(store, [...doubled, ...swapped, ...edited]));
  const heldOf = (spellings: readonly string[]): string[] => spellings.filter((near) => held.has(near));
  return (
    commonestOf(store, [...held], fewest) ??
    commonestOf(store, heldOf(swapped), 1) ??
    apartIn(history, word) ??
    commonestOf(store, withOtherStem(word, otherBeginnings(word)), fewest) ??
    (word.length < LONG ? undefined : commonestOf(store, heldOf(edited), 1))
  );
}

/** Of the same stem a spelling would be the same to the index. */
function withOtherStem(word: string, spellings: readonly string[]): string[] {
  const stem = stemOf(word);
  return spellings.filter((near) => stemOf(near) !== stem);
}

/** "certmanager" where others write `cert-manager`. */
function apartIn({ isHeld }: History, word: string): string | undefined {
  for (let at = 3; at <= word.length - 3; at++) {
    const apart = `${word.slice(0, at)}-${word.slice(at)}`;
    if (isHeld(apart)) return apart;
  }
  return undefined;
}

function swaps(word: string): string[] {
  return [...word.slice(1)].map((letter, at) => word.slice(0, at) + letter + word[at]! + word.slice(at + 2));
}

/** A letter that stands once too often, or once too few. */
function doublings(word: string): string[] {
  const letters = [...word].map((letter, at) => ({
    before: word.slice(0, at),
    letter,
    after: word.slice(at + 1),
  }));
  return [
    ...letters
      .filter(({ letter, after }) => after.startsWith(letter))
      .map(({ before, after }) => before + after),
    ...letters.map(({ before, letter, after }) => before + letter + letter + after),
  ];
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** A letter too many at the beginning, and the second wrong, missing or too many. */
function otherBeginnings(word: string): string[] {
  return [word.slice(1), ...editsOf(word, 1).filter((near) => near.endsWith(word.slice(2)))];
}

/**
 * All that is one letter more, fewer or another away from a place on, in letters of English that may stand side by side:
 * an eighth of the others, each of which would be looked up.
 */
function editsOf(word: string, from: number): string[] {
  const near = new Set<string>();
  const add = (before: string, letter: string, after: string): void => {
    if (isWordlike(before.slice(-2) + letter + after.slice(0, 2))) near.add(before + letter + after);
  };
  for (let at = from; at <= word.length; at++) {
    const [before, here, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
    add(before, '', after);
    for (const letter of LETTERS) {
      add(before, letter, here + after);
      if (here !== '') add(before, letter, after);
    }
  }
  near.delete(word);
  return [...near];
}
