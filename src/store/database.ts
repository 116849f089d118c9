import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { codeOf, HerError } from '../shared/errors.ts';

/** A connection, encrypted or not: the cipher's package is loaded only for a database that needs it. */
export interface Access {
  /** 32 bytes; without it the database is plain. */
  key?: Buffer;
  /** Milliseconds to wait for another process's lock. */
  timeout: number;
}

/** AEGIS-256: authenticated, and the fastest of those that SQLite3 Multiple Ciphers offers (docs/privacy.md). */
export const CIPHER = 'aegis';
/** Pages in SQLite's cache are plain, so that a second search need not decrypt them again; its default is 2 MB. */
const CACHE_KIB = 65_536;
const PACKAGE = 'better-sqlite3-multiple-ciphers';

/** @throws HerError `no-cipher` | `db-key` */
export function connect(path: string, { key, timeout }: Access): Database.Database {
  if (!key) return new Database(path, { timeout });
  const wasThere = existsSync(path);
  const db: Database.Database = new (encryptingDatabase())(path, { timeout });
  unlock(db, key);
  try {
    if (wasThere) db.prepare('SELECT count(*) FROM sqlite_master').get();
    // What SQLite spills goes to memory: its temporary files are not encrypted.
    db.pragma('temp_store = MEMORY');
    db.pragma(`cache_size = -${CACHE_KIB}`);
    return db;
  } catch (error) {
    db.close();
    if (codeOf(error) !== 'SQLITE_NOTADB') throw error;
    throw new HerError(
      'db-key',
      `The key does not open ${path}. Check HER_KEY, or the keychain if that holds it; the data is as it was.`,
      { cause: error },
    );
  }
}

/** The key as it is, without deriving it again. */
function unlock(db: Database.Database, key: Buffer): void {
  db.pragma(`cipher = '${CIPHER}'`);
  db.pragma(`key = '${rawKey(key)}'`);
}

/** How a raw key is written in a pragma. */
export function rawKey(key: Buffer): string {
  return `raw:${key.toString('hex')}`;
}

/** The same class as better-sqlite3's, with ciphers. @throws HerError `no-cipher` */
export function encryptingDatabase(): typeof Database {
  try {
    const load: (name: string) => typeof Database = createRequire(import.meta.url);
    return load(PACKAGE);
  } catch (error) {
    throw new HerError(
      'no-cipher',
      `The database is or shall be encrypted, and ${PACKAGE} is not installed here. Install it beside Her: npm install ${PACKAGE}@13.0.3 (with -g when Her was installed with -g).`,
      { cause: error },
    );
  }
}
