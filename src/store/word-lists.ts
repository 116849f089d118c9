import { BM25_B, BM25_K1 } from './column-weights.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';
import { stemsOf } from './stems.ts';
import { projectTag } from './words.ts';

/**
 * For each word the passages that hold it and how much it says there, for histories so long that FTS5's ranking of a
 * common word takes a second. Passages are taken in chunks of `CHUNK` ids once all of a chunk are stored; a
 * list is 16 bits a passage: its place in the chunk and BM25's share of the word in eighths of what it can be.
 * The lists of a word in the sixteen chunks of a shelf lie side by side, so that a search looks for a word once a
 * shelf and then reads on: the key is shelf * 2^36 + the number of the word's stem * 2^4 + the chunk in its
 * shelf. `chunk-sealer.ts` makes them; a chunk goes when a passage of it goes.
 */
export const CHUNK_BITS = 13;
export const CHUNK = 1 << CHUNK_BITS;
export const SHELF_BITS = 4;
export const SHELF = 1 << SHELF_BITS;
const LEVEL_BITS = 3;
const LEVELS = 1 << LEVEL_BITS;
/** What is spread over words of all lengths is at most k1 + 1 (BM25). */
const MOST_SHARE = BM25_K1 + 1;
/** In the place of a word: when each passage of the chunk was, in seconds; 0 when that is not known. */
export const TIMES = 0;

/** By level, BM25's share of a word; the middle of what the level stands for. */
export const SHARE_OF_LEVEL = Float32Array.from(
  { length: LEVELS },
  (_, level) => ((level + 0.5) * MOST_SHARE) / LEVELS,
);

export const placeIn = (posting: number): number => posting >> LEVEL_BITS;
export const levelIn = (posting: number): number => posting & (LEVELS - 1);

/** @param share BM25's, of `shareOf` */
export function postingOf(place: number, share: number): number {
  return (place << LEVEL_BITS) | Math.min(LEVELS - 1, Math.floor((share * LEVELS) / MOST_SHARE));
}

export interface Chunk {
  chunk: number;
  passages: number;
  /** Of all its passages. */
  chars: number;
}

const chunksIn = once((db) =>
  db.prepare<[], Chunk>('SELECT chunk, passages, chars FROM word_chunk ORDER BY chunk'),
);

export function sealedChunks({ db }: Store): Chunk[] {
  return chunksIn(db).all();
}

/** Something of each database that is kept while the lists of some chunks are what they were. */
export function whileListsAre<T>(make: () => T): (store: Store, chunks: readonly Chunk[]) => T {
  const kept = once(() => ({ of: '', value: make() }));
  return ({ db }, chunks) => {
    const own = kept(db);
    const state = JSON.stringify(chunks);
    if (own.of !== state) Object.assign(own, { of: state, value: make() });
    return own.value;
  };
}

export function chunkNumbers(chunks: readonly Chunk[]): number[] {
  return chunks.map(({ chunk }) => chunk);
}

export function passagesIn(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { passages }) => sum + passages, 0);
}

/** Reads lists; `word` is a stem's number from `visitStems`. */
export interface WordLists {
  /** Places and levels, in order of place, by chunk; of `chunks`, those in which a passage holds the word. */
  of(word: number, chunks: Iterable<number>): Map<number, Uint16Array>;
  /** How many passages of a shelf hold each of some words, those that none holds left out. */
  lengths(shelf: number, words: readonly number[]): Map<number, number>;
  /** Seconds since the epoch by place. */
  times(chunk: number): Uint32Array | undefined;
}

const listIn = once((db) =>
  db.prepare<[number], Buffer>('SELECT postings FROM word_list WHERE key = ?').pluck(),
);

const listsIn = once((db) =>
  db
    .prepare<[string], [chunk: number, postings: Buffer]>(
      `SELECT ((word_list.key >> ${32 + SHELF_BITS}) << ${SHELF_BITS}) | (word_list.key & ${SHELF - 1}), postings
       FROM json_each(?) wanted CROSS JOIN word_list ON word_list.key = wanted.value`,
    )
    .raw(),
);

const lengthsIn = once((db) =>
  db
    .prepare<[{ shelf: number; words: string }], [word: number, bytes: number]>(
      `SELECT word.value, sum(length(postings)) FROM json_each(@words) word JOIN word_list
         ON word_list.key BETWEEN @shelf + (word.value << ${SHELF_BITS}) AND @shelf + (word.value << ${SHELF_BITS}) + ${SHELF - 1}
       GROUP BY word.value`,
    )
    .raw(),
);

export function wordLists({ db }: Store): WordLists {
  return {
    of(word, chunks) {
      const keys = Array.from(chunks, (chunk) => keyOf(chunk, word));
      const rows = listsIn(db).all(JSON.stringify(keys));
      return new Map(
        rows.map(([chunk, bytes]) => [chunk, new Uint16Array(aligned(bytes), 0, bytes.length / 2)]),
      );
    },
    lengths(shelf, words) {
      const first = keyOf(shelf << SHELF_BITS, 0);
      const rows = lengthsIn(db).all({ shelf: first, words: JSON.stringify(words) });
      return new Map(rows.map(([word, bytes]) => [word, bytes / 2]));
    },
    times(chunk) {
      const bytes = listIn(db).get(keyOf(chunk, TIMES));
      return bytes && new Uint32Array(aligned(bytes), 0, bytes.length / 4);
    },
  };
}

function aligned(bytes: Buffer): ArrayBuffer {
  return bytes.byteOffset === 0 && bytes.buffer instanceof ArrayBuffer
    ? bytes.buffer
    : Uint8Array.from(bytes).buffer;
}

/** The shelf on which the lists of a chunk lie. */
export function shelfOf(chunk: number): number {
  return chunk >> SHELF_BITS;
}

/** Of a word's list in a chunk. */
export function keyOf(chunk: number, word: number): number {
  return shelfOf(chunk) * 2 ** (32 + SHELF_BITS) + word * SHELF + (chunk & (SHELF - 1));
}

/** The number under which the passages of a project are listed. */
export function numberOfProject(projectId: number): number {
  return stemsOf(projectTag(projectId))[0]!;
}

/** BM25's share of one word. @param length of the passage, 1 for the average */
export function shareOf(weight: number, length: number): number {
  return (weight * (BM25_K1 + 1)) / (weight + BM25_K1 * (1 - BM25_B + BM25_B * length));
}
