import { once } from './once.ts';
import type { Store } from './open.ts';
import { stemsOf } from './stems.ts';
import { sealedChunks, shelfOf, wordLists } from './word-lists.ts';

/** Which of many spellings a long history uses: reading its vocabulary would take seconds. */

/** Lists of so many shelves, spread over the history, tell which words are common. */
const SAMPLED = 2;
/** Passages counted of a word that these lists do not hold. */
const MOST_COUNTED = 50;

/** False for a history that is short enough to read its vocabulary. */
export function hasWordLists(store: Store): boolean {
  return sealedChunks(store).length > 0;
}

/** The word that most passages hold, and at least `fewest`. */
export function commonestOf(store: Store, words: readonly string[], fewest: number): string | undefined {
  const sampled = commonest(words, sampler(store, words), fewest);
  return sampled ?? commonest(words, (word) => counted(store.db).get(`"${word}"`, MOST_COUNTED) ?? 0, fewest);
}

function commonest(
  words: readonly string[],
  count: (word: string) => number,
  fewest: number,
): string | undefined {
  let best: string | undefined;
  let most = fewest - 1;
  for (const word of words) {
    const passages = count(word);
    if (passages > most) [best, most] = [word, passages];
  }
  return best;
}

function sampler(store: Store, words: readonly string[]): (word: string) => number {
  const shelves = [...new Set(sealedChunks(store).map(({ chunk }) => shelfOf(chunk)))];
  const step = Math.max(1, Math.floor(shelves.length / SAMPLED));
  const sample = shelves.filter((_, index) => index % step === 0);
  const lists = wordLists(store);
  const stems = new Map(words.map((word) => [word, stemsOf(word)[0] ?? 0]));
  const distinct = [...new Set(stems.values())];
  const counts = new Map<number, number>();
  for (const shelf of sample)
    for (const [stem, length] of lists.lengths(shelf, distinct))
      counts.set(stem, (counts.get(stem) ?? 0) + length);
  return (word) => counts.get(stems.get(word) ?? 0) ?? 0;
}

const counted = once((db) =>
  db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ?)',
    )
    .pluck(),
);
