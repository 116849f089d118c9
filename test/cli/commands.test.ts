import { mkdirSync, writeFileSync, chmodSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { searchAnswer } from '../../src/shared/search-answer.ts';
import { replayAnswer } from '../../src/shared/replay-answer.ts';
import { correctionsAnswer } from '../../src/shared/corrections-answer.ts';
import { sessionsAnswer } from '../../src/shared/sessions-answer.ts';
import { environment, runHer, SAMPLE, temporaryHome, type Ran } from './her.ts';

const home = temporaryHome();
const env = environment(home, { CLAUDE_CONFIG_DIR: SAMPLE });
const her = (...args: string[]): Promise<Ran> => runHer(args, { env });
let ingested: Ran;
beforeAll(async () => {
  ingested = await her('ingest', '--json');
});

describe('ingest', () => {
  test('says what it read, as one JSON document and nothing else', () => {
    expect(ingested).toMatchObject({ code: 0, err: '' });
    const totals = JSON.parse(ingested.out) as Record<string, number>;
    expect(totals).toMatchObject({ files: 16, unknown_lines: 0, bad_lines: 0, sessions: 14, turns: 60 });
    expect(Object.keys(totals)).toEqual([
      'files',
      'bytes',
      'lines',
      'unknown_lines',
      'bad_lines',
      'sessions',
      'turns',
      'passages',
      'embedded',
      'duration_ms',
    ]);
    expect(totals['embedded']).toBe(totals['passages']);
  });

  test('a second pass finds nothing new', async () => {
    const { out, code } = await her('ingest');
    expect(code).toBe(0);
    expect(out).toMatch(/^Nothing new to read\.\nStored: 14 sessions, 60 turns/);
  });
});

describe('answers', () => {
  test.each([
    ['search', ['search', 'terraform', 'state', 'lock', '--limit', '2'], searchAnswer],
    ['replay', ['replay', '9eb80aa8', '--turns', '2-3', '--detail', 'full'], replayAnswer],
    ['sessions', ['sessions', '--project', 'harbor-api', '--since', '2026-10-01'], sessionsAnswer],
    ['corrections', ['corrections', '--group-by', 'project'], correctionsAnswer],
  ])('%s --json is the answer of its tool', async (_, args, schema) => {
    const { out, err, code } = await her(...args, '--json');
    expect([code, err]).toEqual([0, '']);
    expect(() => schema.parse(JSON.parse(out))).not.toThrow();
  });

  test('search finds the session and leads to it', async () => {
    const { out } = await her('search', 'terraform', 'state', 'lock');
    expect(out).toContain('1. Terraform state lock');
    expect(out).toContain('npm run -s her -- replay 9eb80aa8-edef-47cd-81ad-397f3d9037c4 --turns');
  });

  test('replay in a pipe has no colours', async () => {
    const { out } = await her('replay', 'latest', '--detail', 'outline');
    expect(out).toMatch(/^Cache for place lookups\nfieldnotes · /);
    expect(out).not.toContain('\u001b');
  });

  test('filters narrow the list', async () => {
    const { out } = await her('sessions', '--project', 'harbor-api', '--since', 'in October', '--json');
    const { sessions } = sessionsAnswer.parse(JSON.parse(out));
    expect(sessions.map(({ id }) => id.slice(0, 8))).toEqual(['46f3069c', 'c0ef4b1a', 'd7c6e306']);
  });
});

describe('export turns', () => {
  const line = z.strictObject({
    session_id: z.string(),
    project: z.string(),
    n: z.int(),
    prompt_uuid: z.string(),
    started_at: z.iso.datetime(),
    ended_at: z.iso.datetime(),
    prompt: z.string(),
    reply: z.string(),
    model: z.string().nullable(),
    tool_calls: z.int(),
    errors: z.int(),
    interrupted: z.boolean(),
    latency_ms: z.int().nullable(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cache_read_tokens: z.int(),
    cache_write_tokens: z.int(),
    cost_usd: z.number().nullable(),
    pushback: z.object({ kind: z.string(), cause: z.string().nullable(), confidence: z.number() }).nullable(),
  });
  const linesOf = ({ out }: Ran) =>
    out
      .trim()
      .split('\n')
      .map((text) => line.parse(JSON.parse(text)));

  test('each human turn is one line, in order', async () => {
    const turns = linesOf(await her('export', 'turns'));
    expect(turns).toHaveLength(57);
    const places = turns.map(({ session_id: id, n }) => `${id} ${String(n).padStart(4, '0')}`);
    expect(places).toEqual(places.toSorted());
    expect(turns.filter(({ interrupted }) => interrupted)).toHaveLength(4);
    expect(turns.some(({ pushback }) => pushback !== null)).toBe(true);
  });

  test('turns of sub-agents come on request', async () => {
    expect(linesOf(await her('export', 'turns', '--subagents'))).toHaveLength(60);
  });

  test('with --json it is one array; a filter that leaves nothing leaves an empty one', async () => {
    const all = JSON.parse(
      (await her('export', 'turns', '--json', '--project', 'fieldnotes')).out,
    ) as unknown[];
    expect(all).toHaveLength(9);
    expect((await her('export', 'turns', '--json', '--until', '2020-01-01')).out).toBe('[]\n');
  });
});

describe('redact', () => {
  const key = `AKIA${'IOSFODNN7EXAMPLQ'}`;

  test('copies stdin, secrets replaced', async () => {
    const { out, code } = await runHer(['redact'], { env, input: `id ${key}\nplain\n` });
    expect([code, out]).toEqual([0, 'id [redacted:aws-access-key]\nplain\n']);
  });

  test('--json counts them by kind', async () => {
    const { out } = await runHer(['redact', '--json'], { env, input: `${key} ${key}` });
    expect(JSON.parse(out)).toEqual({
      text: '[redacted:aws-access-key] [redacted:aws-access-key]',
      counts: { 'aws-access-key': 2 },
    });
  });
});

describe('status and doctor', () => {
  test('status counts what is stored and what is behind', async () => {
    const { out, code } = await her('status', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      stored: { sessions: 14, subagents: 3, turns: 60, files: 16 },
      lease: null,
      freshness: { behind_files: 0 },
      embedding: { embedder: 'static', models: [{ waiting: 0 }] },
    });
    expect((await her('status')).out).toContain('14 sessions (and 3 sub-agents)');
  });

  test('status names bad lines with file and line, and unknown kinds with their version', async () => {
    const folder = temporaryHome();
    const project = join(folder, 'projects', '-p');
    mkdirSync(project, { recursive: true });
    const path = join(project, 'aaaa.jsonl');
    writeFileSync(path, 'this is no record\n{"type":"hologram","version":"9.9.9","sessionId":"aaaa"}\n');
    const odd = environment(folder, { CLAUDE_CONFIG_DIR: folder });
    await runHer(['ingest'], { env: odd });
    const { out } = await runHer(['status'], { env: odd });
    expect(out).toContain(`${path}:1: `);
    expect(out).toContain('hologram, 1 time, first in version 9.9.9');
  });

  test('doctor says what is well and exits 0', async () => {
    const { out, code } = await her('doctor', '--json');
    expect(code).toBe(0);
    const answer = JSON.parse(out) as { healthy: boolean; checks: { name: string; state: string }[] };
    expect(answer.healthy).toBe(true);
    expect(answer.checks.map(({ name }) => name)).toEqual([
      'Node',
      'Database',
      'sqlite-vec',
      'Encryption',
      'Writer',
      'Meaning',
      'Home',
      'Disk',
      'Transcripts',
      'Claude Code',
    ]);
  });

  test('doctor says what is wrong, how to mend it, and exits 1', async () => {
    const broken = temporaryHome();
    mkdirSync(join(broken, 'her'));
    writeFileSync(
      join(broken, 'her', 'her.db'),
      'no database at all, but long enough to be read as one'.repeat(50),
    );
    const { out, code } = await runHer(['doctor'], {
      env: environment(broken, { CLAUDE_CONFIG_DIR: SAMPLE }),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ Database: .*her\.db is damaged: file is not a database/);
    expect(out).toContain('npm run -s her -- doctor --rebuild');
  });
});

describe('init', () => {
  test('shows the change and changes nothing unless it is told to', async () => {
    const { out, code } = await her('init');
    expect(code).toBe(0);
    expect(out).toContain('claude mcp add --scope user her -- ');
    expect(out).toContain('"her": {"type":"stdio"');
    expect(out).toMatch(/[Nn]othing was changed/);
  });

  test('--yes runs the command of Claude Code, exactly as shown', async () => {
    const bin = temporaryHome();
    const said = join(bin, 'said');
    const claude = join(bin, 'claude');
    writeFileSync(claude, `#!/bin/sh\nprintf '%s\\n' "$@" > '${said}'\n`);
    chmodSync(claude, 0o755);
    const { out, code } = await runHer(['init', '--yes'], {
      env: { ...env, PATH: `${bin}:${env['PATH'] ?? ''}` },
    });
    expect(code).toBe(0);
    const words = readFileSync(said, 'utf8').trim().split('\n');
    expect(words.slice(0, 6)).toEqual(['mcp', 'add', '--scope', 'user', 'her', '--']);
    expect(words.at(-1)).toBe('mcp');
    expect(out).toContain(words.slice(6).join(' '));
  });

  test('--yes without Claude Code fails and says what to do', async () => {
    const { err, code } = await runHer(['init', '--yes'], { env: { ...env, PATH: temporaryHome() } });
    expect(code).toBe(1);
    expect(err).toMatch(/`claude` is not on the PATH, so nothing was changed/);
  });

  test('what is registered already stays', async () => {
    const folder = temporaryHome();
    writeFileSync(join(folder, '.claude.json'), '{"mcpServers":{"her":{"command":"npx"}}}');
    const { out } = await runHer(['init', '--yes', '--json'], { env: environment(folder) });
    expect(JSON.parse(out)).toMatchObject({ registered: true, changed: false });
  });
});

describe('errors', () => {
  test('what fails is one sentence without a stack: exit 1', async () => {
    const { err, code } = await her('replay', 'zzz');
    expect(code).toBe(1);
    expect(err).toMatch(/^her: No session's id begins with "zzz"\..*\n$/);
  });

  test('with --json a failure is a document as well', async () => {
    const { out, code } = await her('sessions', '--project', 'nowhere', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'unknown-project' } });
  });

  test('a project that is not there is an error in an export, too: an empty file would look like an answer', async () => {
    const { out, err, code } = await her('export', 'turns', '--project', 'nowhere');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('No project is called "nowhere"');
  });

  test.each([
    ['search', 'oauth'],
    ['sessions'],
    ['corrections'],
    ['usage'],
    ['insights'],
    ['export', 'turns'],
    ['export', 'stats'],
  ])('an end before the beginning is wrong usage: %s %s', async (...command) => {
    const { code, out, err } = await her(...command, '--since', '2026-11-05', '--until', '2026-11-01');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^her: Nothing lies between since "2026-11-05" .* and until "2026-11-01" .*\.\n$/);
  });

  test.each(['ingest', 'status', 'sessions'])(
    '%s in a home that cannot be made fails at once',
    async (command) => {
      const { code, out, err } = await runHer([command], { env: { ...env, HER_HOME: '/proc/her' } });
      expect([code, out]).toEqual([1, '']);
      expect(err).toBe('her: Her cannot write in /proc/her (ENOENT). Set HER_HOME to a folder of yours.\n');
    },
  );

  test.each([
    [['help', 'searhc'], 'searhc', '(Did you mean search?)'],
    [['searhc', '--help'], 'searhc', '(Did you mean search?)'],
    [['help', 'export', 'turn'], 'turn', '(Did you mean turns?)'],
    [['export', 'help', 'turn'], 'turn', '(Did you mean turns?)'],
  ])('help for a command that is not there names it, and the nearest: %j', async (args, name, nearest) => {
    const { code, out, err } = await her(...args);
    expect([code, out, err]).toEqual([2, '', `error: unknown command '${name}'\n${nearest}\n`]);
  });

  test.each([
    [['help'], 'Usage: her [options] [command]'],
    [['help', 'search'], 'Usage: her search [options] <words...>'],
    [['search', 'oauth', '--help'], 'Usage: her search [options] <words...>'],
    [['help', 'export', 'turns'], 'Usage: her export turns [options]'],
    [['export', 'help', 'turns'], 'Usage: her export turns [options]'],
  ])('help is shown for the command that is named: %j', async (args, usage) => {
    const { code, out, err } = await her(...args);
    expect([code, out.split('\n')[0], err]).toEqual([0, usage, '']);
  });

  test('an empty question is called empty', async () => {
    const { err, code } = await her('search', '');
    expect(code).toBe(2);
    expect(err).toContain('query is not right (it is empty)');
    expect(err).not.toMatch(/search_sessions|max_tokens/);
  });

  test('where nothing was read, an answer says so once, and how to read', async () => {
    const empty = environment(temporaryHome());
    const { out } = await runHer(['search', 'oauth'], { env: empty });
    expect(out.match(/read yet/g)).toHaveLength(1);
    expect(out).toContain('`npm run -s her -- ingest` reads them');
    expect((await runHer(['ingest'], { env: empty })).out).toMatch(/^There are no transcripts to read/);
  });

  test.each([
    [['sessions', '--bogus'], "unknown option '--bogus'"],
    [['search', 'x', '--limit', '0'], 'It must be a whole number from 1 to 50.'],
  ])('with --json, %s is refused in one JSON document', async (args, fault) => {
    const { code, out } = await runHer([...args, '--json'], { env });
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: { code: 'bad-usage', message: expect.stringContaining(fault) },
    });
  });

  test('a reader that stops early is no failure', async () => {
    const { code, err } = await runHer(['export', 'turns', '--subagents'], { env, closeEarly: true });
    expect([code, err]).toEqual([0, '']);
  });
});

test('nothing is written outside the home', () => {
  expect(existsSync(join(SAMPLE, '.claude.json'))).toBe(false);
});

describe('what the person says of a turn', () => {
  test('annotate overrules the detector, and export annotations lists it', async () => {
    const { out, code } = await her('annotate', '0249b2ca', '4', 'none', '--note', 'that was fine');
    expect(code).toBe(0);
    expect(out).toMatch(/correction.* → no pushback \(0249b2ca, turn 4\)/);
    const exported = await her('export', 'annotations');
    expect(JSON.parse(exported.out)).toMatchObject({
      session_id: '0249b2ca-9d4c-486d-9470-5199592c980a',
      turn: 4,
      kind: 'none',
      note: 'that was fine',
      detected: { kind: 'correction' },
    });
    await her('annotate', '0249b2ca', '4', 'detector');
    expect((await her('export', 'annotations', '--json')).out).toBe('[]\n');
  });

  test('usage and insights print their page', async () => {
    expect((await her('usage', '--group-by', 'project', '--slower-than', '30')).out).toMatch(
      /^\$\d+\.\d\d\n14 sessions/,
    );
    expect((await her('insights')).out).toMatch(/^2026-08-25 to 2026-11-18 · 14 sessions/);
    expect((await her('usage', '--slower-than', 'long')).code).toBe(2);
  });
});
