import { toInt8 } from '../shared/int8.ts';
import { fragmentsOf, type Fragment } from './fragments.ts';
import type { Lease } from './lease.ts';
import type { Store } from './open.ts';
import { unpackPieces } from './passages.ts';
import { vectorBlocks } from './vector-blocks.ts';
import { createTables } from './vector-tables.ts';

/** Stores the vectors of one model. */
export interface VectorWriter {
  /** Passages that have no vector yet, oldest id first. */
  pending(limit: number): { id: number; fragments: Fragment[] }[];
  pendingCount(): number;
  /** Stores vectors and moves the watermark, in the caller's transaction. Passages must come in order of id. */
  put(rows: readonly PassageVectors[]): void;
  /** Makes some of what is missing for quick scanning; returns how much, 0 when nothing is. @throws LeaseLost */
  sealNext(lease: Lease): number;
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

/** Creates the model's tables where they are missing. @param dim a multiple of 8 */
export function vectorWriter(store: Store, model: string, dim: number): VectorWriter {
  const { db } = store;
  const { model: id, passages, sessions, blocks } = createTables(store, model, dim);
  const pendingIn = db.prepare<[number, number], { id: number; pieces: string }>(
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
  const sealer = vectorBlocks(store, blocks, passages, dim);

  function meanOfSession(session: number): void {
    const sum = new Float32Array(dim);
    for (const row of ofSession.iterate(session)) addUnit(sum, int8Of(row));
    putSession.run(session, bytesOf(toInt8(sum)));
  }

  return {
    pending: (limit) =>
      pendingIn
        .all(id, limit)
        .map((row) => ({ id: row.id, fragments: fragmentsOf(unpackPieces(row.pieces)) })),
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
    sealNext: (lease) => sealer.sealNext(lease),
  };
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
