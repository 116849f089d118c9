import { copyFileSync, existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { ingestBatch } from '../../src/ingest/file.ts';
import { claudeCode } from '../../src/sources/claude-code/claude-code.ts';
import { LeaseLost, leaseOn } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { dumpOf } from './dump.ts';
import { cleanRun, expectSame, growth } from './grow.ts';
import { makeHistory } from './history.ts';
import { seeded } from './random.ts';
import { makeWorld, openContext, promptsIn, readAll, type World } from './world.ts';

const worlds: World[] = [];
function world(): World {
  const made = makeWorld();
  worlds.push(made);
  return made;
}
afterEach(() => {
  for (const made of worlds.splice(0)) made.remove();
});

const SEEDS = Array.from({ length: process.env['HER_LONG'] ? 60 : 8 }, (_, index) => index + 1);

/** A world whose history is all on disk. */
function grownWorld(seed: number): World {
  const grown = world();
  for (const { path, bytes } of growth(makeHistory(seed), seed)) grown.append(path, bytes);
  return grown;
}

describe('each record is stored exactly once', () => {
  it.each(SEEDS)('read while it grows, history %i is stored as when it is read at once', async (seed) => {
    const grown = world();
    const context = openContext(grown);
    const random = seeded(seed);
    for (const { path, bytes } of growth(makeHistory(seed), seed)) {
      grown.append(path, bytes);
      if (random.chance(0.3)) await readAll(context, grown);
    }
    await readAll(context, grown);
    const dump = dumpOf(context.store);
    context.store.close();
    expectSame(dump, await cleanRun(grown));
  });

  it('a batch of a process that lost the lease leaves nothing', async () => {
    const grown = grownWorld(1);
    const context = openContext(grown);
    const path = grown.at([...makeHistory(1).keys()][0]!);
    let clock = 0;
    const other = leaseOn(openStore(grown.database), Date.now, () => clock);
    expect(other.acquire()).toBe(false);
    clock = 60_000;
    expect(other.acquire()).toBe(true);
    expect(() => ingestBatch(context, [{ source: claudeCode, path }])).toThrow(LeaseLost);
    expect(promptsIn(context.store)).toEqual([]);
    expect(context.files.all()).toEqual([]);
    context.store.close();
  });

  it('a clock that jumps back a day changes nothing', async () => {
    const grown = world();
    let clock = Date.UTC(2026, 10, 23);
    const context = openContext(grown, () => clock);
    let step = 0;
    for (const { path, bytes } of growth(makeHistory(3), 3)) {
      grown.append(path, bytes);
      if (step++ % 40 === 0) clock -= 86_400_000;
      if (step % 5 === 0) await readAll(context, grown);
    }
    await readAll(context, grown);
    expect(context.lease.renew()).toBe(true);
    const dump = dumpOf(context.store);
    context.store.close();
    expectSame(dump, await cleanRun(grown));
  });

  it('a disk that is full ends the pass, and the next one goes on', async () => {
    const grown = grownWorld(4);
    const context = openContext(grown);
    const { db } = context.store;
    const pages = Number(db.pragma('page_count', { simple: true }));
    let fulls = 0;
    for (let most = pages + 2; fulls < 200; most += 4) {
      db.pragma(`max_page_count = ${most}`);
      try {
        await readAll(context, grown);
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'SQLITE_FULL' });
        fulls += 1;
      }
    }
    expect(fulls).toBeGreaterThan(3);
    const dump = dumpOf(context.store);
    context.store.close();
    expectSame(dump, await cleanRun(grown));
  });

  it('a database that another program locks is waited for, and no file is blamed', async () => {
    const grown = grownWorld(5);
    const context = openContext(grown);
    context.store.db.pragma('busy_timeout = 20');
    const other = new Database(grown.database);
    other.exec('BEGIN EXCLUSIVE');
    await expect(readAll(context, grown)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.exec('COMMIT');
    other.close();
    await readAll(context, grown);
    expect(context.files.all().filter((row) => row.error_code !== null)).toEqual([]);
    const dump = dumpOf(context.store);
    context.store.close();
    expectSame(dump, await cleanRun(grown));
  });

  it('an older copy of the database put in its place is brought up to date', async () => {
    const grown = world();
    const pieces = [...growth(makeHistory(6), 6)];
    const half = Math.floor(pieces.length / 2);
    for (const { path, bytes } of pieces.slice(0, half)) grown.append(path, bytes);
    let context = openContext(grown);
    await readAll(context, grown);
    context.lease.release();
    context.store.close();
    copyFileSync(grown.database, `${grown.database}.old`);
    for (const { path, bytes } of pieces.slice(half)) grown.append(path, bytes);
    context = openContext(grown);
    await readAll(context, grown);
    context.lease.release();
    context.store.close();
    expect(existsSync(`${grown.database}-wal`)).toBe(false);
    copyFileSync(`${grown.database}.old`, grown.database);
    context = openContext(grown);
    await readAll(context, grown);
    const dump = dumpOf(context.store);
    context.store.close();
    expectSame(dump, await cleanRun(grown));
  });

  it('a database that was deleted is made again from what the transcripts hold', async () => {
    const grown = grownWorld(7);
    const first = openContext(grown);
    await readAll(first, grown);
    for (const end of ['', '-wal', '-shm']) rmSync(grown.database + end, { force: true });
    expect(first.store.isInPlace()).toBe(false);
    first.store.close();
    const context = openContext(grown);
    await readAll(context, grown);
    const dump = dumpOf(context.store);
    context.store.close();
    expectSame(dump, await cleanRun(grown));
  });
});
