import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { leaseHolder } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { readPositions } from '../../src/store/read-positions.ts';
import { dumpOf } from './dump.ts';
import { cleanRun, expectSame, growth } from './grow.ts';
import { makeHistory } from './history.ts';
import { seeded } from './random.ts';
import { makeWorld, openContext, readAll, type World } from './world.ts';

const FOLLOWER = fileURLToPath(new URL('./follower.ts', import.meta.url));
const worlds: World[] = [];
const running = new Set<ChildProcess>();

function world(): World {
  const made = makeWorld();
  worlds.push(made);
  return made;
}
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const made of worlds.splice(0)) made.remove();
});

interface Follower {
  pid: number;
  said: string[];
  kill(signal: NodeJS.Signals): void;
  ended: Promise<void>;
}

/** Starts a process that follows the world's transcripts; resolves when it runs. */
async function follow(env: NodeJS.ProcessEnv): Promise<Follower> {
  const child = spawn(process.execPath, [FOLLOWER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const said: string[] = [];
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      running.delete(child);
      resolve();
    }),
  );
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      resolve();
    }),
  );
  return { pid: child.pid!, said, ended, kill: (signal) => void child.kill(signal) };
}

/** Waits until the database says that everything on disk was read. */
async function untilRead(grown: World, history: ReadonlyMap<string, unknown>): Promise<void> {
  const files = [...history.keys()];
  await until(() => {
    const store = openStore(grown.database);
    try {
      const read = new Map(readPositions(store).map((row) => [row.path, row.offset]));
      return files.every((path) => read.get(grown.at(path)) === statSync(grown.at(path)).size);
    } finally {
      store.close();
    }
  }, 'everything to be read');
}

async function until(isTrue: () => boolean, what: string, ms = 25_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (isTrue()) return;
  throw new Error(`waited in vain for ${what}`);
}

function holderOf(grown: World): number | undefined {
  const store = openStore(grown.database);
  try {
    return leaseHolder(store)?.pid;
  } finally {
    store.close();
  }
}

async function finish(grown: World): Promise<void> {
  for (const child of running) child.kill('SIGKILL');
  await until(() => running.size === 0, 'the processes to end');
  const context = openContext(grown);
  await readAll(context, grown);
  const dump = dumpOf(context.store);
  context.store.close();
  expectSame(dump, await cleanRun(grown));
}

const KILLS = process.env['HER_LONG'] ? 220 : 24;

describe('processes that end at any moment', () => {
  it(
    `killed ${KILLS} times while transcripts grow, the writer stores each record once`,
    async () => {
      const grown = world();
      const random = seeded(11);
      const history = makeHistory(11, 6, Math.max(12, Math.floor(KILLS / 3)));
      const pieces = [...growth(history, 11)];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const follower = await follow(grown.env);
        const share = pieces.splice(0, Math.ceil(pieces.length / (KILLS - kill)));
        const end = performance.now() + random.between(0, 250);
        for (const { path, bytes } of share) {
          grown.append(path, bytes);
          if (random.chance(0.1) && performance.now() < end) await sleep(random.between(0, 12));
        }
        await sleep(Math.max(0, end - performance.now()));
        follower.kill('SIGKILL');
        await follower.ended;
      }
      expect(pieces).toEqual([]);
      await finish(grown);
    },
    KILLS * 5000,
  );

  it.each([2, 5])(
    'of %i processes one writes, and when it is killed another goes on',
    async (count) => {
      const grown = world();
      const history = makeHistory(20 + count);
      const pieces = [...growth(history, count)];
      const followers = await Promise.all(Array.from({ length: count }, () => follow(grown.env)));
      const third = Math.floor(pieces.length / 3);
      for (const { path, bytes } of pieces.splice(0, third)) grown.append(path, bytes);
      await until(() => holderOf(grown) !== undefined, 'a holder');
      const first = followers.find((follower) => follower.pid === holderOf(grown));
      first?.kill('SIGKILL');
      await first?.ended;
      for (const [index, { path, bytes }] of pieces.entries()) {
        grown.append(path, bytes);
        if (index % 20 === 0) await sleep(5);
      }
      await untilRead(grown, history);
      expect(holderOf(grown)).not.toBe(first?.pid);
      await finish(grown);
    },
    60_000,
  );

  it('a holder that was stopped and goes on has lost the lease and writes nothing twice', async () => {
    const grown = world();
    const history = makeHistory(31);
    const pieces = [...growth(history, 31)];
    const first = await follow(grown.env);
    await until(() => holderOf(grown) === first.pid, 'the first to hold the lease');
    const put = (share: number): void => {
      for (const { path, bytes } of pieces.splice(0, Math.ceil(pieces.length * share)))
        grown.append(path, bytes);
    };
    put(0.4);
    await sleep(300);
    first.kill('SIGSTOP');
    const second = await follow(grown.env);
    put(0.5);
    await until(() => holderOf(grown) === second.pid, 'the second to take over');
    first.kill('SIGCONT');
    put(1);
    await untilRead(grown, history);
    expect(holderOf(grown)).toBe(second.pid);
    await finish(grown);
  });

  it('a database deleted under a running process is made again by it', async () => {
    const grown = world();
    const history = makeHistory(41);
    for (const { path, bytes } of growth(history, 41)) grown.append(path, bytes);
    await follow(grown.env);
    await untilRead(grown, history);
    for (const end of ['', '-wal', '-shm']) rmSync(grown.database + end, { force: true });
    await untilRead(grown, history);
    await finish(grown);
  });

  it('a disk that fills up is said once, and when there is space the rest is read', async (context) => {
    const grown = world();
    const her = grown.env['HER_HOME']!;
    mkdirSync(her, { recursive: true });
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', her]).status !== 0)
      return context.skip('a small tmpfs cannot be mounted here (needs root)');
    try {
      const history = makeHistory(51, 8, 20);
      for (const { path, bytes } of growth(history, 51)) grown.append(path, bytes);
      const follower = await follow(grown.env);
      await until(() => follower.said.join('').includes('is full'), 'the notice');
      spawnSync('mount', ['-o', 'remount,size=64m', her]);
      await untilRead(grown, history);
      await finish(grown);
    } finally {
      for (const child of running) child.kill('SIGKILL');
      await until(() => running.size === 0, 'the process to end');
      spawnSync('umount', ['-l', her]);
    }
  });
});
