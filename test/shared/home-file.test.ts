import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readKeySource } from '../../src/shared/database-key.ts';
import { ownPricesIn } from '../../src/shared/own-prices.ts';
import { DEFAULT_SETTINGS, readSettings } from '../../src/shared/settings.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'her-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const READERS: [name: string, code: string, read: (home: string) => unknown, without: unknown][] = [
  ['config.json', 'bad-config', (home) => readSettings(home, {}), DEFAULT_SETTINGS],
  ['prices.json', 'bad-prices', ownPricesIn, []],
  ['encryption.json', 'bad-config', readKeySource, null],
];

test.each(READERS)('%s that cannot be read is called so, with a way on', (name, code, read) => {
  mkdirSync(join(home, name));
  const message = `${join(home, name)} cannot be read (EISDIR). Check its owner and permissions, or set HER_HOME to another folder.`;
  expect(() => read(home)).toThrow(expect.objectContaining({ code, message }) as Error);
});

test.each(READERS)('%s need not be there, nor the home', (name, _code, read, without) => {
  expect(read(home)).toEqual(without);
  writeFileSync(join(home, 'file'), '');
  for (const place of ['nowhere', 'file', 'file/below'])
    expect(read(join(home, place)), name).toEqual(without);
});
