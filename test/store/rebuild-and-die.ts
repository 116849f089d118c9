import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';
import { rebuild } from '../../src/store/health.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import { ingestAll } from '../../src/ingest/pass.ts';
import { SOURCES } from '../../src/sources/registry.ts';

/**
 * Rebuilds a database and is killed on the way: `rebuild-and-die.ts <database> open:<n>` when the n-th transcript
 * is opened, `batch:<n>` when the n-th batch was stored, `rename:<n>` just before the n-th file is renamed.
 */
const [database, step] = process.argv.slice(2);
const [what, n] = step!.split(':');
const die = (): void => void process.kill(process.pid, 'SIGKILL');

// Somebody reads the old one, so that its journal is there to be moved with it.
const reader = new Database(database!);
reader.exec("INSERT INTO meta VALUES ('read by', 'another')");

const rename = fs.renameSync;
let renames = 0;
fs.renameSync = (from, to) => {
  renames += 1;
  if (what === 'rename' && renames === Number(n)) die();
  rename(from, to);
};
const open = fs.openSync;
let opened = 0;
fs.openSync = (path, ...rest) => {
  if (String(path).endsWith('.jsonl')) opened += 1;
  if (what === 'open' && opened === Number(n)) die();
  return open(path, ...rest);
};
syncBuiltinESMExports();

let batches = 0;
await rebuild(database!, process.env, async (store) => {
  const context = { ...ingestContext(store), redact: (text: string): string => text };
  context.lease.acquire();
  await ingestAll(context, {
    sources: SOURCES,
    env: process.env,
    onProgress: () => {
      batches += 1;
      if (what === 'batch' && batches === Number(n)) die();
    },
  });
});
