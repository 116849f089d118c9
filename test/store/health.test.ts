import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDatabase, rebuild } from '../../src/store/health.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { putInPlace, unfinishedRebuild } from '../../src/store/unfinished-rebuild.ts';
import { dumpOf } from '../ingest/dump.ts';
import { cleanRun, expectSame, growth } from '../ingest/grow.ts';
import { makeHistory } from '../ingest/history.ts';
import { idOf } from '../ingest/records.ts';
import { contextOn, makeWorld, openContext, promptsIn, readAll, type World } from '../ingest/world.ts';

let world: World;
const history = makeHistory(61);
beforeEach(async () => {
  world = makeWorld();
  for (const { path, bytes } of growth(history, 61)) world.append(path, bytes);
  const context = openContext(world);
  await readAll(context, world);
  context.lease.release();
  context.store.close();
});
afterEach(() => world.remove());

async function readTranscripts(store: Store): Promise<void> {
  const context = contextOn(store);
  await readAll(context, world);
  context.lease.release();
}

async function dumpNow(): Promise<string[]> {
  const store = openStore(world.database);
  const dump = dumpOf(store);
  store.close();
  return Promise.resolve(dump);
}

/** Writes noise over a page in the middle. */
function damage(page: number): void {
  const file = openSync(world.database, 'r+');
  writeSync(file, Buffer.alloc(8192, 0xa5), 0, 8192, page * 8192);
  closeSync(file);
}

describe('a database that is not as it should be', () => {
  it('a sound one is fine, one that is not there yet is missing', () => {
    expect(checkDatabase(world.database)).toEqual({ state: 'fine', faults: [] });
    expect(checkDatabase(world.database + '.none').state).toBe('missing');
  });

  it('noise instead of pages, a cut file and another file in its place are called damage', () => {
    const size = statSync(world.database).size;
    copyFileSync(world.database, world.database + '.good');
    for (const page of [3, 9, 14]) damage(page);
    expect(checkDatabase(world.database).state).toBe('damaged');
    copyFileSync(world.database + '.good', world.database);
    const file = openSync(world.database, 'r+');
    ftruncateSync(file, Math.floor(size / 2));
    closeSync(file);
    expect(checkDatabase(world.database).state).toBe('damaged');
    writeFileSync(world.database, 'Dear diary, this is no database. '.repeat(400));
    expect(checkDatabase(world.database).state).toBe('damaged');
  });

  it('words that lost their passage are found', () => {
    const db = new Database(world.database);
    db.exec('DROP TRIGGER passage_gone; DELETE FROM passage WHERE id = (SELECT min(id) FROM passage)');
    db.close();
    expect(checkDatabase(world.database).faults).toEqual([
      '1 entries of the word index belong to no passage',
    ]);
  });

  it('one of noise is set aside and made again from the transcripts', async () => {
    writeFileSync(world.database, Buffer.alloc(100_000, 0x5a));
    const { aside, turns } = await rebuild(world.database, world.env, readTranscripts);
    expect(statSync(aside).size).toBe(100_000);
    expect(turns).toBe(0);
    expectSame(await dumpNow(), await cleanRun(world));
  });

  it('a damaged one is made again with what only it held', async () => {
    const before = await dumpNow();
    const gone = `-work-pond/${idOf('session', 61, 1)}.jsonl`;
    rmSync(world.at(gone));
    const { turns, sessions } = await rebuild(world.database, world.env, readTranscripts);
    expect([turns, sessions]).toEqual([8, 1]);
    const tables = (dump: string[]): string[] =>
      dump.slice(dump.indexOf('## turn'), dump.indexOf('## words'));
    expectSame(tables(await dumpNow()), tables(before));
    expect(checkDatabase(world.database)).toEqual({ state: 'fine', faults: [] });
  });

  it('what was forgotten or annotated stays so', async () => {
    const store = openStore(world.database);
    store.db.exec(
      "INSERT INTO forgotten VALUES ('h', 1); INSERT INTO annotation VALUES ('u', 'correction', null, 'mine', 1)",
    );
    store.close();
    await rebuild(world.database, world.env, readTranscripts);
    const after = openStore(world.database);
    expect(after.db.prepare('SELECT hash FROM forgotten').pluck().all()).toEqual(['h']);
    expect(after.db.prepare('SELECT prompt_uuid, note FROM annotation').all()).toEqual([
      { prompt_uuid: 'u', note: 'mine' },
    ]);
    expect(promptsIn(after).length).toBeGreaterThan(0);
    after.close();
  });

  it('of a database with damaged pages the readable turns are kept', async () => {
    for (const path of history.keys()) rmSync(world.at(path), { force: true });
    const before = openStore(world.database);
    const all = promptsIn(before).length;
    const page = Number(
      before.db.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'passage_by_time'").pluck().get(),
    );
    before.close();
    damage(page - 1);
    expect(checkDatabase(world.database).state).toBe('damaged');
    await rebuild(world.database, world.env, readTranscripts);
    const after = openStore(world.database);
    expect(promptsIn(after)).toHaveLength(all);
    after.close();
  });
});

describe('a rebuild that is killed', () => {
  const gone = `-work-pond/${idOf('session', 61, 1)}.jsonl`;
  const rebuildAndDie = (step: string): void => {
    const script = fileURLToPath(new URL('./rebuild-and-die.ts', import.meta.url));
    const { signal } = spawnSync(process.execPath, [script, world.database, step], { env: world.env });
    expect(signal).toBe('SIGKILL');
  };

  it.each([
    ['at its first transcript', 'open:1', 'reading'],
    ['at its third', 'open:3', 'reading'],
    ['behind its first batch', 'batch:1', 'reading'],
    ['when all is read', 'rename:1', 'reading'],
    ['before the journal of the old one is moved', 'rename:2', 'ready'],
    ['before the old one is set aside', 'rename:4', 'ready'],
    ['before the new one takes its place', 'rename:5', 'ready'],
  ] as const)('%s is noticed by all and loses no turn', async (_, step, left) => {
    const before = promptsNow();
    rmSync(world.at(gone));
    rebuildAndDie(step);
    expect(unfinishedRebuild(world.database)).toBe(left);
    expect(() => openStore(world.database)).toThrow('her doctor --rebuild');
    if (left === 'ready') putInPlace(world.database);
    else await rebuild(world.database, world.env, readTranscripts);
    expect(promptsNow()).toEqual(before);
    expect(checkDatabase(world.database)).toEqual({ state: 'fine', faults: [] });
    expect(existsSync(`${world.database}.damaged`)).toBe(true);
    expect(existsSync(`${world.database}.damaged-2`)).toBe(false);
  });

  function promptsNow(): string[] {
    const store = openStore(world.database);
    const prompts = promptsIn(store);
    store.close();
    return prompts;
  }
});
