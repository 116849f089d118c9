import type { Lease } from './lease.ts';
import type { Store } from './open.ts';
import { passageTally, type PassageTally } from './passage-tally.ts';
import { secondsOf } from './seconds.ts';
import { sortByKey } from './sort-by-key.ts';
import {
  CHUNK,
  CHUNK_BITS,
  keyOf,
  postingOf,
  shareOf,
  SHELF,
  SHELF_BITS,
  shelfOf,
  TIMES,
} from './word-lists.ts';

/**
 * Makes the lists of words from what is stored, for chunks that have none: a slice a call, beside other work, so that
 * nothing waits long for it.
 */
export interface ChunkSealer {
  /** Does the next slice; false when there is nothing to do. @throws LeaseLost */
  next(): boolean;
}

/** A turn that goes on takes new ids for its last passage: a chunk is made when so many ids have come after it. */
const SETTLED = 1024;
/** Passages read at once: 30 ms. */
const SLICE = 128;
/** Lists written in one transaction: 15 ms. */
const LISTS_AT_ONCE = 8000;

interface PassageRow {
  id: number;
  at: number | null;
  chars: number;
  pieces: string;
  project_id: number | null;
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
    chunk.postings[chunk.count++] = postingOf(place, shareOf(tally.weights[index]!, length));
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
