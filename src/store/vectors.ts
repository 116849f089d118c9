import { setImmediate as nextTick } from 'node:timers/promises';
import type { Lease } from './lease.ts';
import type { Store } from './open.ts';
import { fragmentsOf, type Fragment } from './fragments.ts';
import { passageScan, type PassageWhere } from './passage-scan.ts';
import { unpackPieces } from './passages.ts';
import { passagesAmong, type SearchFilter } from './passage-filter.ts';
import { toInt8 } from '../shared/int8.ts';
import { sessionFacts, type SessionFacts } from './session-facts.ts';
import { keptRows } from './kept-rows.ts';
import { createBlocks, vectorBlocks } from './vector-blocks.ts';

/**
 * Vectors of one model, in tables of its own, so that vectors of two models are never compared: of passages
 * (int8), of the fragments of a passage (one bit a number), of sessions (the mean of their passages), and all
 * passages once more at one bit a number, which is what a search scans (`vector-blocks.ts`).
 */
export interface Vectors {
  /** Passages that have no vector yet, oldest id first. */
  pending(limit: number): { id: number; fragments: Fragment[] }[];
  pendingCount(): number;
  /** Stores vectors and moves the watermark, in the caller's transaction. Passages must come in order of id. */
  put(rows: readonly PassageVectors[]): void;
  /** Makes some of what is missing for quick scanning; returns how much, 0 when nothing is. @throws LeaseLost */
  sealNext(lease: Lease): number;
  /** True when all vectors are in memory; until then each call reads for 30 ms at most. */
  isReady(): boolean;
  /** Reads all vectors into memory, beside other work. */
  read(): Promise<void>;
  /**
   * Ids of about the `k` passages nearest to a vector of unit length, in no order: the best few are surely among
   * them, the last are not (docs/search.md). None until `isReady`, unless the filter names turns.
   */
  near(vector: Float32Array, k: number, filter: SearchFilter): number[];
  /** Where a passage stands, from memory; undefined when that does not hold it. */
  whereIs(id: number): PassageWhere | undefined;
  /** What is known of sessions that have passages in memory. */
  readonly facts: SessionFacts;
  /** What is stored of passages. */
  of(ids: readonly number[]): Map<number, StoredVectors>;
  /** Mean vectors of sessions, signed bytes of no certain length, by the session's id. */
  sessions(ids: readonly number[]): Map<number, Uint8Array>;
}

export interface PassageVectors {
  id: number;
  /** Of the whole passage; one of zeros is not stored. */
  whole: Int8Array;
  /** Unit-length or zero vectors of the passage's fragments, in their order. */
  vectors: readonly Float32Array[];
  /** How many of them are of prompts; those come first. */
  prompts: number;
}

/** As it is stored, because views of hundreds of rows cost as much as reading them. */
export interface StoredVectors {
  prompts: number;
  /**
   * The passage's vector, `dim` signed bytes, and behind it those of the fragments, dim / 8 bytes each; a bit is set
   * where the number is not negative, the lowest bit first.
   */
  bytes: Uint8Array;
}

/** Opens (and where needed creates) the tables of a model, to write. @param dim a multiple of 8 */
export function vectorsOf(store: Store, model: string, dim: number): Vectors {
  const { db } = store;
  db.prepare('INSERT INTO embedding_model (name, dim) VALUES (?, ?) ON CONFLICT DO NOTHING').run(model, dim);
  const id = modelId(store, model)!;
  const [passages, sessions, blocks] = tablesOf(id);
  db.exec(`
    CREATE TABLE IF NOT EXISTS ${passages} (passage_id INTEGER PRIMARY KEY, prompts INTEGER NOT NULL, whole BLOB NOT NULL, bits BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS ${sessions} (session_id INTEGER PRIMARY KEY, embedding BLOB NOT NULL);
    CREATE TRIGGER IF NOT EXISTS ${passages}_gone AFTER DELETE ON passage BEGIN
      DELETE FROM ${passages} WHERE passage_id = old.id;
    END;
    CREATE TRIGGER IF NOT EXISTS ${sessions}_gone AFTER DELETE ON session BEGIN
      DELETE FROM ${sessions} WHERE session_id = old.id;
    END;
  `);
  createBlocks(store, blocks);
  return vectorsIn(store, id, dim);
}

const opened = new WeakMap<Store, Map<string, Vectors>>();

/** Opens the tables of a model to read; undefined when nothing has been embedded with it yet. */
export function storedVectors(store: Store, model: string, dim: number): Vectors | undefined {
  const known = opened.get(store) ?? new Map<string, Vectors>();
  opened.set(store, known);
  if (!known.has(model)) {
    const id = modelId(store, model);
    if (id === undefined || !hasTables(store, id)) return undefined;
    known.set(model, vectorsIn(store, id, dim));
  }
  return known.get(model);
}

function modelId({ db }: Store, model: string): number | undefined {
  return db.prepare<[string], { id: number }>('SELECT id FROM embedding_model WHERE name = ?').get(model)?.id;
}

function hasTables({ db }: Store, id: number): boolean {
  const last = tablesOf(id)[2];
  return db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(`${last}_broken`) !== undefined;
}

function tablesOf(id: number): [passages: string, sessions: string, blocks: string] {
  return [`passage_vector_${id}`, `session_vector_${id}`, `vector_block_${id}`];
}

function vectorsIn(store: Store, id: number, dim: number): Vectors {
  const { db } = store;
  const [passages, sessions, blockTable] = tablesOf(id);
  const pending = db.prepare<[number, number], { id: number; pieces: string }>(
    `SELECT id, pieces FROM passage WHERE id > (SELECT watermark FROM embedding_model WHERE id = ?) ORDER BY id LIMIT ?`,
  );
  const insert = db.prepare<[number, number, Buffer, Buffer]>(
    `INSERT INTO ${passages} (passage_id, prompts, whole, bits) VALUES (?, ?, ?, ?)`,
  );
  const advance = db.prepare<[number, number]>('UPDATE embedding_model SET watermark = ? WHERE id = ?');
  const sessionsOf = db
    .prepare<[string], number>(
      `SELECT DISTINCT t.session_id FROM passage p JOIN turn t ON t.id = p.turn_id
       WHERE p.id IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const ofSession = db
    .prepare<[number], Buffer>(
      `SELECT v.whole FROM turn t JOIN passage p ON p.turn_id = t.id JOIN ${passages} v ON v.passage_id = p.id
       WHERE t.session_id = ?`,
    )
    .pluck();
  const putSession = db.prepare<[number, Buffer]>(
    `INSERT INTO ${sessions} (session_id, embedding) VALUES (?, ?)
     ON CONFLICT (session_id) DO UPDATE SET embedding = excluded.embedding`,
  );
  const nearestAmong = db
    .prepare<[string, Buffer, number], number>(
      `SELECT passage_id FROM ${passages} WHERE passage_id IN (SELECT value FROM json_each(?))
       ORDER BY vec_distance_cosine(vec_int8(whole), vec_int8(?)) LIMIT ?`,
    )
    .pluck();
  // One buffer for all rows: making one a row costs as much as reading them, and is most of what is thrown away.
  const stored = db
    .prepare<[string], [ids: string, prompts: string, lengths: string, bytes: Buffer | null]>(
      `SELECT json_group_array(passage_id), json_group_array(prompts), json_group_array(length(whole) + length(bits)),
         CAST(group_concat(whole || bits, '') AS BLOB)
       FROM json_each(?) wanted CROSS JOIN ${passages} ON passage_id = wanted.value`,
    )
    .raw();
  const sessionsIn = db
    .prepare<[string], [ids: string, bytes: Buffer | null]>(
      `SELECT json_group_array(session_id), CAST(group_concat(embedding, '') AS BLOB)
       FROM json_each(?) wanted CROSS JOIN ${sessions} ON session_id = wanted.value`,
    )
    .raw();

  function passagesOf(missing: readonly number[]): [id: number, StoredVectors][] {
    const [ids, prompts, lengths, bytes] = stored.get(JSON.stringify(missing))!;
    const of = numbersIn(prompts);
    const parts = cut(bytes ?? new Uint8Array(), numbersIn(lengths));
    return numbersIn(ids).map((id, at) => [id, { prompts: of[at]!, bytes: parts[at]! }]);
  }

  function meansOf(missing: readonly number[]): [session: number, mean: Uint8Array][] {
    const [ids, bytes] = sessionsIn.get(JSON.stringify(missing))!;
    const found = numbersIn(ids);
    const means = cut(bytes ?? new Uint8Array(), new Array<number>(found.length).fill(dim));
    return found.map((id, at) => [id, means[at]!]);
  }

  const blocks = vectorBlocks(store, blockTable, passages, dim);
  const keptPassages = keptRows<StoredVectors>(db, MOST_KEPT);
  const keptSessions = keptRows<Uint8Array>(db, MOST_KEPT);
  const facts = sessionFacts();
  const scan = passageScan(blocks, dim, (session) => {
    facts.roots.delete(session);
    facts.turns.delete(session);
    facts.projects.delete(session);
  });

  function meanOfSession(session: number): void {
    const sum = new Float32Array(dim);
    for (const row of ofSession.iterate(session)) addUnit(sum, int8Of(row));
    putSession.run(session, bytesOf(toInt8(sum)));
  }

  return {
    pending: (limit) =>
      pending.all(id, limit).map((row) => ({ id: row.id, fragments: fragmentsOf(unpackPieces(row.pieces)) })),
    pendingCount: () =>
      db
        .prepare<[number], { n: number }>(
          'SELECT count(*) AS n FROM passage WHERE id > (SELECT watermark FROM embedding_model WHERE id = ?)',
        )
        .get(id)!.n,
    put(rows) {
      for (const row of rows) {
        if (row.whole.every((value) => value === 0)) continue;
        insert.run(row.id, row.prompts, bytesOf(row.whole), packBits(row.vectors, dim));
      }
      for (const session of sessionsOf.all(JSON.stringify(rows.map((row) => row.id)))) meanOfSession(session);
      const last = rows.at(-1);
      if (last) advance.run(last.id, id);
    },
    sealNext: (lease) => blocks.sealNext(lease),
    isReady() {
      const until = performance.now() + SLICE_MS;
      while (!scan.isComplete && performance.now() < until) scan.catchUp();
      return scan.isComplete;
    },
    async read() {
      while (db.open && !scan.isComplete) {
        scan.catchUp();
        await nextTick();
      }
    },
    near(vector, k, filter) {
      if (filter.turns) {
        const among = passagesAmong(store, { ...filter, kinds: undefined });
        return nearestAmong.all(JSON.stringify(among), bytesOf(toInt8(vector)), k);
      }
      if (!scan.isComplete) return [];
      scan.catchUp();
      return scan.nearest(vector, k, filter);
    },
    whereIs: (id) => scan.whereIs(id),
    facts,
    of: (ids) => keptPassages.of(ids, passagesOf),
    sessions: (ids) => keptSessions.of(ids, meansOf),
  };
}

const SLICE_MS = 30;
/** About 8 MB of passages. */
const MOST_KEPT = 8192;

function numbersIn(json: string): number[] {
  return JSON.parse(json) as number[];
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let from = 0;
  return lengths.map((length) => bytes.subarray(from, (from += length)));
}

/** Without a branch a number: which way it goes is anyone's guess, and wrong guesses cost four times the work. */
function packBits(vectors: readonly Float32Array[], dim: number): Buffer {
  const bits = Buffer.alloc((vectors.length * dim) / 8);
  let at = 0;
  for (const vector of vectors)
    for (let k = 0; k < dim; k += 8, at++) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit++) byte |= Number(vector[k + bit]! >= 0) << bit;
      bits[at] = byte;
    }
  return bits;
}

function addUnit(sum: Float32Array, vector: Int8Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  for (let k = 0; k < sum.length; k++) sum[k]! += scale * vector[k]!;
}

function bytesOf(vector: Int8Array | Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

function int8Of(bytes: Buffer): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
