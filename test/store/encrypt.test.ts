import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import {
  databaseKey,
  newKeySource,
  readKeySource,
  withDerivedKey,
  type KeySource,
} from '../../src/shared/database-key.ts';
import { HerError } from '../../src/shared/errors.ts';
import { moveDatabase } from '../../src/store/encrypt.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { speak } from '../ingest/records.ts';
import { makeWorld, promptsIn, readAll, type World } from '../ingest/world.ts';
import { lines, plant, type Planted } from './planted.ts';

const KEY = '5f'.repeat(32);
/** Prints whether the database of its argument was opened, or a key would have had to be derived for it. */
const OPENS_WITHOUT_DERIVING = `
  import crypto from 'node:crypto';
  import { syncBuiltinESMExports } from 'node:module';
  crypto.argon2Sync = crypto.scryptSync = () => { process.stdout.write('derives'); process.exit(0); };
  syncBuiltinESMExports();
  const { openStore } = await import(${JSON.stringify(fileURLToPath(new URL('../../src/store/open.ts', import.meta.url)))});
  openStore(process.argv[1]).close();
  process.stdout.write('opened');`;
let world: World;
let planted: Planted;
const home = (): string => join(world.root, 'her');

beforeEach(async () => {
  world = makeWorld();
  planted = plant(world);
  await read();
});
afterEach(() => world.remove());

const open = (key?: string): Store => openStore(world.database, { ...world.env, HER_KEY: key });

async function read(key?: string): Promise<void> {
  const store = open(key);
  const context = ingestContext(store);
  context.lease.acquire();
  await readAll(context, world);
  context.lease.release();
  store.close();
}

function encrypt(key = KEY): KeySource {
  const env = { ...world.env, HER_KEY: key };
  const source = newKeySource(home(), env);
  moveDatabase({ path: world.database, to: { source, key: databaseKey(source, env) } });
  return source;
}

const decrypt = (key = KEY): void =>
  moveDatabase({ path: world.database, from: databaseKey(readKeySource(home())!, { HER_KEY: key }) });

/** Words of the transcripts, of the schema and of SQLite that a file under the home holds. */
function plain(): string[] {
  const bytes = readdirSync(home()).map((name) => readFileSync(join(home(), name)));
  const known = [...planted.words, 'heron', 'SQLite format', 'CREATE TABLE', 'passage_words'];
  return known.filter((word) => bytes.some((content) => content.includes(word)));
}

const prompts = (key?: string): number => {
  const store = open(key);
  const count = promptsIn(store).length;
  store.close();
  return count;
};

function codeOfThrown(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return error instanceof HerError ? error.code : String(error);
  }
}

describe('an encrypted database', () => {
  test('shows no plain text in any file, and holds what it held', () => {
    expect(plain().length).toBeGreaterThan(100);
    const before = prompts();
    encrypt();
    expect(plain()).toEqual([]);
    expect(readdirSync(home()).sort()).toEqual(['encryption.json', 'her.db']);
    expect(prompts(KEY)).toBe(before);
  });

  test('nor in the write-ahead log while it is written to; search by words and by meaning works in it', async () => {
    encrypt();
    const store = open(KEY);
    const more = speak({ session: planted.kept.replace('-', '0'), start: Date.UTC(2026, 10, 9) });
    world.put(
      `-work-pond/${planted.kept.replace('-', '0')}.jsonl`,
      lines(more.user('The heron and zqheronagain')),
    );
    const context = ingestContext(store);
    context.lease.acquire();
    await readAll(context, world);
    expect(statSync(`${world.database}-wal`).size).toBeGreaterThan(0);
    expect(plain()).toEqual([]);
    expect(store).toMatchObject({ hasVectors: true, isEncrypted: true });
    const words = store.db.prepare(
      "SELECT rowid FROM passage_words WHERE passage_words MATCH 'zqheronagain'",
    );
    expect(words.all()).toHaveLength(1);
    store.close();
  });

  test('files are readable by their owner alone', () => {
    encrypt();
    for (const name of readdirSync(home())) expect(statSync(join(home(), name)).mode & 0o777).toBe(0o600);
  });

  test('another key, or none, is a sentence with a code', () => {
    encrypt();
    expect(codeOfThrown(() => open('00'.repeat(32)))).toBe('db-key');
    expect(codeOfThrown(() => open())).toBe('no-key');
    expect(prompts(KEY)).toBeGreaterThan(0);
  });

  test('a passphrase works, and its key is derived with Argon2id where Node has it', () => {
    const source = encrypt('the heron stands still');
    expect(source).toMatchObject({ from: 'passphrase' });
    expect(readFileSync(join(home(), 'encryption.json'), 'utf8')).not.toContain('heron');
    expect(plain()).toEqual([]);
    expect(prompts('the heron stands still')).toBeGreaterThan(0);
    expect(codeOfThrown(() => open('the heron stands up'))).toBe('db-key');
  });

  test('a process that is started takes the derived key over, and another passphrase is none the easier', () => {
    const passphrase = 'the heron stands still';
    encrypt(passphrase);
    const env = withDerivedKey({ ...world.env, HER_KEY: passphrase });
    const opened = (given: NodeJS.ProcessEnv): string =>
      spawnSync(process.execPath, ['--input-type=module', '--eval', OPENS_WITHOUT_DERIVING, world.database], {
        env: given,
        encoding: 'utf8',
      }).stdout;
    expect(opened(env)).toBe('opened');
    expect(opened({ ...world.env, HER_KEY: passphrase })).toBe('derives');
    expect(opened({ ...env, HER_KEY: 'the heron stands up' })).toBe('derives');
  });

  test('comes out again whole', () => {
    const before = prompts();
    encrypt();
    decrypt();
    expect(readdirSync(home())).toEqual(['her.db']);
    expect(prompts()).toBe(before);
    expect(plain().length).toBeGreaterThan(100);
  });
});

test('while another process has the database open, it stays as it is, and that is said', async () => {
  const script = `
    import { openStore } from ${JSON.stringify(fileURLToPath(new URL('../../src/store/open.ts', import.meta.url)))};
    const store = openStore(${JSON.stringify(world.database)});
    store.db.prepare('SELECT count(*) FROM turn').get();
    console.log('open');
    setInterval(() => store.path, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], { env: world.env });
  await new Promise((resolve) => other.stdout.once('data', resolve));
  expect(codeOfThrown(() => encrypt())).toBe('db-in-use');
  other.kill('SIGKILL');
  await new Promise((resolve) => other.once('exit', resolve));
  expect(readdirSync(home())).not.toContain('encryption.json');
  expect(prompts()).toBeGreaterThan(0);
});

describe('killed while it is moved', () => {
  const script = fileURLToPath(new URL('encrypt-and-die.ts', import.meta.url));

  test.each(['VACUUM', 'rekey', 'link', 'rename', 'rm'])(
    'at %s: the database is whole, and the next move works',
    (step) => {
      const before = prompts();
      const { signal, stderr } = spawnSync(process.execPath, [script, world.database, step], {
        env: { ...world.env, HER_KEY: KEY },
      });
      expect([signal, stderr.toString()]).toEqual(['SIGKILL', '']);
      expect(prompts(KEY)).toBe(before);
      const store = open(KEY);
      const { isEncrypted } = store;
      store.close();
      if (!isEncrypted) encrypt();
      else decrypt();
      expect(prompts(KEY)).toBe(before);
      if (isEncrypted) encrypt();
      expect(plain()).toEqual([]);
      expect(readdirSync(home()).sort()).toEqual(['encryption.json', 'her.db']);
    },
  );
});

test('a copied home opens with its key, since what says how to get it lies beside the database', () => {
  encrypt();
  const other = makeWorld();
  openStore(other.database).close();
  for (const name of readdirSync(home())) copyFileSync(join(home(), name), join(other.root, 'her', name));
  const store = openStore(other.database, { HER_KEY: KEY });
  expect(promptsIn(store).length).toBeGreaterThan(0);
  store.close();
  other.remove();
});
