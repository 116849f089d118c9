import { copyFileSync, existsSync, rmSync, utimesSync } from 'node:fs';
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
import { idOf, lines, speak, type Raw } from './records.ts';
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

/** A session of 2.1.12, which told its sub-agents as progress and named no origin; `fork` is a copy that goes on. */
function toldAgent(origin: string, fork: string): Record<'origin' | 'fork', string> {
  const say = speak({ session: origin, version: '2.1.12' });
  const inner = speak({ session: `${origin} a1`, version: '2.1.12' });
  const progress = ({ type, timestamp, message }: Raw): Raw =>
    say.record('progress', {
      parentToolUseID: 'toolu_1',
      data: { type: 'agent_progress', agentId: 'a1', message: { type, timestamp, message } },
    });
  const told = [
    say.user('Count the herons.'),
    say.call('toolu_1', 'Task', { description: 'count', prompt: 'Count them.' }),
    progress(inner.user('Count them.')),
    progress(inner.call('toolu_2', 'Bash', { command: 'ls pond' })),
    progress(inner.result('toolu_2', 'heron')),
    progress(inner.reply('One.')),
    say.result('toolu_1', 'One.', { toolUseResult: { status: 'completed', agentId: 'a1', content: [] } }),
    say.reply('One heron.'),
  ];
  const goesOn = speak({ session: fork, version: '2.1.12', start: Date.UTC(2026, 10, 2) });
  const copied = told.map((record) => ({ ...record, sessionId: fork }));
  return {
    origin: lines(...told),
    fork: lines(...copied, goesOn.user('And the ducks?'), goesOn.reply('None.')),
  };
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

  const waysToRead = ['origin', 'fork'].flatMap((first) =>
    [1, 100_000].flatMap((most) =>
      ['origin is older', 'times are the same'].map((age) => ({ first, most, age })),
    ),
  );
  it.each(waysToRead)(
    'a sub-agent that a fork copied is a fork: $first read first, in batches of $most bytes, $age',
    ({ first, most, age }) => {
      const grown = world();
      const [origin = '', fork = ''] = [idOf('told', 1), idOf('told', 2)].sort();
      const told = toldAgent(origin, fork);
      const paths = [
        grown.put(`-work-pond/${origin}.jsonl`, told.origin),
        grown.put(`-work-pond/${fork}.jsonl`, told.fork),
      ];
      for (const path of age === 'origin is older' ? paths.slice(0, 1) : paths)
        utimesSync(path, 1_700_000_000, 1_700_000_000);
      const context = openContext(grown);
      for (const path of first === 'fork' ? paths.toReversed() : paths)
        while (ingestBatch(context, [{ source: claudeCode, path }], most)[0]?.more);
      const found = context.store.db
        .prepare<[], unknown>(
          `SELECT key, parent_key, parent_kind, parent_call,
             (SELECT count(*) FROM turn WHERE session_id = session.id) AS turns FROM session ORDER BY key`,
        )
        .all();
      context.store.close();
      expect(found).toEqual([
        { key: origin, parent_key: null, parent_kind: null, parent_call: null, turns: 1 },
        {
          key: `${origin}/agent-a1`,
          parent_key: origin,
          parent_kind: 'subagent',
          parent_call: 'toolu_1',
          turns: 1,
        },
        { key: fork, parent_key: origin, parent_kind: 'fork', parent_call: null, turns: 1 },
        {
          key: `${fork}/agent-a1`,
          parent_key: `${origin}/agent-a1`,
          parent_kind: 'fork',
          parent_call: 'toolu_1',
          turns: 0,
        },
      ]);
    },
  );

  const orders = ['origin', 'fork'].flatMap((first) => [1, 100_000].map((most) => ({ first, most })));
  it.each(orders)(
    'a restored fork whose file is older than its origin is a fork: $first read first, in batches of $most bytes',
    ({ first, most }) => {
      const restored = world();
      const [origin, fork] = [idOf('restored'), idOf('forked')];
      const say = speak({ session: origin });
      const told = [say.user('Count the herons.'), say.reply('One heron.')];
      const goesOn = speak({ session: fork, start: Date.UTC(2026, 10, 2) });
      const copied = told.map((record) => ({
        ...record,
        sessionId: fork,
        ...(record['type'] === 'assistant' ? { requestSessionId: origin } : {}),
      }));
      const paths = [
        restored.put(`-work-pond/${origin}.jsonl`, lines(...told, say.user('And the swans?'))),
        restored.put(`-work-pond/${fork}.jsonl`, lines(...copied, goesOn.user('And the ducks?'))),
      ];
      utimesSync(paths[1]!, 1_700_000_000, 1_700_000_000);
      const context = openContext(restored);
      for (const path of first === 'fork' ? paths.toReversed() : paths)
        while (ingestBatch(context, [{ source: claudeCode, path }], most)[0]?.more);
      const found = context.store.db
        .prepare<[], unknown>(
          `SELECT key, parent_key, (SELECT json_group_array(prompt) FROM turn WHERE session_id = session.id) AS prompts
           FROM session ORDER BY parent_key`,
        )
        .all();
      context.store.close();
      expect(found).toEqual([
        { key: origin, parent_key: null, prompts: '["Count the herons.","And the swans?"]' },
        { key: fork, parent_key: origin, prompts: '["And the ducks?"]' },
      ]);
    },
  );

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
