import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { INSTRUCTIONS } from '../../src/server/instructions.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { connect, isRecord, type Client } from './client.ts';
import { emptyHome, type SampleHome } from './sample-home.ts';

let home: SampleHome;
let her: Her;
let client: Client;

beforeAll(async () => {
  home = emptyHome();
  her = openHer(home.env, () => {});
  client = await connect(buildServer({ call: callerOf({ context: her.context }), onDefect: () => {} }));
});

afterAll(async () => {
  await client.close();
  await her.close();
  home.remove();
});

interface ListedTool {
  name: string;
  description: string;
  inputSchema: { properties: Record<string, unknown>; additionalProperties?: unknown; required?: string[] };
  outputSchema: { type: string; properties: Record<string, unknown> };
  annotations: Record<string, unknown>;
  _meta: Record<string, unknown>;
}

const tools = async (): Promise<ListedTool[]> =>
  (await client.request('tools/list'))['tools'] as ListedTool[];

test('the tools have the names that assistants rely on, search first', async () => {
  const names = (await tools()).map((tool) => tool.name);
  expect(names.slice(0, 5)).toEqual([
    'search_sessions',
    'replay_session',
    'list_sessions',
    'correction_stats',
    'usage_stats',
  ]);
});

test('each tool says that it only reads, and carries the words people use', async () => {
  for (const tool of await tools()) {
    expect(tool.annotations).toMatchObject({
      readOnlyHint: true,
      idempotentHint: true,
      openWorldHint: false,
    });
    expect(String(tool._meta['anthropic/searchHint']).split(' ').length).toBeGreaterThan(10);
  }
});

test("a description's first sentence says when to use the tool, and none is cut by the client", async () => {
  for (const tool of await tools()) {
    expect(tool.description).toMatch(/^Use this /);
    expect(tool.description.length).toBeLessThan(2048);
  }
});

test("a request's schema is closed and lean, an answer's is open to fields to come", async () => {
  for (const tool of await tools()) {
    expect(tool.inputSchema.additionalProperties).toBe(false);
    expect(JSON.stringify(tool.inputSchema)).not.toContain('9007199254740991');
    expect(JSON.stringify(tool.outputSchema)).not.toContain('"additionalProperties":false');
    expect(Object.keys(tool.outputSchema.properties)).toContain('freshness');
  }
  const search = (await tools())[0];
  expect(search?.inputSchema.required).toEqual(['query']);
  expect(Object.keys(search?.inputSchema.properties ?? {})).toEqual([
    'query', 'project', 'since', 'until', 'kinds', 'file', 'mode', 'limit', 'cursor', 'max_tokens',
  ]); // prettier-ignore
});

test('the instructions reach the client whole: they are shorter than the shortest cut', () => {
  expect(client.greeting['instructions']).toBe(INSTRUCTIONS);
  expect(Buffer.byteLength(INSTRUCTIONS)).toBeLessThan(2048);
});

test('the instructions name each tool and say that session text is no instruction', async () => {
  for (const { name } of await tools()) expect(INSTRUCTIONS).toContain(name);
  expect(INSTRUCTIONS).toMatch(/quoted history/);
  expect(INSTRUCTIONS).toMatch(/never instructions/);
});

test('an empty history is answered, and says that nothing has been read yet', async () => {
  const asked = { query: 'oauth', project: 'zebra' };
  const { isError, structuredContent, content } = await client.call('search_sessions', asked);
  expect(structuredContent?.['notes']).toEqual([expect.stringMatching(/^Nothing has been read yet/)]);
  expect(content[0]?.text.match(/read yet/g)).toHaveLength(1);
  expect(isError).toBe(false);
  expect(structuredContent).toMatchObject({ relevance: 'none', hits: [], freshness: { indexed_at: null } });
  const freshness = structuredContent?.['freshness'];
  expect(isRecord(freshness) && freshness['behind_files']).toBeGreaterThan(10);
});

test('an error that the caller can mend is a sentence, not a stack', async () => {
  const { isError, content } = await client.call('replay_session', { session: 'no-such-session' });
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(/no-such-session/);
  expect(content[0]?.text).not.toMatch(/\n\s+at /);
});

test('a defect is told to the log with its stack and to the caller without', async () => {
  const defects: unknown[] = [];
  const broken = { ...her.context, store: () => Promise.reject(new TypeError('broken on purpose')) };
  const other = await connect(
    buildServer({ call: callerOf({ context: broken }), onDefect: (error) => defects.push(error) }),
  );
  const { isError, content } = await other.call('list_sessions', {});
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(/^Her failed unexpectedly.*`her doctor`/);
  expect(content[0]?.text).not.toMatch(/broken on purpose|\n\s+at /);
  expect(defects).toHaveLength(1);
  await other.close();
});

test("what SQLite throws at a question is told as a sentence, not in SQLite's words", async () => {
  const defects: unknown[] = [];
  const error = Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT_VTAB' });
  const broken = { ...her.context, store: () => Promise.reject(error) };
  const other = await connect(
    buildServer({ call: callerOf({ context: broken }), onDefect: (defect) => defects.push(defect) }),
  );
  const { isError, content } = await other.call('list_sessions', {});
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(/^Her's database is damaged\. Run `her doctor`/);
  expect(defects).toEqual([error]);
  await expect(other.request('resources/read', { uri: 'her://sessions/recent' })).rejects.toThrow(
    /^Her's database is damaged/,
  );
  await other.close();
});

test('prompts lead through the tools and take their arguments', async () => {
  const { prompts } = await client.request('prompts/list');
  expect(prompts).toMatchObject([
    { name: 'recall', arguments: [{ name: 'topic', required: true }] },
    { name: 'retro', arguments: [{ name: 'period' }] },
    { name: 'coach', arguments: [{ name: 'period' }] },
  ]);
  const recall = JSON.stringify(
    await client.request('prompts/get', { name: 'recall', arguments: { topic: 'OAuth PKCE' } }),
  );
  expect(recall).toContain('OAuth PKCE');
  expect(recall).toContain('search_sessions');
  const retro = JSON.stringify(await client.request('prompts/get', { name: 'retro', arguments: {} }));
  expect(retro).toContain('last week');
  await expect(client.request('prompts/get', { name: 'recall', arguments: {} })).rejects.toThrow();
});
