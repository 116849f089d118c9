import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { keySourceFile, type KeySource } from '../shared/database-key.ts';
import { codeOf, HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { CIPHER, connect, encryptingDatabase, rawKey } from './database.ts';

/**
 * Moves a database in or out of encryption. The new file is made beside the old one and takes its place by
 * one rename; `encryption.json` is there from before that rename (in) or until after it (out), and a store
 * that finds it opens a plain database as well. So a crash anywhere leaves one of the two, whole.
 */
export interface Move {
  path: string;
  /** The key it has now; none when it is plain. */
  from?: Buffer;
  /** The key it gets, and where that comes from; none to decrypt it. */
  to?: { key: Buffer; source: KeySource };
}

const LOCK_MS = 3000;

/** @throws HerError `db-in-use` when another process has it open; `no-cipher` | `db-key` */
export function moveDatabase({ path, from, to }: Move): void {
  const fresh = `${path}.new`;
  const old = `${path}.old`;
  clearLeftovers(path);
  const db = connectAlone(path, from);
  let isClosed = false;
  try {
    db.prepare('VACUUM INTO ?').run(fresh);
    chmodSync(fresh, 0o600);
    rekey(fresh, from, to?.key);
    syncFile(fresh);
    if (to) writeKeySource(dirname(path), to.source);
    linkSync(path, old);
    renameSync(fresh, path);
    syncFile(dirname(path));
    if (!to) rmSync(keySourceFile(dirname(path)), { force: true });
    shred(old, () => {
      isClosed = true;
      db.close();
    });
  } finally {
    if (!isClosed) db.close();
    clearLeftovers(path);
  }
}

/** What a crash left: a half-made file, or the old one that was not yet overwritten. */
export function clearLeftovers(path: string): void {
  for (const name of [`${path}.new`, `${path}.new-journal`, `${path}.old`]) {
    try {
      shred(name, () => {});
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
}

/** Leaving WAL takes every lock there is, so it succeeds only for the one process that has the file open. */
function connectAlone(path: string, key: Buffer | undefined): Database.Database {
  const db = connect(path, { key, timeout: LOCK_MS });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    if (db.pragma('journal_mode = DELETE', { simple: true }) === 'delete') {
      db.exec('BEGIN EXCLUSIVE; COMMIT'); // in exclusive mode the lock stays
      return db;
    }
  } catch (error) {
    if (!(codeOf(error) ?? '').startsWith('SQLITE_BUSY')) {
      db.close();
      throw error;
    }
  }
  db.close();
  throw new HerError(
    'db-in-use',
    `${path} is open in another process. End \`${TYPED_HER} start\` and the Claude Code sessions that use Her, then run this again.`,
  );
}

function rekey(path: string, from: Buffer | undefined, to: Buffer | undefined): void {
  const db = from ? connect(path, { key: from, timeout: LOCK_MS }) : new (encryptingDatabase())(path);
  try {
    // Nothing plain may lie in a journal beside it; after a crash the file is made anew.
    db.pragma('journal_mode = MEMORY');
    db.pragma('temp_store = MEMORY');
    if (to) db.pragma(`cipher = '${CIPHER}'`);
    db.pragma(`rekey = '${to ? rawKey(to) : ''}'`);
  } finally {
    db.close();
  }
  const check = connect(path, { key: to, timeout: LOCK_MS });
  const found = check.pragma('quick_check', { simple: true });
  check.close();
  if (found !== 'ok')
    throw new HerError('db-damaged', `The new file was not in order (${String(found)}); the old one stays.`);
}

function writeKeySource(home: string, source: KeySource): void {
  const path = keySourceFile(home);
  writeFileSync(`${path}.new`, JSON.stringify(source, null, 2) + '\n', { mode: 0o600 });
  syncFile(`${path}.new`);
  renameSync(`${path}.new`, path);
  syncFile(home);
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

const ZEROS = Buffer.alloc(1024 * 1024);

/**
 * Overwrites a file and removes it. Its header goes first, before `release` gives the last lock free:
 * whoever waited for that lock then sees no database, instead of writing into a file that is gone.
 */
function shred(path: string, release: () => void): void {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    for (let at = 0; at < size; at += ZEROS.length) {
      writeSync(file, ZEROS, 0, Math.min(ZEROS.length, size - at), at);
      if (at === 0) release();
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path);
}
