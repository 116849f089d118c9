import { rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchFolders, type FolderWatch, type Sight } from '../../src/ingest/folder-watch.ts';
import { claudeCode } from '../../src/sources/claude-code/claude-code.ts';
import { makeWorld, type World } from './world.ts';

const FILES = 3000;

let world: World;
let watch: FolderWatch;
let told: { sight: Sight; path: string | undefined }[];

beforeEach(() => {
  world = makeWorld();
  told = [];
  world.put('-work-pond/a.jsonl', '{}\n');
});
afterEach(() => {
  watch.close();
  world.remove();
});

function start(): void {
  watch = watchFolders({
    sources: [claudeCode],
    env: world.env,
    changed: (sight, _source, path) => told.push({ sight, path }),
    failed: () => {
      throw new Error('cannot be watched');
    },
  });
}

/** Looks until every file was looked at once. */
function lookAtAll(files: number): number {
  let looks = 0;
  for (let seen = 0; seen < files; looks += 1) seen += watch.lookOn();
  return looks;
}

test('an event names the file that grew', async () => {
  start();
  const path = world.append('-work-pond/a.jsonl', '{}\n');
  await expect.poll(() => told, { timeout: 10_000 }).toContainEqual({ sight: 'event', path });
});

test('what is there already is no news', () => {
  start();
  lookAtAll(1);
  expect(told).toEqual([]);
});

// Without a turn of the event loop no event is heard.
test.each([
  ['grew', () => world.append('-work-pond/a.jsonl', '{}\n')],
  ['appeared', () => world.put('-work-pond/b.jsonl', '{}\n')],
  ['vanished', () => rmSync(world.at('-work-pond/a.jsonl'))],
  ['is in a new folder', () => world.put('-work-lake/b/subagents/agent-a1.jsonl', '{}\n')],
])('a file that %s without an event is seen by looking', (_what, change) => {
  world.put('-work-pond/c.jsonl', '{}\n');
  start();
  change();
  for (let look = 0; look < 20; look += 1) watch.lookOn();
  expect(told.map(({ sight }) => sight)).toContain('look');
});

test('a look is short however many files there are, and all have their turn', () => {
  for (let n = 0; n < FILES; n += 1) world.put(`-work-${n % 60}/${n}.jsonl`, '');
  start();
  // A clock on which each folder takes a third of a look: 61 folders.
  let ms = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (ms += 0.3));
  expect(lookAtAll(FILES)).toBeGreaterThan(10);
  clock.mockRestore();
  expect(told).toEqual([]);
});

test('a loop of links is entered once', () => {
  symlinkSync(world.at(''), world.at('-work-pond/loop'));
  start();
  for (let look = 0; look < 20; look += 1) watch.lookOn();
  expect(told).toEqual([]);
});
