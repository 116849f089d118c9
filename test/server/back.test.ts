import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepBack, type Back } from '../../src/server/back.ts';
import { leaseHolder } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { readPositions } from '../../src/store/read-positions.ts';
import { makeWorld, type World } from '../ingest/world.ts';

const SESSION = '22222222-1111-4111-8111-111111111111';
const FILE = `-work-pond/${SESSION}.jsonl`;

let world: World;
let backs: Back[];
let logged: string[];

beforeEach(() => {
  world = makeWorld();
  backs = [];
  logged = [];
  world.put(FILE, line(1));
});
afterEach(async () => {
  await Promise.all(backs.map((back) => back.end()));
  world.remove();
});

function start(): Back {
  const back = keepBack({ env: world.env, log: (text) => logged.push(text), quietAfterMs: 300 });
  backs.push(back);
  back.wake();
  return back;
}

function line(n: number): string {
  return `${JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    cwd: '/work/pond',
    sessionId: SESSION,
    version: '2.1.330',
    uuid: `22222222-1111-4111-8111-${String(n).padStart(12, '0')}`,
    timestamp: `2026-11-20T10:00:${String(n).padStart(2, '0')}.000Z`,
    type: 'user',
    message: { role: 'user', content: `Count the ducks, pond${n}` },
  })}\n`;
}

async function until(isTrue: () => boolean, what: string, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (isTrue()) return;
  throw new Error(`waited in vain for ${what}`);
}

const rests = (back: Back): Promise<void> => until(() => !back.state().isUp, 'the process to be ended');

function inDatabase<T>(read: (store: ReturnType<typeof openStore>) => T): T {
  const store = openStore(world.database);
  try {
    return read(store);
  } finally {
    store.close();
  }
}

const bytesRead = (): number =>
  inDatabase((store) => readPositions(store).reduce((sum, { offset }) => sum + offset, 0));
const beat = (): number => inDatabase((store) => leaseHolder(store)?.beat ?? 0);

async function found(back: Back, word: string): Promise<boolean> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
    const { structured } = await back.call('search_sessions', { query: word }, {});
    if (JSON.stringify(structured['hits']).includes(word)) return true;
  }
  return false;
}

test('while nothing changes there is no process that reads, and the lease is kept', async () => {
  const back = start();
  await rests(back);
  expect(bytesRead()).toBe(line(1).length);
  const before = beat();
  await until(() => beat() > before + 1, 'the beat to be raised');
  expect(inDatabase((store) => leaseHolder(store))).toMatchObject({ pid: process.pid, alive: true });
});

test('a line written while it rests is read, each time, and in a new folder as well', async () => {
  const back = start();
  await rests(back);
  world.append(FILE, line(2));
  await until(() => bytesRead() === 2 * line(1).length, 'the line to be read');
  await rests(back);
  world.put(
    `-work-lake/${SESSION.replaceAll('2', '3')}.jsonl`,
    line(3).replaceAll(SESSION, SESSION.replaceAll('2', '3')),
  );
  await until(() => bytesRead() === 3 * line(1).length, 'the new file to be read');
});

test('a question put while it rests is answered, with what was written just before', async () => {
  const back = start();
  await rests(back);
  world.append(FILE, line(2));
  expect(await found(back, 'pond2')).toBe(true);
});

test('resting looks at every file again, but at few a second', async () => {
  for (let n = 0; n < 60; n += 1) world.put(`-work-many/${n}.jsonl`, '');
  const back = start();
  await rests(back);
  // A look that took long, on a busy machine, is followed by as much more of rest.
  await until(() => back.state().filesLookedAt > 61, 'a full round', 100_000);
  const [before, began] = [back.state().filesLookedAt, performance.now()];
  await sleep(1000);
  const seconds = (performance.now() - began) / 1000;
  expect((back.state().filesLookedAt - before) / seconds).toBeLessThanOrEqual(61);
}, 120_000);

test('one that waits for the lease rests as well, and reads when the holder is gone', async () => {
  const holder = start();
  await rests(holder);
  const waiter = start();
  await rests(waiter);
  await holder.end();
  world.append(FILE, line(2));
  await until(() => bytesRead() === 2 * line(1).length, 'the other to read');
});

test('what a process that is killed was asked fails, and the next question starts another', async () => {
  const back = start();
  expect(await found(back, 'pond1')).toBe(true);
  const call = back.call('list_sessions', {}, {});
  back.kill();
  await expect(call).rejects.toThrow('ended');
  expect(logged.join()).toContain('started again');
  expect(await found(back, 'pond1')).toBe(true);
});
