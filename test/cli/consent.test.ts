import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { environment, runHer, SAMPLE, temporaryHome, type Ran } from './her.ts';

const home = temporaryHome();
const env = environment(home, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' });
const her = (...args: string[]): Promise<Ran> => runHer(args, { env });

interface Turn {
  session_id: string;
  project: string | null;
  prompt_uuid: string | null;
  started_at: string | null;
  prompt: string;
  reply: string;
}
const turns = async (...args: string[]): Promise<Turn[]> =>
  JSON.parse((await her('export', 'turns', '--json', ...args)).out) as Turn[];
interface Listed {
  sessions: { id: string; project: string; consent?: boolean }[];
}
const sessions = async (): Promise<Listed['sessions']> =>
  (JSON.parse((await her('sessions', '--limit', '100', '--json')).out) as Listed).sessions;

beforeAll(async () => {
  expect((await her('ingest')).code).toBe(0);
});

test('nothing is given to others before the person says so', async () => {
  expect(await turns('--for-others')).toEqual([]);
  expect((await her('consent')).out).toBe('No session may be given to others.\n');
});

test('what has consent is given without ids, names, times and home folders; it is marked, and the log tells', async () => {
  const { id, project } = (await sessions()).find(({ project: name }) => name === 'harbor-api')!;
  expect(JSON.parse((await her('consent', id, '--json')).out)).toEqual({ session_id: id, consent: true });
  expect((await sessions()).filter(({ consent }) => consent).map((one) => one.id)).toEqual([id]);

  const own = (await turns()).filter(({ session_id: of }) => of === id);
  const given = await turns('--for-others');
  expect(given).toHaveLength(own.length);
  expect(new Set(given.map(({ session_id: of }) => of))).toEqual(new Set(['session-1']));
  expect(new Set(given.map((turn) => turn.project))).toEqual(new Set(['project-1']));
  expect(given.every(({ prompt_uuid: uuid }) => uuid === null)).toBe(true);
  expect(given.every(({ started_at: at }) => /^\d{4}-\d\d-\d\d$/.test(at ?? ''))).toBe(true);
  const all = JSON.stringify(given);
  for (const telling of [id, project, own[0]!.prompt_uuid!, '/home/']) expect(all).not.toContain(telling);
  expect(given[0]!.prompt.length).toBeGreaterThan(0);

  const log = readFileSync(join(home, 'her', 'log', 'audit.jsonl'), 'utf8');
  expect(log).toContain('"what":"consent"');
  expect(log).toContain('"what":"export turns for others"');
});

test('consent can be withdrawn', async () => {
  const { id } = (await sessions()).find(({ consent }) => consent)!;
  expect((await her('consent', id, '--withdraw')).out).toContain('not given to others any more');
  expect(await turns('--for-others')).toEqual([]);
  expect((await her('consent', '--withdraw')).code).toBe(2);
});

test('figures for others are counts by week: no text, path, name or id, and no small week', async () => {
  const { out } = await her('export', 'stats', '--json');
  const { weeks, suppressed_weeks: suppressed } = JSON.parse(out) as {
    weeks: Record<string, unknown>[];
    suppressed_weeks: number;
  };
  expect(weeks.length + suppressed).toBeGreaterThan(1);
  expect(suppressed).toBeGreaterThan(0);
  for (const week of weeks) {
    const { week: monday, ...figures } = week;
    expect(new Date(String(monday)).getUTCDay()).toBe(1);
    expect(Object.values(figures).every((value) => typeof value === 'number')).toBe(true);
    expect(Number(week['turns'])).toBeGreaterThanOrEqual(20);
  }
  const { code, err } = await her('export', 'stats', '--project', 'harbor-api');
  expect([code, err]).toEqual([2, expect.stringContaining('never of one project')]);
});

test('the mark of a session goes with it when it is forgotten', async () => {
  const { id } = (await sessions()).at(-1)!;
  await her('consent', id);
  expect((await her('consent')).out).toContain(id);
  expect((await her('forget', id)).code).toBe(0);
  expect((await her('consent')).out).toBe('No session may be given to others.\n');
});
