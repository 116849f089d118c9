import type { Store } from './open.ts';
import { createBlocks } from './vector-blocks.ts';

/**
 * Vectors of one model lie in tables of its own, so that vectors of two models are never compared: of passages
 * (int8), of the fragments of a passage (one bit a number), of sessions (the mean of their passages), and all
 * passages once more at one bit a number, which is what a search scans (`vector-blocks.ts`).
 */
export interface VectorTables {
  /** Row id of the model. */
  model: number;
  /** Vectors of passages and of their fragments. */
  passages: string;
  sessions: string;
  blocks: string;
}

/** Creates what is missing. */
export function createTables(store: Store, model: string, dim: number): VectorTables {
  const { db } = store;
  db.prepare('INSERT INTO embedding_model (name, dim) VALUES (?, ?) ON CONFLICT DO NOTHING').run(model, dim);
  const tables = namesOf(modelId(store, model)!);
  const { passages, sessions, blocks } = tables;
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
  return tables;
}

/** Undefined when nothing has been embedded with the model yet. */
export function tablesOf(store: Store, model: string): VectorTables | undefined {
  const id = modelId(store, model);
  if (id === undefined) return undefined;
  const tables = namesOf(id);
  // What is created last.
  const exists = store.db
    .prepare('SELECT 1 FROM sqlite_schema WHERE name = ?')
    .get(`${tables.blocks}_broken`);
  return exists === undefined ? undefined : tables;
}

function modelId({ db }: Store, model: string): number | undefined {
  return db.prepare<[string], { id: number }>('SELECT id FROM embedding_model WHERE name = ?').get(model)?.id;
}

function namesOf(model: number): VectorTables {
  return {
    model,
    passages: `passage_vector_${model}`,
    sessions: `session_vector_${model}`,
    blocks: `vector_block_${model}`,
  };
}
