import type { Store } from './open.ts';
import { meaningOf, unpackPieces } from './passages.ts';

/** Vectors of passages, one table per model, so that vectors of two models are never compared. */
export interface Vectors {
  /** Passages that have no vector yet, oldest id first. */
  pending(limit: number): { id: number; text: string }[];
  pendingCount(): number;
  /** Stores vectors and moves the watermark, in the caller's transaction. Passages must come in order of id. */
  put(rows: readonly { id: number; vector: Int8Array }[]): void;
  /** The `k` passages nearest by cosine, nearest first, among `within` when it is given; similarity is in -1..1. */
  nearest(vector: Int8Array, k: number, within?: readonly number[]): { id: number; similarity: number }[];
}

/** Opens (and where needed creates) the table of a model. */
export function vectorsOf({ db }: Store, model: string, dim: number): Vectors {
  db.prepare('INSERT INTO embedding_model (name, dim) VALUES (?, ?) ON CONFLICT DO NOTHING').run(model, dim);
  const { id } = db
    .prepare<[string], { id: number }>('SELECT id FROM embedding_model WHERE name = ?')
    .get(model)!;
  const table = `vector_${id}`;
  db.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS ${table} USING vec0 (embedding int8[${dim}] distance_metric=cosine);
    CREATE TRIGGER IF NOT EXISTS ${table}_gone AFTER DELETE ON passage BEGIN
      DELETE FROM ${table} WHERE rowid = old.id;
    END;
  `);
  const pending = db.prepare<[number, number], { id: number; pieces: string }>(
    `SELECT id, pieces FROM passage WHERE id > (SELECT watermark FROM embedding_model WHERE id = ?) ORDER BY id LIMIT ?`,
  );
  const insert = db.prepare<[bigint, Buffer]>(
    `INSERT INTO ${table} (rowid, embedding) VALUES (?, vec_int8(?))`,
  );
  const advance = db.prepare<[number, number]>('UPDATE embedding_model SET watermark = ? WHERE id = ?');
  const nearest = db.prepare<[Buffer, number], { id: number; distance: number }>(
    `SELECT rowid AS id, distance FROM ${table} WHERE embedding MATCH vec_int8(?) AND k = ?`,
  );
  const nearestOf = db.prepare<[Buffer, number, string], { id: number; distance: number }>(
    `SELECT rowid AS id, distance FROM ${table} WHERE embedding MATCH vec_int8(?) AND k = ?
       AND rowid IN (SELECT value FROM json_each(?))`,
  );
  return {
    pending: (limit) =>
      pending.all(id, limit).map((row) => ({ id: row.id, text: meaningOf(unpackPieces(row.pieces)) })),
    pendingCount: () =>
      db
        .prepare<[number], { n: number }>(
          'SELECT count(*) AS n FROM passage WHERE id > (SELECT watermark FROM embedding_model WHERE id = ?)',
        )
        .get(id)!.n,
    put(rows) {
      for (const row of rows)
        if (row.vector.some((value) => value !== 0)) insert.run(BigInt(row.id), bytesOf(row.vector));
      const last = rows.at(-1);
      if (last) advance.run(last.id, id);
    },
    nearest(vector, k, within) {
      const rows = within
        ? nearestOf.all(bytesOf(vector), k, JSON.stringify(within))
        : nearest.all(bytesOf(vector), k);
      return rows.map((row) => ({ id: row.id, similarity: 1 - row.distance }));
    },
  };
}

function bytesOf(vector: Int8Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
