import type { Store } from './open.ts';
import { fragmentsOf, type Fragment } from './fragments.ts';
import { passageScan, type PassageScan, type ScanFilter } from './passage-scan.ts';
import { unpackPieces } from './passages.ts';

/**
 * Vectors of one model, in tables of its own, so that vectors of two models are never compared: of passages
 * (int8, what a search scans), of the fragments of a passage (one bit a number, what the found are
 * compared by closely) and of sessions (the mean of their passages).
 */
export interface Vectors {
  /** Passages that have no vector yet, oldest id first. */
  pending(limit: number): { id: number; fragments: Fragment[] }[];
  pendingCount(): number;
  /** Stores vectors and moves the watermark, in the caller's transaction. Passages must come in order of id. */
  put(rows: readonly PassageVectors[]): void;
  /** The `k` passages nearest by cosine, nearest first, among `within` when it is given; similarity is in -1..1. */
  nearest(vector: Int8Array, k: number, within?: readonly number[]): { id: number; similarity: number }[];
  /** The same for a filter, scanned in memory; undefined until the vectors have been read into it. */
  nearestInMemory(
    vector: Int8Array,
    k: number,
    filter: ScanFilter,
  ): { id: number; similarity: number }[] | undefined;
  /** Packed fragments of passages, prompts first. */
  fragments(ids: readonly number[]): Map<number, PackedFragments>;
  /** Unit-length mean vectors of sessions, by the session's id. */
  sessions(ids: readonly number[]): Map<number, Float32Array>;
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

export interface PackedFragments {
  prompts: number;
  /** dim / 8 bytes a fragment; a bit is set where the number is not negative, the lowest bit first. */
  bits: Uint8Array;
}

/** Opens (and where needed creates) the tables of a model, to write. @param dim a multiple of 8 */
export function vectorsOf(store: Store, model: string, dim: number): Vectors {
  const { db } = store;
  db.prepare('INSERT INTO embedding_model (name, dim) VALUES (?, ?) ON CONFLICT DO NOTHING').run(model, dim);
  const id = modelId(store, model)!;
  const [passages, fragments, sessions] = tablesOf(id);
  db.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS ${passages} USING vec0 (embedding int8[${dim}] distance_metric=cosine);
    CREATE TABLE IF NOT EXISTS ${fragments} (passage_id INTEGER PRIMARY KEY, prompts INTEGER NOT NULL, whole BLOB NOT NULL, bits BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS ${sessions} (session_id INTEGER PRIMARY KEY, embedding BLOB NOT NULL);
    CREATE TRIGGER IF NOT EXISTS ${passages}_gone AFTER DELETE ON passage BEGIN
      DELETE FROM ${passages} WHERE rowid = old.id;
      DELETE FROM ${fragments} WHERE passage_id = old.id;
    END;
    CREATE TRIGGER IF NOT EXISTS ${sessions}_gone AFTER DELETE ON session BEGIN
      DELETE FROM ${sessions} WHERE session_id = old.id;
    END;
  `);
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
  return db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(`${last}_gone`) !== undefined;
}

function tablesOf(id: number): [passages: string, fragments: string, sessions: string] {
  return [`vector_${id}`, `fragment_${id}`, `session_vector_${id}`];
}

function vectorsIn(store: Store, id: number, dim: number): Vectors {
  const { db } = store;
  const [passages, fragments, sessions] = tablesOf(id);
  const pending = db.prepare<[number, number], { id: number; pieces: string }>(
    `SELECT id, pieces FROM passage WHERE id > (SELECT watermark FROM embedding_model WHERE id = ?) ORDER BY id LIMIT ?`,
  );
  const insert = db.prepare<[bigint, Buffer]>(
    `INSERT INTO ${passages} (rowid, embedding) VALUES (?, vec_int8(?))`,
  );
  const insertFragments = db.prepare<[number, number, Buffer, Buffer]>(
    `INSERT INTO ${fragments} (passage_id, prompts, whole, bits) VALUES (?, ?, ?, ?)`,
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
      `SELECT v.embedding FROM turn t JOIN passage p ON p.turn_id = t.id JOIN ${passages} v ON v.rowid = p.id
       WHERE t.session_id = ?`,
    )
    .pluck();
  const putSession = db.prepare<[number, Buffer]>(
    `INSERT INTO ${sessions} (session_id, embedding) VALUES (?, ?)
     ON CONFLICT (session_id) DO UPDATE SET embedding = excluded.embedding`,
  );
  const nearest = db.prepare<[Buffer, number], { id: number; distance: number }>(
    `SELECT rowid AS id, distance FROM ${passages} WHERE embedding MATCH vec_int8(?) AND k = ?`,
  );
  const nearestOf = db.prepare<[Buffer, number, string], { id: number; distance: number }>(
    `SELECT rowid AS id, distance FROM ${passages} WHERE embedding MATCH vec_int8(?) AND k = ?
       AND rowid IN (SELECT value FROM json_each(?))`,
  );
  const similarity = db
    .prepare<[Buffer, number], number>(
      `SELECT 1 - vec_distance_cosine(embedding, vec_int8(?)) FROM ${passages} WHERE rowid = ?`,
    )
    .pluck();
  let scan: PassageScan | undefined;
  const fragmentsIn = db.prepare<[string], { id: number; prompts: number; bits: Buffer }>(
    `SELECT passage_id AS id, prompts, bits FROM ${fragments} WHERE passage_id IN (SELECT value FROM json_each(?))`,
  );
  const sessionsIn = db.prepare<[string], { id: number; embedding: Buffer }>(
    `SELECT session_id AS id, embedding FROM ${sessions} WHERE session_id IN (SELECT value FROM json_each(?))`,
  );

  function meanOfSession(session: number): void {
    const sum = new Float32Array(dim);
    for (const row of ofSession.iterate(session)) addUnit(sum, int8Of(row));
    putSession.run(session, bytesOf(unitLength(sum)));
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
        insert.run(BigInt(row.id), bytesOf(row.whole));
        insertFragments.run(row.id, row.prompts, packBits([row.whole], dim), packBits(row.vectors, dim));
      }
      for (const session of sessionsOf.all(JSON.stringify(rows.map((row) => row.id)))) meanOfSession(session);
      const last = rows.at(-1);
      if (last) advance.run(last.id, id);
    },
    nearest(vector, k, within) {
      const rows = within
        ? nearestOf.all(bytesOf(vector), k, JSON.stringify(within))
        : nearest.all(bytesOf(vector), k);
      return rows.map((row) => ({ id: row.id, similarity: 1 - row.distance }));
    },
    nearestInMemory(packed, k, filter) {
      scan ??= filledBesideWork(store, passageScan(store, fragments, dim));
      if (!scan.isComplete) return undefined;
      scan.catchUp();
      const bytes = bytesOf(packed);
      return scan
        .nearest(Float32Array.from(packed), k, filter)
        .flatMap((passage) => {
          const found = similarity.get(bytes, passage);
          return found === undefined ? [] : [{ id: passage, similarity: found }];
        })
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, k);
    },
    fragments: (ids) =>
      new Map(
        fragmentsIn.all(JSON.stringify(ids)).map(({ id: key, prompts, bits }) => [key, { prompts, bits }]),
      ),
    sessions: (ids) =>
      new Map(sessionsIn.all(JSON.stringify(ids)).map((row) => [row.id, floatsOf(row.embedding)])),
  };
}

/** A slice now and one in each turn of the event loop, until all is read. */
function filledBesideWork({ db }: Store, scan: PassageScan): PassageScan {
  const goOn = (): void => {
    if (!db.open) return;
    scan.catchUp();
    if (!scan.isComplete) setImmediate(goOn).unref();
  };
  goOn();
  return scan;
}

function packBits(vectors: readonly (Float32Array | Int8Array)[], dim: number): Buffer {
  const bits = Buffer.alloc((vectors.length * dim) / 8);
  for (const [index, vector] of vectors.entries())
    for (let k = 0; k < dim; k++) if (vector[k]! >= 0) bits[(index * dim + k) >> 3]! |= 1 << (k & 7);
  return bits;
}

function addUnit(sum: Float32Array, vector: Int8Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  for (let k = 0; k < sum.length; k++) sum[k]! += scale * vector[k]!;
}

function unitLength(sum: Float32Array): Float32Array {
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return length === 0 ? sum : sum.map((value) => value / length);
}

function bytesOf(vector: Int8Array | Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

function int8Of(bytes: Buffer): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A copy, for a buffer may begin anywhere and floats may not. */
function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
