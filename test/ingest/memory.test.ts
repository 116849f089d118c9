import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { readPositions } from '../../src/store/read-positions.ts';
import { hourOfWork } from './hour-of-work.ts';
import { makeWorld, promptsIn, type World } from './world.ts';

const FOLLOWER = fileURLToPath(new URL('./follower.ts', import.meta.url));
const MINUTES = 45;
/** Written before the first measurement: caches, compiled code and the young generation reach their size. */
const WARM_UP = 8;
/** Far below what a process that kept its lines, events or turns would grow by. */
const MOST_GROWTH_MB = 45;

let world: World;
let kill = (): void => undefined;
afterEach(() => {
  kill();
  world.remove();
});

/** Linux only. */
const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;

async function untilRead(bytes: ReadonlyMap<string, number>): Promise<void> {
  const store = openStore(world.database);
  try {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
      const read = new Map(readPositions(store).map((row) => [row.path, row.offset]));
      if ([...bytes].every(([path, size]) => read.get(path) === size)) return;
    }
    throw new Error('not everything was read');
  } finally {
    store.close();
  }
}

it.skipIf(!existsSync('/proc/self/status'))(
  'the memory of a process that follows five sessions does not grow with what they write',
  async () => {
    world = makeWorld();
    const child = spawn(process.execPath, [FOLLOWER], {
      env: world.env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    kill = () => void child.kill('SIGKILL');
    const sizes = new Map<string, number>();
    const memory: number[] = [];
    let prompts = 0;
    for (const [minute, written] of hourOfWork(7, MINUTES).entries()) {
      for (const { session, text } of written) {
        const path = world.append(`-work-pond/${session}.jsonl`, text);
        sizes.set(path, (sizes.get(path) ?? 0) + Buffer.byteLength(text));
        if (text.includes('"type":"user"') && !text.includes('tool_result')) prompts += 1;
      }
      await untilRead(sizes);
      if (minute >= WARM_UP) memory.push(residentMb(child.pid!));
    }
    const store = openStore(world.database);
    expect(promptsIn(store).filter((prompt) => prompt !== '')).toHaveLength(prompts);
    store.close();
    expect(Math.max(...memory) - memory[0]!).toBeLessThan(MOST_GROWTH_MB);
  },
  120_000,
);
