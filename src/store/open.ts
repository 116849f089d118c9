import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { codeOf, HerError } from '../shared/errors.ts';
import { keepPrivate } from '../shared/private-files.ts';
import { databaseKey, readKeySource } from '../shared/database-key.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { connect } from './database.ts';
import { migrate, NewerSchema } from './schema.ts';
import { unfinishedRebuild } from './unfinished-rebuild.ts';

export interface Store {
  readonly db: Database.Database;
  readonly path: string;
  /** False when sqlite-vec does not work here: search is then by words only, and says so. */
  readonly hasVectors: boolean;
  readonly isEncrypted: boolean;
  /** Paths of the home that others could read until now. */
  readonly mended: readonly string[];
  /** False once the file was deleted or another put in its place: what is written now would be lost. */
  isInPlace(): boolean;
  close(): void;
}

/** Waiting for another writer's transaction; longer than any of ours takes (../docs: limits of two writers). */
const BUSY_TIMEOUT_MS = 5000;
const PAGE_BYTES = 8192;
/** Holds the inner pages of a million turns' tables, so that a row costs one page and not two; SQLite's default is 2 MB. */
const LONG_CACHE_KIB = 131_072;
/** 32 MB: a full pass writes each page about once instead of at each of many checkpoints (limits: writing). */
const CHECKPOINT_PAGES = 4000;

/**
 * Opens (and where needed creates) the database, readable by its owner only.
 * @param env holds the key when the database is encrypted with one from `HER_KEY`
 * @throws HerError `bad-home` | `db-newer` | `db-damaged` | `db-key` | `no-key` | `no-cipher` | `db-unwritable` | `db-locked` | `disk-full` | `db-rebuilding`
 */
export function openStore(path: string, env: NodeJS.ProcessEnv = process.env): Store {
  try {
    if (unfinishedRebuild(path))
      throw new HerError(
        'db-rebuilding',
        `${path} is being rebuilt, or a rebuild of it was cut off. If none is running, run \`${TYPED_HER} doctor --rebuild\`: it ends what was begun, and nothing is lost.`,
      );
    const mended = keepPrivate(dirname(path));
    const isNew = !existsSync(path);
    const { db, isEncrypted } = connectAs(path, env);
    if (isNew) {
      chmodSync(path, 0o600);
      db.pragma(`page_size = ${PAGE_BYTES}`);
    }
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${CHECKPOINT_PAGES * PAGE_BYTES}`);
    db.pragma('foreign_keys = ON');
    const hasVectors = loadVectors(db);
    migrate(db);
    if (isLong(db)) db.pragma(`cache_size = -${LONG_CACHE_KIB}`);
    const opened = identityOf(path);
    return {
      db,
      path,
      hasVectors,
      isEncrypted,
      mended,
      isInPlace: () => identityOf(path) === opened,
      close: () => db.close(),
    };
  } catch (error) {
    throw explainStoreError(error, path);
  }
}

/** Encrypted when `encryption.json` says so; a crash while it was being moved may have left it plain. */
function connectAs(path: string, env: NodeJS.ProcessEnv): { db: Database.Database; isEncrypted: boolean } {
  const timeout = BUSY_TIMEOUT_MS;
  const source = readKeySource(dirname(path));
  if (!source) return { db: connect(path, { timeout }), isEncrypted: false };
  try {
    return { db: connect(path, { key: databaseKey(source, env), timeout }), isEncrypted: true };
  } catch (error) {
    if (error instanceof HerError && error.code === 'db-key' && isPlain(path))
      return { db: connect(path, { timeout }), isEncrypted: false };
    throw error;
  }
}

function isPlain(path: string): boolean {
  const db = connect(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

/** Whether a history is long enough for lists of words. */
function isLong(db: Database.Database): boolean {
  return db.prepare('SELECT 1 FROM word_chunk LIMIT 1').get() !== undefined;
}

function identityOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : null;
}

/** A build of sqlite-vec can load and still lack its functions: only a real query tells. */
function loadVectors(db: Database.Database): boolean {
  try {
    sqliteVec.load(db);
    const row = db.prepare<[], { d: number }>("SELECT vec_distance_L2('[1,2]', '[1,4]') AS d").get();
    return row?.d === 2;
  } catch {
    return false;
  }
}

/** SQLite's and the file system's errors as sentences with a code; anything else as it is. */
export function explainStoreError(error: unknown, path: string): unknown {
  const cause = { cause: error };
  if (error instanceof NewerSchema) {
    return new HerError(
      'db-newer',
      `${path} was written by a newer Her (${error.message}). Update her-mcp, or set HER_HOME to another folder.`,
      cause,
    );
  }
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) {
    return new HerError(
      'db-damaged',
      `${path} is damaged. Run \`${TYPED_HER} doctor\`: it says what is wrong and how to rebuild from the transcripts.`,
      cause,
    );
  }
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code === 'SQLITE_CANTOPEN' ||
    code === 'SQLITE_READONLY'
  ) {
    return new HerError(
      'db-unwritable',
      `${path} cannot be opened for writing (${code}). Check the folder's owner and permissions, or set HER_HOME to another folder.`,
      cause,
    );
  }
  if (code?.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') {
    return new HerError(
      'db-locked',
      `${path} is locked by another program. Her goes on when it is free; nothing is lost.`,
      cause,
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new HerError(
      'disk-full',
      `The disk that holds ${path} is full. Free some space: nothing is lost, Her goes on where it stopped.`,
      cause,
    );
  }
  return error;
}
