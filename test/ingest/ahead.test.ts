import { appendFileSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAhead } from '../../src/ingest/ahead.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { ingestAll, type PassOptions } from '../../src/ingest/pass.ts';
import { readSettings } from '../../src/shared/settings.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { dumpOf } from './dump.ts';
import { cleanRun, expectSame } from './grow.ts';
import { makeHistory } from './history.ts';
import { lines, speak } from './records.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
let context: IngestContext;
beforeEach(() => {
  world = makeWorld();
  context = ingestContext(openStore(world.database));
  context.lease.acquire();
});
afterEach(() => {
  context.store.close();
  world.remove();
});

const LARGE = 10;
/** Milliseconds: reads 9 MB twice, on a machine that may be busy. */
const PATIENCE = 120_000;

function largeSession(index: number, words: string): string {
  const say = speak({ session: largeKey(index), start: Date.UTC(2026, 8, 1 + index) });
  const told = Array.from({ length: 10 }, (_, n) => [
    say.user(`${words} ${n}`),
    say.think('Where do herons nest?'),
    say.reply(`${words} é ${'The pond is deep. '.repeat(5000)}`),
  ]);
  return lines(...told.flat());
}
const largeKey = (index: number): string => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
const largePath = (index: number): string => `-work-lake/${largeKey(index)}.jsonl`;

/** More than is worth a second thread; the file with index 0 is the newest. */
function putHistory(): void {
  for (const [path, told] of makeHistory(5)) world.put(path, told.join('\n') + '\n');
  for (let index = 0; index < LARGE; index++) {
    const path = world.put(largePath(index), largeSession(index, 'heron'));
    const at = Date.now() / 1000 + 1000 - index;
    utimesSync(path, at, at);
  }
}

const pass = (options: Partial<PassOptions> = {}) =>
  ingestAll(context, { sources: SOURCES, env: world.env, ...options });

it(
  'what was read ahead is stored as what this thread reads',
  async () => {
    putHistory();
    await pass();
    expectSame(dumpOf(context.store), await cleanRun(world));
  },
  PATIENCE,
);

it(
  'a file that changed after it was read ahead is read as it is when it is written',
  async () => {
    putHistory();
    let changed = false;
    await pass({
      onProgress() {
        if (changed) return;
        changed = true;
        appendFileSync(world.at(largePath(1)), '{"half a line');
        truncateSync(world.at(largePath(2)), 200_000);
        writeFileSync(world.at(largePath(3)), largeSession(3, 'egret'));
        rmSync(world.at(largePath(4)));
      },
    });
    await pass();
    const dump = dumpOf(context.store);
    expect(dump.some((line) => line.includes('egret 3'))).toBe(true);
    expectSame(dump, await cleanRun(world));
  },
  PATIENCE,
);

it('a second thread reads in the order that is asked for, and cleans as this one does', async () => {
  const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  const path = world.put(
    largePath(0),
    largeSession(0, 'heron') + lines(speak({ session: 's' }).user(secret)),
  );
  const file = { source: 'claude-code', path, from: 0, memory: '{}' };
  const ahead = readAhead(context, [file, { ...file, path: world.at('gone.jsonl') }, file], 1e9)!;
  try {
    const then = { most: 1e7, live: true };
    const [first, gone, again, ...none] = (await ahead.next(0, then))!;
    const told = Buffer.from(first!.bytes).toString();
    expect(told).toContain('heron 9');
    expect(told).not.toContain(secret);
    const title = { type: 'title', session: 's', at: null, text: secret, rank: 1 } as const;
    expect(context.clean(title)).not.toEqual(title);
    expect(first!.read).toMatchObject({ to: readFileSync(path).length, lines: 31, full: false });
    expect(gone).toMatchObject({ index: 1, sizes: [] });
    expect(gone!.read).toBeUndefined();
    expect(again).toMatchObject({ index: 2, from: 0, sizes: first!.sizes });
    expect(Buffer.from(again!.bytes)).toEqual(Buffer.from(first!.bytes));
    expect(none).toEqual([]);
    expect(await ahead.next(3, then)).toBeUndefined();
  } finally {
    await ahead.close();
  }
});

it(
  'when the second thread fails, that is said and this one reads all',
  async () => {
    putHistory();
    const notices: string[] = [];
    context = { ...context, ahead: { patterns: [{ kind: 'own', pattern: '(' }] } };
    await pass({ notice: (text) => notices.push(text) });
    expect(notices).toEqual([expect.stringContaining('goes on in one thread')]);
    expectSame(dumpOf(context.store), await cleanRun(world));
  },
  PATIENCE,
);

it('what is private is judged by texts that no second thread saw', () => {
  const hidden = { private: { folders: ['/work/secret'] } };
  world.put('../../her/config.json', JSON.stringify(hidden));
  const settings = readSettings(`${world.root}/her`, world.env);
  const own = ingestContext(context.store, settings);
  expect(readAhead(own, [], 1e9)).toBeUndefined();
});
