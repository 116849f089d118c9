import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { databaseKey, readKeySource } from '../shared/database-key.ts';
import { HerError, sentenceOf } from '../shared/errors.ts';
import { connect } from './database.ts';
import { openStore, type Store } from './open.ts';
import { salvage, type Salvaged } from './salvage.ts';
import { declareComplete, dropUnfinished, putInPlace, rebuildingFile } from './unfinished-rebuild.ts';

/** What is wrong with a database, and how it is made again. */
export interface Health {
  /** `fine`; `missing`: there is none yet; `damaged`: rebuild it; `unusable`: it cannot be opened for another reason. */
  state: 'fine' | 'missing' | 'damaged' | 'unusable';
  /** Sentences; empty when it is fine. */
  faults: string[];
}

const NAMED_FAULTS = 10;

/** Looks at every page: about a second for each 100 MB. Never throws. */
export function checkDatabase(path: string, env: NodeJS.ProcessEnv = process.env): Health {
  if (!existsSync(path)) return { state: 'missing', faults: [] };
  let store: Store;
  try {
    store = openStore(path, env);
  } catch (error) {
    const isDamage = error instanceof HerError && error.code === 'db-damaged';
    return {
      state: isDamage || !(error instanceof HerError) ? 'damaged' : 'unusable',
      faults: [isDamage ? sentenceOf(error.cause) : sentenceOf(error)],
    };
  }
  try {
    const faults = faultsIn(store);
    return { state: faults.length === 0 ? 'fine' : 'damaged', faults };
  } catch (error) {
    return { state: 'damaged', faults: [sentenceOf(error)] };
  } finally {
    closeQuietly(store.db);
  }
}

function faultsIn({ db }: Store): string[] {
  const pages = db
    .prepare<[], string>(`PRAGMA integrity_check(${NAMED_FAULTS})`)
    .pluck()
    .all()
    .filter((line) => line !== 'ok');
  const orphans = db.prepare<[], { table: string }>('SELECT "table" FROM pragma_foreign_key_check').all();
  const lost = Number(
    db
      .prepare('SELECT count(*) FROM passage_words WHERE rowid NOT IN (SELECT id FROM passage)')
      .pluck()
      .get(),
  );
  const unsearchable = Number(
    db
      .prepare('SELECT count(*) FROM passage WHERE id NOT IN (SELECT rowid FROM passage_words)')
      .pluck()
      .get(),
  );
  return [
    ...pages,
    ...[...new Set(orphans.map(({ table }) => table))].map((table) => `rows of ${table} belong to nothing`),
    ...(lost > 0 ? [`${lost} entries of the word index belong to no passage`] : []),
    ...(unsearchable > 0 ? [`${unsearchable} passages are not in the word index`] : []),
  ];
}

export interface Rebuilt extends Salvaged {
  /** Where the old database lies now; nothing deletes it. */
  aside: string;
}

/**
 * Makes a database again, beside the old one: what only that knows about forgetting and annotations comes first,
 * then what the transcripts still hold, then those turns of the old one whose transcripts are gone. Then the old
 * one is set aside. Until then nobody else can open the database.
 * No process of Her may be writing.
 * @param readTranscripts a full pass on the new store
 */
export async function rebuild(
  path: string,
  env: NodeJS.ProcessEnv,
  readTranscripts: (store: Store) => Promise<void>,
): Promise<Rebuilt> {
  dropUnfinished(path);
  const store = openStore(rebuildingFile(path), env);
  let old: Database | undefined;
  let salvaged: Salvaged;
  try {
    old = openOld(path, env);
    const rescue = salvage(store, old);
    rescue.whatOnlyItKnows();
    await readTranscripts(store);
    salvaged = rescue.turnsWithoutTranscript();
  } finally {
    if (old) closeQuietly(old);
    store.close();
  }
  declareComplete(path);
  return { aside: putInPlace(path), ...salvaged };
}

function openOld(path: string, env: NodeJS.ProcessEnv): Database | undefined {
  try {
    const source = readKeySource(dirname(path));
    return connect(path, { timeout: 1000, ...(source ? { key: databaseKey(source, env) } : {}) });
  } catch {
    return undefined; // nothing in it can be read
  }
}

function closeQuietly(db: Database): void {
  try {
    db.close();
  } catch {
    return; // a damaged one may not even close
  }
}
