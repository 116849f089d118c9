import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpToken, keepPrivate, mendedNotice } from '../../src/shared/private-files.ts';
import { ownPricesIn } from '../../src/shared/own-prices.ts';
import { openStore } from '../../src/store/open.ts';

let root: string;
let home: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'her-private-'));
  home = join(root, 'her');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const mode = (...parts: string[]): string => (statSync(join(home, ...parts)).mode & 0o777).toString(8);

test("a home that is made is its owner's alone, the folders above it as well, and there is nothing to say", () => {
  home = join(root, 'above', 'her');
  expect(keepPrivate(home)).toEqual([]);
  expect([mode(), mode('..')]).toEqual(['700', '700']);
});

test('a home that cannot be a folder is refused in a sentence, by whoever comes first', () => {
  writeFileSync(home, '');
  for (const place of [home, join(home, 'below')]) {
    const bad = expect.objectContaining({
      code: 'bad-home',
      message: expect.stringContaining(place) as string,
    });
    expect(() => openStore(join(place, 'her.db'))).toThrow(bad as Error);
    expect(() => httpToken(place)).toThrow(bad as Error);
    expect(ownPricesIn(place)).toEqual([]);
  }
});

test('what others could read is taken from them when the database is opened, logs and settings included', () => {
  const first = openStore(join(home, 'her.db'));
  first.db.exec('CREATE TABLE t (a)');
  mkdirSync(join(home, 'log'), { mode: 0o755 });
  for (const name of ['config.json', 'log/audit.jsonl']) writeFileSync(join(home, name), '{}');
  for (const name of ['.', 'log']) chmodSync(join(home, name), 0o755);
  for (const name of ['her.db', 'her.db-wal', 'her.db-shm', 'config.json', 'log/audit.jsonl'])
    chmodSync(join(home, name), 0o644);

  const second = openStore(join(home, 'her.db'));
  for (const name of ['her.db', 'her.db-wal', 'her.db-shm', 'config.json', 'log/audit.jsonl'])
    expect([name, mode(name)]).toEqual([name, '600']);
  expect([mode(), mode('log')]).toEqual(['700', '700']);
  expect(mendedNotice(second.mended)).toContain('Others could read');
  second.close();
  first.close();
});

test('a link is not followed: what it points to is not ours to change', () => {
  const elsewhere = join(root, 'elsewhere');
  writeFileSync(elsewhere, '');
  chmodSync(elsewhere, 0o644);
  keepPrivate(home);
  symlinkSync(elsewhere, join(home, 'link'));
  expect(keepPrivate(home)).toEqual([]);
  expect(statSync(elsewhere).mode & 0o777).toBe(0o644);
});

test('the token of the HTTP server is long, private, and the same each time', () => {
  const token = httpToken(home);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(mode('token')).toBe('600');
  expect(httpToken(home)).toBe(token);
});
