import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { TOOLS } from '../../tools/index.ts';
import { connect, isRecord, type Client } from '../server/client.ts';
import { sampleHome, type SampleHome } from '../server/sample-home.ts';

let home: SampleHome;
let her: Her;
let client: Client;

beforeAll(async () => {
  home = await sampleHome();
  her = openHer(home.env, () => {});
  await her.warmUp();
  client = await connect(
    buildServer({
      call: callerOf({ context: her.context }),
      onDefect: (error) => {
        throw error;
      },
    }),
  );
});

afterAll(async () => {
  await client.close();
  await her.close();
  home.remove();
});

/** A call of each tool that answers with a lot. */
const CALLS: Record<string, Record<string, unknown>> = {
  search_sessions: { query: 'how did we do the oauth login', limit: 20 },
  replay_session: { session: '663d45bb', detail: 'full' },
  list_sessions: { limit: 100 },
  correction_stats: { group_by: 'cause', examples: 20 },
  find_errors: { error: 'Error: connect ECONNREFUSED 127.0.0.1:5432', limit: 20 },
  file_history: { path: 'callback.ts' },
  insights: {},
  suggest_rules: {},
  suggest_prompting: { prompt: 'fix the pnpm script for the rate limits in src/limits.ts' },
  usage_stats: { group_by: 'session', slower_than: 5, limit: 100 },
};

const BUDGETS = [200, 500, 2000, 10_000];

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const example = CALLS[name] ?? {};

  test('answers what its schema says, and how fresh it is', async () => {
    const { isError, structuredContent, content } = await client.call(name, example);
    expect(content[0]?.text, 'text').not.toBe('');
    expect(isError, content[0]?.text).toBe(false);
    expect(tool.answer.strict().safeParse(structuredContent).error?.issues).toBeUndefined();
    expect(structuredContent?.['freshness']).toMatchObject({ behind_files: 0, behind_bytes: 0 });
  });

  test('never claims to be fresher than what it was made from', async () => {
    const order: string[] = [];
    const noting =
      <T>(what: string, look: () => T) =>
      (): T => {
        order.push(what);
        return look();
      };
    const { store, freshness } = her.context;
    const context = {
      ...her.context,
      store: noting('store', store),
      freshness: noting('freshness', freshness),
    };
    await tool.call(context, example, {});
    expect(order.slice(0, 2)).toEqual(['freshness', 'store']);
  });

  test.each(BUDGETS)('stays within %i tokens, in JSON and in words', async (max_tokens) => {
    const { isError, structuredContent, content } = await client.call(name, { ...example, max_tokens });
    expect(isError, content[0]?.text).toBe(false);
    expect(JSON.stringify(structuredContent).length).toBeLessThanOrEqual(max_tokens * 4);
    expect(content[0]?.text.length).toBeLessThanOrEqual(max_tokens * 4);
    expect(tool.answer.safeParse(structuredContent).success).toBe(true);
  });

  test('refuses a parameter it does not have, and says which it takes', async () => {
    const { isError, content } = await client.call(name, { ...example, foo: 1 });
    expect(isError).toBe(true);
    const known = Object.keys(tool.request.shape).join(', ');
    expect(content[0]?.text).toBe(`${name} has no parameter "foo". It takes: ${known}.`);
  });

  test('holds no field that is empty', async () => {
    const { structuredContent } = await client.call(name, example);
    // That there is no advice is the answer.
    expect(emptyFields(structuredContent).filter((path) => path !== '.advice')).toEqual([]);
  });
});

/** Paths of nulls, empty texts and empty lists, but for lists that an answer is about. */
function emptyFields(value: unknown, path = ''): string[] {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => emptyFields(item, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => emptyFields(item, `${path}.${key}`));
}

test('a missing or wrong argument is named with what it should be', async () => {
  const missing = await client.call('search_sessions', {});
  expect(missing.isError).toBe(true);
  expect(missing.content[0]?.text).toMatch(/^search_sessions: query is not right .*What to look for/);
  const wrong = await client.call('search_sessions', { query: 'x', limit: 99 });
  expect(wrong.content[0]?.text).toMatch(/limit is not right .*50/);
});

const PERIODIC = TOOLS.filter((tool) => 'since' in tool.request.shape && 'until' in tool.request.shape);

test.each(PERIODIC.map((tool) => tool.name))('%s refuses an end before the beginning', async (name) => {
  const period = { since: 'yesterday', until: '2026-01-05' };
  const { isError, content } = await client.call(name, { ...CALLS[name], ...period });
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(/^Nothing lies between since "yesterday" .* and until "2026-01-05" /);
});

test('what was asked for is not given back beyond max_tokens, however long it is', async () => {
  const name = 'y'.repeat(990);
  const [long, max_tokens] = [`${name} ${name}`, 200];
  for (const [tool, given] of [
    ['search_sessions', { query: long, project: name, file: name }],
    ['search_sessions', { query: 'zebra '.repeat(300) }],
    ['find_errors', { error: long, file: name }],
    ['file_history', { path: name }],
    ['list_sessions', { tool: name }],
  ] as const) {
    const { isError, structuredContent } = await client.call(tool, { ...given, max_tokens });
    expect(isError).toBe(false);
    expect(JSON.stringify(structuredContent).length).toBeLessThanOrEqual(max_tokens * 4);
  }
});

test.each([
  ['list_sessions', { project: 'x'.repeat(1e6) }],
  ['list_sessions', { since: 'x'.repeat(1e6) }],
  ['replay_session', { session: 'x'.repeat(1e6) }],
  ['replay_session', { session: 'latest', turns: '9'.repeat(1e6) }],
  ['search_sessions', { query: 'x', cursor: 'x'.repeat(1e6) }],
  ['search_sessions', { query: 'x', ['x'.repeat(1e6)]: 1 }],
  ['find_errors', { error: 'x', file: 'x'.repeat(1e6) }],
])('%s refuses a megabyte in a short sentence', async (tool, given) => {
  const { isError, content } = await client.call(tool, given);
  expect(isError).toBe(true);
  expect(content[0]?.text.length).toBeLessThan(1000);
});

test('a time that is none is refused in a sentence', async () => {
  const { isError, content } = await client.call('list_sessions', { since: 'when the cows come home' });
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(/is not a time/);
});

test("a hit's next call shows the turn that was found", async () => {
  const { structuredContent } = await client.call('search_sessions', {
    query: 'invalid_grant refresh token already used',
  });
  const [hit] = structuredContent?.['hits'] as {
    session_id: string;
    turn: number;
    next: { tool: string; arguments: unknown };
  }[];
  expect(hit?.session_id).toBe('663d45bb-0c61-4d25-b36d-eabf7f68b872');
  const replay = await client.call(hit?.next.tool ?? '', hit?.next.arguments);
  expect(replay.structuredContent).toMatchObject({ session: { id: hit?.session_id } });
  expect(JSON.stringify(replay.structuredContent?.['turns'])).toContain('invalid_grant');
});

test('the words name the same sessions as the JSON', async () => {
  const { structuredContent, content } = await client.call('search_sessions', {
    query: 'terraform state lock',
  });
  const hits = structuredContent?.['hits'] as { title: string }[];
  expect(hits.length).toBeGreaterThan(0);
  for (const { title } of hits) expect(content[0]?.text).toContain(title);
});

test('pages of a list that was cut make up the whole list, no session twice', async () => {
  const all = (await client.call('list_sessions', { limit: 100, max_tokens: 10_000 })).structuredContent;
  const ids = (answer: Record<string, unknown> | undefined): string[] =>
    (answer?.['sessions'] as { id: string }[]).map(({ id }) => id);
  const seen: string[] = [];
  let cursor: unknown;
  for (let pages = 0; pages < 30; pages += 1) {
    const page = (
      await client.call('list_sessions', { limit: 100, max_tokens: 500, ...(cursor ? { cursor } : {}) })
    ).structuredContent;
    seen.push(...ids(page));
    cursor = page?.['next_cursor'];
    if (cursor === undefined) break;
  }
  expect(seen).toEqual(ids(all));
});

test('pages of a search that was cut for room make up the whole answer', async () => {
  const query = { query: 'which endpoints are open, and what was decided', limit: 20 };
  const ids = (answer: Record<string, unknown> | undefined): string[] =>
    (answer?.['hits'] as { session_id: string }[]).map((hit) => hit.session_id);
  const all = ids((await client.call('search_sessions', { ...query, max_tokens: 10_000 })).structuredContent);
  expect(all.length).toBeGreaterThan(3);
  const first = (await client.call('search_sessions', { ...query, max_tokens: 600 })).structuredContent;
  expect(ids(first).length).toBeLessThan(all.length);
  expect(JSON.stringify(first?.['notes'])).toContain(String(first?.['next_cursor']));
  const cursor = first?.['next_cursor'];
  const rest = (await client.call('search_sessions', { ...query, max_tokens: 10_000, cursor }))
    .structuredContent;
  expect([...ids(first), ...ids(rest)]).toEqual(all);
});

test('pages of a replay that was cut make up the whole session', async () => {
  const turns = (answer: Record<string, unknown> | undefined): number[] =>
    (answer?.['turns'] as { n: number }[]).map(({ n }) => n);
  const session = '663d45bb-0c61-4d25-b36d-eabf7f68b872';
  const all = turns((await client.call('replay_session', { session, max_tokens: 10_000 })).structuredContent);
  const seen = new Set<number>();
  let cursor: unknown;
  for (let pages = 0; pages < 60; pages += 1) {
    const page = (
      await client.call('replay_session', { session, max_tokens: 500, ...(cursor ? { cursor } : {}) })
    ).structuredContent;
    for (const n of turns(page)) seen.add(n);
    cursor = page?.['next_cursor'];
    if (cursor === undefined) break;
  }
  expect([...seen]).toEqual(all);
});

test('the list asked for from within a session is without that session', async () => {
  const ids = async (session?: string): Promise<string[]> => {
    const asking = await connect(
      buildServer({ call: callerOf({ context: her.context }), session, onDefect: () => {} }),
    );
    const { structuredContent } = await asking.call('list_sessions', { limit: 100, max_tokens: 10_000 });
    await asking.close();
    const sessions = structuredContent?.['sessions'];
    return Array.isArray(sessions) ? sessions.map((one) => (isRecord(one) ? String(one['id']) : '')) : [];
  };
  const all = await ids();
  expect(await ids(all[0])).toEqual(all.slice(1));
  expect(await ids('a-session-of-which-nothing-is-read')).toEqual(all);
});
