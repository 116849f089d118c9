import { BM25_B, BM25_K1 } from './column-weights.ts';
import type { Lease } from './lease.ts';
import { once } from './once.ts';
import { secondsOf } from './seconds.ts';
import type { Store } from './open.ts';
import { passageTally, type PassageTally } from './passage-tally.ts';
import { sortByKey } from './sort-by-key.ts';
import { stemsOf } from './stems.ts';
import { projectTag } from './words.ts';

/**
 * For each word the passages that hold it and how much it says there, for histories so long that FTS5's ranking of a
 * common word takes a second. Passages are taken in chunks of `CHUNK` ids once all of a chunk are stored; a
 * list is 16 bits a passage: its place in the chunk and BM25's share of the word in eighths of what it can be.
 * The lists of a word in the sixteen chunks of a shelf lie side by side, so that a search looks for a word once a
 * shelf and then reads on: the key is shelf * 2^36 + the number of the word's stem * 2^4 + the chunk in its
 * shelf. Made from what is stored, beside other work; a chunk goes when a passage of it goes, and is made again.
 */
export const CHUNK_BITS = 13;
export const CHUNK = 1 << CHUNK_BITS;
const SHELF_BITS = 4;
const SHELF = 1 << SHELF_BITS;
const LEVEL_BITS = 3;
const LEVELS = 1 << LEVEL_BITS;
/** A turn that goes on takes new ids for its last passage: a chunk is made when so many ids have come after it. */
const SETTLED = 1024;
/** Passages read at once: 30 ms. */
const SLICE = 128;
/** Lists written in one transaction: 15 ms. */
const LISTS_AT_ONCE = 8000;
/** What is spread over words of all lengths is at most k1 + 1 (BM25). */
const MOST_SHARE = BM25_K1 + 1;
/** In the place of a word: when each passage of the chunk was, in seconds; 0 when that is not known. */
const TIMES = 0;

/** By level, BM25's share of a word; the middle of what the level stands for. */
export const SHARE_OF_LEVEL = Float32Array.from(
  { length: LEVELS },
  (_, level) => ((level + 0.5) * MOST_SHARE) / LEVELS,
);

export const placeIn = (posting: number): number => posting >> LEVEL_BITS;
export const levelIn = (posting: number): number => posting & (LEVELS - 1);

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

/** The lists of a word on a shelf; wanted is a bit for each chunk. */
const listsIn = once((db) =>
  db
    .prepare<[{ first: number; wanted: number }], [chunk: number, postings: Buffer]>(
      `SELECT key & ${SHELF - 1}, postings FROM word_list
       WHERE key BETWEEN @first AND @first + ${SHELF - 1} AND (1 << (key & ${SHELF - 1})) & CAST(@wanted AS INTEGER)`,
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
      const wanted = new Map<number, number>();
      for (const chunk of chunks)
        wanted.set(shelfOf(chunk), (wanted.get(shelfOf(chunk)) ?? 0) | (1 << (chunk & (SHELF - 1))));
      const found = new Map<number, Uint16Array>();
      for (const [shelf, bits] of wanted) {
        const first = keyOf(shelf << SHELF_BITS, word);
        for (const [chunk, bytes] of listsIn(db).all({ first, wanted: bits }))
          found.set((shelf << SHELF_BITS) | chunk, new Uint16Array(aligned(bytes), 0, bytes.length / 2));
      }
      return found;
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

function keyOf(chunk: number, word: number): number {
  return shelfOf(chunk) * 2 ** (32 + SHELF_BITS) + word * SHELF + (chunk & (SHELF - 1));
}

/** The number under which the passages of a project are listed. */
export function numberOfProject(projectId: number): number {
  return stemsOf(projectTag(projectId))[0]!;
}

interface PassageRow {
  id: number;
  at: number | null;
  chars: number;
  pieces: string;
  project_id: number | null;
}

/** Makes the lists of chunks that have none, a slice a call, so that nothing waits long for it. */
export interface ChunkSealer {
  /** Does the next slice; false when there is nothing to do. @throws LeaseLost */
  next(): boolean;
}

type Lists = Generator<[word: number, list: Uint16Array | Uint32Array], void>;

interface OpenChunk {
  chunk: number;
  averageChars: number;
  /** The id after which to read on. */
  after: number;
  passages: number;
  chars: number;
  times: Uint32Array;
  words: Uint32Array;
  postings: Uint16Array;
  count: number;
  /** Once all passages are read: what is still to be written. */
  lists?: Lists;
}

export function chunkSealer({ db }: Store, lease: Lease): ChunkSealer {
  const hasPassages = db
    .prepare<[number, number], 1>('SELECT 1 FROM passage WHERE id >= ? AND id < ? LIMIT 1')
    .pluck();
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM passage').pluck();
  const sealed = db.prepare<[number], 1>('SELECT 1 FROM word_chunk WHERE chunk = ?').pluck();
  const average = db
    .prepare<[number, number], number | null>('SELECT avg(chars) FROM passage WHERE id >= ? AND id < ?')
    .pluck();
  const rows = db.prepare<[number, number, number], PassageRow>(
    `SELECT p.id, p.at, p.chars, p.pieces, s.project_id
     FROM passage p JOIN turn t ON t.id = p.turn_id JOIN session s ON s.id = t.session_id
     WHERE p.id > ? AND p.id < ? ORDER BY p.id LIMIT ?`,
  );
  const version = db
    .prepare<[number, number], string>(
      "SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM passage WHERE id >= ? AND id < ?",
    )
    .pluck();
  const putList = db.prepare<[number, Buffer]>('INSERT INTO word_list (key, postings) VALUES (?, ?)');
  const putChunk = db.prepare<[number, number, number]>(
    'INSERT INTO word_chunk (chunk, passages, chars) VALUES (?, ?, ?)',
  );
  const begun = db.prepare<[number], 1>('SELECT 1 FROM word_list WHERE key = ?').pluck();
  const clear = db.prepare<[{ from: number; to: number; chunk: number }]>(
    `DELETE FROM word_list WHERE key >= @from AND key < @to AND key & ${SHELF - 1} = CAST(@chunk AS INTEGER)`,
  );
  const tally = passageTally();
  let open: (OpenChunk & { version: string }) | undefined;

  function clearChunk(chunk: number): void {
    const shelf = shelfOf(chunk);
    const [from, to] = [shelf, shelf + 1].map((at) => keyOf(at << SHELF_BITS, 0));
    clear.run({ from: from!, to: to!, chunk: chunk & (SHELF - 1) });
  }

  function begin(): boolean {
    const ready = ((newest.get() ?? 0) - SETTLED + 1) >> CHUNK_BITS;
    for (let chunk = 0; chunk < ready; chunk++) {
      if (sealed.get(chunk)) continue;
      const [from, to] = [chunk * CHUNK, (chunk + 1) * CHUNK];
      if (!hasPassages.get(from, to)) continue;
      db.transaction(() => {
        lease.assertHeld();
        // An earlier process may have stopped in the middle; the list of times is written first.
        if (begun.get(keyOf(chunk, TIMES))) clearChunk(chunk);
      }).immediate();
      open = {
        chunk,
        averageChars: Math.max(1, average.get(from, to) ?? 1),
        after: from - 1,
        passages: 0,
        chars: 0,
        times: new Uint32Array(CHUNK),
        words: new Uint32Array(CHUNK * 64),
        postings: new Uint16Array(CHUNK * 64),
        count: 0,
        version: version.get(from, to)!,
      };
      return true;
    }
    return false;
  }

  /** A part of a chunk's lists; the chunk counts once the last of them is written. */
  function write(chunk: OpenChunk & { version: string }, lists: Lists): void {
    const [from, to] = [chunk.chunk * CHUNK, (chunk.chunk + 1) * CHUNK];
    db.transaction(() => {
      lease.assertHeld();
      for (let count = 0; count < LISTS_AT_ONCE; count++) {
        const { done, value } = lists.next();
        if (!done) putList.run(keyOf(chunk.chunk, value[0]), bytesOf(value[1]));
        else {
          open = undefined;
          // A passage went meanwhile: the next round begins anew.
          if (version.get(from, to) !== chunk.version) clearChunk(chunk.chunk);
          else putChunk.run(chunk.chunk, chunk.passages, chunk.chars);
          return;
        }
      }
    }).immediate();
  }

  return {
    next() {
      if (!open && !begin()) return false;
      const chunk = open!;
      if (chunk.lists) {
        try {
          write(chunk, chunk.lists);
        } catch (error) {
          open = undefined; // what was taken from the lists is not written
          throw error;
        }
        return true;
      }
      const some = rows.all(chunk.after, (chunk.chunk + 1) * CHUNK, SLICE);
      for (const row of some) addPassage(chunk, tally, row);
      if (some.length < SLICE) chunk.lists = listsOf(chunk);
      return true;
    },
  };
}

function addPassage(chunk: OpenChunk, tally: PassageTally, row: PassageRow): void {
  const place = row.id - chunk.chunk * CHUNK;
  chunk.after = row.id;
  chunk.passages += 1;
  chunk.chars += row.chars;
  chunk.times[place] = secondsOf(row.at);
  const length = row.chars / chunk.averageChars;
  const held = tally.of(row.pieces, row.project_id);
  makeRoom(chunk, held);
  for (let index = 0; index < held; index++) {
    chunk.words[chunk.count] = tally.words[index]!;
    chunk.postings[chunk.count++] = (place << LEVEL_BITS) | levelOf(shareOf(tally.weights[index]!, length));
  }
}

function makeRoom(chunk: OpenChunk, more: number): void {
  if (chunk.count + more <= chunk.words.length) return;
  const { words, postings } = chunk;
  chunk.words = new Uint32Array(2 * words.length + more);
  chunk.postings = new Uint16Array(2 * words.length + more);
  chunk.words.set(words);
  chunk.postings.set(postings);
}

/** BM25's share of one word. @param length of the passage, 1 for the average */
export function shareOf(weight: number, length: number): number {
  return (weight * (BM25_K1 + 1)) / (weight + BM25_K1 * (1 - BM25_B + BM25_B * length));
}

function levelOf(share: number): number {
  return Math.min(LEVELS - 1, Math.floor((share * LEVELS) / MOST_SHARE));
}

function* listsOf(chunk: OpenChunk): Lists {
  yield [TIMES, chunk.times];
  const { keys, values } = sortByKey(chunk.words, chunk.postings, chunk.count);
  for (let from = 0; from < chunk.count;) {
    let to = from + 1;
    while (to < chunk.count && keys[to] === keys[from]) to += 1;
    yield [keys[from]!, values.subarray(from, to)];
    from = to;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
