import { copyFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { leaseOn } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { environment, runHer, SAMPLE, temporaryHome, type Ran } from './her.ts';

/** A session whose transcript is deleted after it was read: only the database has it. */
const GONE = '9eb80aa8-edef-47cd-81ad-397f3d9037c4';
let database: string;
let env: NodeJS.ProcessEnv;
const her = (...args: string[]): Promise<Ran> => runHer(args, { env });

beforeEach(async () => {
  const home = temporaryHome();
  database = join(home, 'her', 'her.db');
  env = environment(home, { CLAUDE_CONFIG_DIR: join(home, 'claude'), HER_EMBEDDER: 'off' });
  cpSync(SAMPLE, join(home, 'claude'), { recursive: true });
  await her('ingest');
  rmSync(join(home, 'claude', 'projects', '-home-mira-code-lighthouse-infra', `${GONE}.jsonl`));
});

/** Takes entries out of the word index, as a lost page does; the rows can still be read. */
function damage(): void {
  const store = openStore(database);
  store.db.exec('DELETE FROM passage_words WHERE rowid % 2 = 0');
  store.close();
}

test('doctor names the faults of a damaged database and the command that mends it', async () => {
  damage();
  const { out, code } = await her('doctor');
  expect(code).toBe(1);
  expect(out).toMatch(/✗ Database: .*\d+ passages are not in\s+the word index/s);
  expect(out).toContain('npm run -s her -- doctor --rebuild');
});

test('without a yes nothing is rebuilt', async () => {
  damage();
  const { out, code } = await her('doctor', '--rebuild');
  expect(code).toBe(1);
  expect(out).toContain('Nothing was changed.');
  expect(existsSync(`${database}.damaged`)).toBe(false);
});

test('a rebuild keeps the session whose transcript is gone, says so, and leaves the old file', async () => {
  damage();
  const { out, code } = await her('doctor', '--rebuild', '--yes');
  expect(code).toBe(0);
  expect(out).toContain('Rebuilt: 14 sessions, 60 turns.');
  expect(out).toMatch(/Kept from the old database: \d+ turns of 1 session whose transcripts are gone/);
  expect(existsSync(`${database}.damaged`)).toBe(true);
  expect((await her('replay', GONE)).code).toBe(0);
  expect((await her('doctor')).out).toContain('✓ Database');
});

test('a database that is in order is left alone', async () => {
  const { out, code } = await her('doctor', '--rebuild', '--yes', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ rebuilt: false, faults: [] });
  expect(existsSync(`${database}.damaged`)).toBe(false);
});

test('while another process writes, nothing is rebuilt and it is named', async () => {
  damage();
  const store = openStore(database);
  const lease = leaseOn(store);
  lease.acquire();
  const beat = setInterval(() => lease.renew(), 500);
  const { err, code } = await her('doctor', '--rebuild', '--yes');
  clearInterval(beat);
  lease.release();
  store.close();
  expect(code).toBe(1);
  expect(err).toContain(`process ${process.pid} on`);
  expect(existsSync(`${database}.damaged`)).toBe(false);
});

test('a rebuild that was cut off is told by every command and by doctor, and ended by the next', async () => {
  damage();
  copyFileSync(database, `${database}.rebuilding`);
  const status = await her('status');
  expect([status.code, status.err]).toEqual([
    1,
    expect.stringContaining('npm run -s her -- doctor --rebuild'),
  ]);
  expect((await her('doctor')).out).toMatch(/✗ Database: a rebuild of .* was\s+cut off/);
  const { out, code } = await her('doctor', '--rebuild', '--yes');
  expect([code, out]).toEqual([0, expect.stringContaining('Rebuilt: 14 sessions, 60 turns.')]);
  expect((await her('replay', GONE)).code).toBe(0);
});

test('one that only had to take its place does so', async () => {
  copyFileSync(database, `${database}.rebuilt`);
  rmSync(database);
  const { out, code } = await her('doctor', '--rebuild');
  expect([code, out]).toEqual([0, expect.stringContaining('The rebuild that was cut off is finished.')]);
  expect((await her('replay', GONE)).code).toBe(0);
});
