import { EventEmitter } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import chokidar from 'chokidar';
import { watchTranscripts, type Watch } from '../../src/ingest/watch.ts';
import { claudeCode } from '../../src/sources/claude-code/claude-code.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
let watch: Watch | undefined;
const notices: string[] = [];
const start = (): Watch => (watch = watchTranscripts([claudeCode], world.env, (text) => notices.push(text)));
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

beforeEach(() => {
  world = makeWorld();
  notices.length = 0;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await watch?.close();
  world.remove();
});

/** Waits until every folder is watched: a look at all files is asked for then, as it is at the beginning. */
async function settle(looks = 2): Promise<void> {
  const until = signal();
  for (let left = looks; left > 0; left -= (await watch!.news(until)).length === 0 ? 1 : 0);
  expect(until.aborted).toBe(false);
}

/** Waits for the news of one file. */
async function newsOf(path: string): Promise<void> {
  for (const until = signal(); !until.aborted;) {
    if ((await watch!.news(until)).some((changed) => changed.path === path)) return;
  }
  throw new Error(`no news of ${path}`);
}

describe('watching', () => {
  it('tells of files that appear and grow, also in folders that appear later', async () => {
    world.put('-work-pond/a.jsonl', '{}\n');
    start();
    await settle();
    await newsOf(append('-work-pond/a.jsonl'));
    await newsOf(append('-work-lake/b.jsonl'));
    await newsOf(append('-work-lake/b/subagents/agent-a1.jsonl'));
  });

  it('begins when the folder of transcripts appears', async () => {
    start();
    expect(watch!.hasNews()).toBe(false);
    world.put('-work-pond/a.jsonl', '{}\n');
    await watch!.news(signal());
    await settle(1);
    await newsOf(append('-work-pond/a.jsonl'));
  });

  it('a loop of links does not hold it up', async () => {
    mkdirSync(world.at('-work-pond'), { recursive: true });
    symlinkSync(world.at(''), world.at('-work-pond/loop'));
    start();
    await settle();
    await newsOf(append('-work-pond/a.jsonl'));
  });

  it('says that the limit of file watches is reached, and looks twice a second instead', async () => {
    mkdirSync(world.at(''), { recursive: true });
    const fake = Object.assign(new EventEmitter(), { close: () => Promise.resolve() });
    vi.spyOn(chokidar, 'watch').mockReturnValue(fake as unknown as ReturnType<typeof chokidar.watch>);
    start();
    await watch!.news(AbortSignal.timeout(50));
    fake.emit('error', Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    fake.emit('error', Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('max_user_watches');
    await expectLooks();
  });

  it('looks twice a second where the file system tells of no changes', async () => {
    mkdirSync(world.at(''), { recursive: true });
    const silent = Object.assign(new EventEmitter(), { close: () => Promise.resolve() });
    vi.spyOn(chokidar, 'watch').mockReturnValue(silent as unknown as ReturnType<typeof chokidar.watch>);
    start();
    await watch!.news(AbortSignal.timeout(50));
    watch!.foundByLooking();
    expect(notices).toEqual([]);
    watch!.foundByLooking();
    expect(notices).toHaveLength(1);
    await expectLooks();
  });
});

/** Several looks come within seconds, the routine ones far between, with no file named. */
async function expectLooks(): Promise<void> {
  const until = AbortSignal.timeout(10_000);
  for (let look = 0; look < 3; look += 1) expect(await watch!.news(until)).toEqual([]);
  expect(until.aborted).toBe(false);
}

function append(path: string): string {
  mkdirSync(dirname(world.at(path)), { recursive: true });
  return world.append(path, '{"type":"mode"}\n');
}
