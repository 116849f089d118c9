import type { Store } from './open.ts';

/** What is stored, and what could not be read: for `her status` and `her ingest`. */
export interface StoreCounts {
  /** Main sessions with at least one turn. */
  sessions: number;
  subagents: number;
  turns: number;
  passages: number;
  projects: number;
  files: number;
}

export function storeCounts({ db }: Store): StoreCounts {
  return db
    .prepare<[], StoreCounts>(
      `SELECT
         (SELECT count(*) FROM session s WHERE s.parent_kind IS NOT 'subagent'
            AND EXISTS (SELECT 1 FROM turn WHERE session_id = s.id)) AS sessions,
         (SELECT count(*) FROM session WHERE parent_kind = 'subagent') AS subagents,
         (SELECT count(*) FROM turn) AS turns,
         (SELECT count(*) FROM passage) AS passages,
         (SELECT count(*) FROM project) AS projects,
         (SELECT count(*) FROM file) AS files`,
    )
    .get()!;
}

export interface TroubledFile {
  path: string;
  /** Lines that were read before the trouble. */
  lines: number;
  error: string;
  error_code: string | null;
  error_count: number;
  /** Milliseconds; when it is tried again. */
  retry_at: number | null;
}

export function troubledFiles({ db }: Store): TroubledFile[] {
  return db
    .prepare<[], TroubledFile>(
      'SELECT path, lines, error, error_code, error_count, retry_at FROM file WHERE error IS NOT NULL ORDER BY path',
    )
    .all();
}

export interface BadLine {
  path: string;
  line: number;
  reason: string;
}

/** Lines that are no records, as far as they are kept one by one. */
export function badLines({ db }: Store, limit: number): BadLine[] {
  return db
    .prepare<[number], BadLine>(
      `SELECT f.path, b.line, b.reason FROM bad_line b JOIN file f ON f.id = b.file_id ORDER BY f.path, b.line LIMIT ?`,
    )
    .all(limit);
}

export function countBadLines({ db }: Store): number {
  return db.prepare<[], { n: number }>('SELECT coalesce(sum(bad_lines), 0) AS n FROM file').get()!.n;
}

export interface UnknownType {
  source: string;
  type: string;
  first_version: string | null;
  count: number;
}

/** Kinds of records that this Her does not know, the most frequent first. */
export function unknownTypes({ db }: Store): UnknownType[] {
  return db
    .prepare<[], UnknownType>(
      'SELECT source, type, first_version, count FROM unknown_type ORDER BY count DESC, type',
    )
    .all();
}

export interface EmbeddingState {
  name: string;
  dim: number;
  /** Passages that have no vector of this model yet. */
  waiting: number;
}

export function embeddingStates({ db }: Store): EmbeddingState[] {
  return db
    .prepare<[], EmbeddingState>(
      `SELECT name, dim, (SELECT count(*) FROM passage WHERE id > watermark) AS waiting FROM embedding_model ORDER BY id`,
    )
    .all();
}
