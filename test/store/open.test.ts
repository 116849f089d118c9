import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { makeWorld, type World } from '../ingest/world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

describe('opening the database', () => {
  it('folder and file are for their owner alone, whatever they were', () => {
    mkdirSync(dirname(world.database), { recursive: true });
    chmodSync(dirname(world.database), 0o755);
    openStore(world.database).close();
    expect(statSync(dirname(world.database)).mode & 0o777).toBe(0o700);
    expect(statSync(world.database).mode & 0o777).toBe(0o600);
  });

  it('readers do not wait for the writer, and vectors work', () => {
    const store = openStore(world.database);
    expect(store.hasVectors).toBe(true);
    expect(store.db.pragma('journal_mode', { simple: true })).toBe('wal');
    const reader = openStore(world.database);
    store.db.exec("BEGIN IMMEDIATE; INSERT INTO project (path, name) VALUES ('/p', 'p')");
    expect(reader.db.prepare('SELECT count(*) FROM project').pluck().get()).toBe(0);
    store.db.exec('COMMIT');
    expect(reader.db.prepare('SELECT count(*) FROM project').pluck().get()).toBe(1);
    reader.close();
    store.close();
  });

  it('what is no database is named, with what to do', () => {
    mkdirSync(dirname(world.database), { recursive: true });
    writeFileSync(world.database, 'no database at all, just words '.repeat(100));
    expect(() => openStore(world.database)).toThrow(/her doctor/);
    expect(() => openStore(world.database)).toThrow(expect.objectContaining({ code: 'db-damaged' }));
  });

  it('a database of a newer Her is not touched', () => {
    openStore(world.database).close();
    const db = new Database(world.database);
    db.pragma('user_version = 999');
    db.close();
    expect(() => openStore(world.database)).toThrow(expect.objectContaining({ code: 'db-newer' }));
  });
});
