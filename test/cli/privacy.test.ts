import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CHECKOUT, environment, runHer, SAMPLE, temporaryHome, type Ran } from './her.ts';

const home = temporaryHome();
const env = environment(home, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off', HER_KEY: '3c'.repeat(32) });
const her = (...args: string[]): Promise<Ran> => runHer(args, { env });
const document = async <Answer>(...args: string[]): Promise<Answer> =>
  JSON.parse((await her(...args, '--json')).out) as Answer;

interface Forgot {
  dry_run: boolean;
  sessions: { session_id: string; project: string }[];
  turns: number;
  proof?: { texts: number; found: unknown[] };
}

beforeAll(async () => {
  expect((await her('ingest')).code).toBe(0);
});

describe('forget', () => {
  test('without saying what is wrong usage', async () => {
    const { code, err } = await her('forget');
    expect([code, err]).toEqual([2, expect.stringContaining('say what to forget')]);
  });

  test('what is not there is a sentence', async () => {
    expect(await her('forget', 'zzzz')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No session'),
    });
    expect(await her('forget', '--project', 'nowhere')).toMatchObject({ code: 1 });
  });

  test('a dry run shows what would go and changes nothing', async () => {
    const shown = await document<Forgot>('forget', '--project', 'harbor-api', '--dry-run');
    expect(shown).toMatchObject({ dry_run: true });
    expect(shown.sessions.length).toBeGreaterThan(1);
    const { out } = await her('sessions', '--project', 'harbor-api', '--json');
    expect((JSON.parse(out) as { sessions: unknown[] }).sessions).toHaveLength(shown.sessions.length);
  });

  test('removes a session while another process reads transcripts, proves it, and it stays out', async () => {
    const { child, ready } = follower();
    await ready;
    const one = await document<Forgot>('forget', 'latest', '--prove');
    expect(one).toMatchObject({ dry_run: false, proof: { found: [] } });
    expect(one.proof!.texts).toBeGreaterThan(10);
    const id = one.sessions[0]!.session_id;
    expect((await her('replay', id)).code).toBe(1);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect((await her('ingest')).code).toBe(0);
    expect((await her('replay', id)).code).toBe(1);
    const later = await document<Forgot>('forget', '--prove');
    expect(later).toMatchObject({ sessions: [], proof: { found: [] } });
    expect(later.proof!.texts).toBeGreaterThan(10);
  });
});

test('what became private after it was stored is named by her status, and removed when told to', async () => {
  const own = temporaryHome();
  const relative = {
    ...environment(own, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' }),
    HER_HOME: 'her',
  };
  const there = (...args: string[]): Promise<Ran> => runHer(args, { env: relative, cwd: own });
  expect((await there('ingest')).code).toBe(0);
  const config = { private: { projects: ['harbor-api'] } };
  writeFileSync(join(own, 'her', 'config.json'), JSON.stringify(config));
  const { out } = await there('status');
  expect(out).toContain('run -s her -- forget --private` removes');
  const { sessions } = JSON.parse((await there('forget', '--private', '--json')).out) as Forgot;
  expect(new Set(sessions.map(({ project }) => project))).toEqual(new Set(['harbor-api']));
  expect((await there('status')).out).not.toContain('forget --private');
  expect((await there('ingest')).code).toBe(0);
  expect((await there('forget', '--private')).out).toBe('Nothing to forget.\n');
  expect((await there('sessions', '--project', 'harbor-api')).code).toBe(1);
});

test('encrypt: on, status, a search in it, a wrong key, off', async () => {
  expect(await document('encrypt', 'status')).toEqual({ encrypted: false });
  expect(await document('encrypt', 'on')).toEqual({ encrypted: true, key: 'environment' });
  expect(readFileSync(join(home, 'her', 'her.db')).includes('CREATE TABLE')).toBe(false);
  expect((await her('search', 'terraform', 'state')).out).toContain('Terraform state lock');
  const wrong = await runHer(['search', 'terraform'], { env: { ...env, HER_KEY: '00'.repeat(32) } });
  expect([wrong.code, wrong.out]).toEqual([1, '']);
  expect(wrong.err).toMatch(/^her: The key does not open .*\n$/);
  const none = await runHer(['sessions'], { env: { ...env, HER_KEY: undefined } });
  expect(none.err).toMatch(/^her: The database is encrypted, and HER_KEY is not set.*\n$/);
  expect(await document('encrypt', 'off')).toEqual({ encrypted: false });
  expect((await her('search', 'terraform', 'state')).out).toContain('Terraform state lock');
});

describe('encrypt without HER_KEY', () => {
  const keyless = (folder: string, path = '/nowhere'): NodeJS.ProcessEnv =>
    environment(folder, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off', PATH: path });

  test('and without a keychain says what to set, and changes nothing', async () => {
    const other = keyless(temporaryHome());
    await runHer(['ingest'], { env: other });
    const { code, err } = await runHer(['encrypt', 'on'], { env: other });
    expect([code, err]).toEqual([1, expect.stringMatching(/^her: There is no key: set HER_KEY to .*\n$/)]);
    expect((await runHer(['encrypt', 'status'], { env: other })).out).toBe(
      'The database is not encrypted.\n',
    );
  });

  test.runIf(process.platform === 'linux')(
    'keeps a random key in the keychain',
    async () => {
      const folder = temporaryHome();
      // Stands for libsecret's command: store reads the secret from stdin, lookup prints it.
      const tool = `#!/bin/sh
case "$1" in
  --version) exit 0 ;;
  store) cat > "$HOME/keychain" ;;
  lookup) cat "$HOME/keychain" ;;
esac
`;
      writeFileSync(join(folder, 'secret-tool'), tool, { mode: 0o755 });
      const other = keyless(folder, `${folder}:/usr/bin:/bin`);
      await runHer(['ingest'], { env: other });
      expect((await runHer(['encrypt', 'on'], { env: other })).out).toContain(
        "the key comes from the system's keychain",
      );
      const key = readFileSync(join(folder, 'keychain'), 'utf8');
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      expect(readFileSync(join(folder, 'her', 'encryption.json'), 'utf8')).not.toContain(key);
      expect((await runHer(['search', 'terraform', 'state'], { env: other })).out).toContain(
        'Terraform state lock',
      );
    },
    30_000,
  );
});

test('a redaction pattern that cannot be used is a sentence', async () => {
  const odd = temporaryHome();
  const other = environment(odd, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' });
  await runHer(['status'], { env: other });
  writeFileSync(
    join(odd, 'her', 'config.json'),
    '{"redact": {"patterns": [{"kind": "x", "pattern": "(a+)+$"}]}}',
  );
  const { code, err } = await runHer(['ingest'], { env: other });
  expect([code, err]).toEqual([1, expect.stringMatching(/^her: The redaction pattern .*\n$/)]);
});

test('audit: what was done is in the log, it is whole, and a changed line shows', async () => {
  const { out } = await her('audit', 'export');
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { what: string; sessions: string[] });
  expect(lines.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['forget', 'encrypt on', 'search_sessions']),
  );
  expect(lines.find(({ what }) => what === 'forget')!.sessions).toHaveLength(1);
  expect(await document('audit', 'verify')).toMatchObject({ entries: lines.length, broken: null });
  const path = join(home, 'her', 'log', 'audit.jsonl');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"forget"', '"search"'));
  const { code, out: said } = await her('audit', 'verify');
  expect([code, said]).toEqual([1, expect.stringContaining('was changed after it was written')]);
});

test('audit: config.json can switch it off', async () => {
  const quiet = temporaryHome();
  const other = environment(quiet, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' });
  await runHer(['ingest'], { env: other });
  writeFileSync(join(quiet, 'her', 'config.json'), '{"audit": false}');
  await runHer(['sessions'], { env: other });
  expect((await runHer(['audit', 'export'], { env: other })).out).toBe('');
});

test('settings that cannot be understood stop reading with a sentence', async () => {
  const odd = temporaryHome();
  const other = environment(odd, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' });
  await runHer(['ingest'], { env: other });
  writeFileSync(join(odd, 'her', 'config.json'), '{"private": {"project": ["x"]}}');
  const { code, err } = await runHer(['ingest'], { env: other });
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^her: .*config\.json: private: Unrecognized key.*\n$/),
  ]);
});

/** Another Her that holds the lease and follows the transcripts. */
function follower(): { child: ChildProcess; ready: Promise<unknown> } {
  const script = `
    import { follow } from ${JSON.stringify(join(CHECKOUT, 'src/ingest/follow.ts'))};
    const say = ({ kind }) => kind === 'caught-up' && console.log(kind);
    await follow({ env: process.env, say, signal: new AbortController().signal });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env });
  return { child, ready: new Promise((resolve) => child.stdout.once('data', resolve)) };
}
