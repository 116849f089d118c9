import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { openStore } from '../../src/store/open.ts';
import { connect, type Client } from './client.ts';
import { sampleHome, type SampleHome } from './sample-home.ts';

let home: SampleHome;
let her: Her;
let client: Client;
let database: string;

beforeEach(async () => {
  home = await sampleHome();
  database = join(home.env['HER_HOME']!, 'her.db');
  her = openHer(home.env, () => {});
  const { context, callBeside } = her;
  client = await connect(buildServer({ call: callerOf({ context, callBeside }), onDefect: () => {} }));
});

afterEach(async () => {
  await client.close();
  await her.close();
  home.remove();
});

async function sessions(): Promise<unknown[]> {
  const { structuredContent, content } = await client.call('list_sessions', { limit: 100 });
  const listed = structuredContent?.['sessions'];
  if (!Array.isArray(listed)) throw new Error(content[0]?.text);
  return listed;
}

/** Puts a database in which nothing has been read in the place of the one that is open. */
function putEmptyInPlace(): void {
  const empty = `${database}.empty`;
  openStore(empty).close();
  for (const end of ['-wal', '-shm']) rmSync(database + end, { force: true });
  renameSync(empty, database);
}

test('another file in its place is opened at the next question', async () => {
  expect(await sessions()).not.toEqual([]);
  const kept = `${database}.kept`;
  copyFileSync(database, kept);
  putEmptyInPlace();
  expect(await sessions()).toEqual([]);
  renameSync(kept, database);
  expect(await sessions()).not.toEqual([]);
});

test('freshness and the thread for long questions speak of the new file as well', async () => {
  const before = await client.call('correction_stats', {});
  expect(before.structuredContent).toMatchObject({ freshness: { behind_files: 0 } });
  expect(Number(before.structuredContent?.['turns'])).toBeGreaterThan(0);
  putEmptyInPlace();
  const after = await client.call('correction_stats', {});
  expect(after.structuredContent).toMatchObject({ turns: 0, freshness: { indexed_at: null } });
  const listed = await client.call('list_sessions', {});
  expect(listed.structuredContent).toMatchObject({ freshness: { indexed_at: null } });
});

test('questions that come together after it find one new file', async () => {
  await sessions();
  putEmptyInPlace();
  const answers = await Promise.all([sessions(), sessions(), sessions()]);
  expect(answers).toEqual([[], [], []]);
});
