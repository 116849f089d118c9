import { once } from './once.ts';
import type { Store } from './open.ts';
import { passageCount } from './history-size.ts';
import { stemOf, stemsOf } from './stems.ts';
import { passagesIn, sealedChunks, shelfOf, whileListsAre, wordLists, type Chunk } from './word-lists.ts';

/** Which of many spellings a long history uses: reading its vocabulary would take seconds. */

/** Lists of so many shelves, spread over the history, tell which words are common. */
const SAMPLED = 2;
/** Passages counted of a word that these lists do not hold. */
const MOST_COUNTED = 50;

/** False for a history that is short enough to read its vocabulary. */
function hasWordLists(store: Store): boolean {
  return sealedChunks(store).length > 0;
}

/** The word that most passages hold, and at least `fewest`. */
export function commonestOf(store: Store, spellings: readonly string[], fewest: number): string | undefined {
  const words = heldAmong(store, spellings);
  if (words.length === 0) return undefined;
  const sampled = commonest(words, sampler(store, words, sampleOf(store)), fewest);
  return sampled ?? commonest(words, (word) => counted(store.db).get(`"${word}"`, MOST_COUNTED) ?? 0, fewest);
}

/** About how many passages hold each of some words of letters; of a long history as a sample of it has them. */
export function holdersOf(store: Store, words: readonly string[]): (word: string) => number {
  if (!hasWordLists(store)) {
    const counts = new Map(
      words.map((word) => [word, counted(store.db).get(`"${word}"`, Number.MAX_SAFE_INTEGER) ?? 0]),
    );
    return (word) => counts.get(word) ?? 0;
  }
  const sample = sampleOf(store);
  const sampled = passagesIn(sample.chunks);
  const count = sampler(store, words, sample);
  const all = passageCount(store);
  return (word) => Math.round((count(word) * all) / Math.max(1, sampled));
}

const stemFrom = once((db) => {
  db.exec(
    'CREATE VIRTUAL TABLE IF NOT EXISTS temp.index_stem USING fts5vocab (main, passage_words, instance)',
  );
  return db.prepare<[string], string>('SELECT term FROM temp.index_stem WHERE term >= ? LIMIT 1').pluck();
});

/**
 * Those of some words whose stem the index holds at all, which few of many spellings do. Looked up in the index's order,
 * so that one look tells of all that would stand before the next stem there is.
 */
export function heldAmong({ db }: Store, words: readonly string[]): string[] {
  const isPlain = (word: string): boolean => /^[a-z]+$/.test(word);
  const stems = [...new Set(words.filter(isPlain).map(stemOf))].sort();
  const held = new Set<string>();
  let next: string | undefined = '';
  for (const stem of stems) {
    if (next !== undefined && next < stem) next = stemFrom(db).get(stem);
    if (next === stem) held.add(stem);
  }
  return words.filter((word) => !isPlain(word) || held.has(stemOf(word)));
}

/** The next word of the index that begins with a hash and is longer: the whole of one that is given in short. */
export function beginningWith({ db }: Store, beginning: string): string | undefined {
  const stem = stemFrom(db).get(`${beginning}0`);
  return stem?.startsWith(beginning) ? stem : undefined;
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

interface Sample {
  shelves: number[];
  chunks: Chunk[];
}

function sampleOf(store: Store): Sample {
  const sealed = sealedChunks(store);
  const all = [...new Set(sealed.map(({ chunk }) => shelfOf(chunk)))];
  const step = Math.max(1, Math.floor(all.length / SAMPLED));
  const shelves = all.filter((_, index) => index % step === 0);
  return { shelves, chunks: sealed.filter(({ chunk }) => shelves.includes(shelfOf(chunk))) };
}

/** Questions use the same words again, and so do their synonyms. */
const sampledIn = whileListsAre(() => new Map<number, number>());
const MOST_SAMPLED = 20_000;

function sampler(
  store: Store,
  words: readonly string[],
  { shelves, chunks }: Sample,
): (word: string) => number {
  const counts = sampledIn(store, chunks);
  if (counts.size > MOST_SAMPLED) counts.clear();
  const lists = wordLists(store);
  const stems = new Map(words.map((word) => [word, stemsOf(word)[0] ?? 0]));
  const missing = [...new Set(stems.values())].filter((stem) => !counts.has(stem));
  for (const stem of missing) counts.set(stem, 0);
  for (const shelf of shelves)
    for (const [stem, length] of lists.lengths(shelf, missing)) counts.set(stem, counts.get(stem)! + length);
  return (word) => counts.get(stems.get(word) ?? 0) ?? 0;
}

const counted = once((db) =>
  db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ?)',
    )
    .pluck(),
);
