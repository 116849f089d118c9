import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { connect, type Client } from '../server/client.ts';
import { sampleHome, type SampleHome } from '../server/sample-home.ts';

let home: SampleHome;
let her: Her;
let client: Client;

beforeAll(async () => {
  home = await sampleHome();
  her = openHer(home.env, () => {});
  client = await connect(buildServer({ call: callerOf({ context: her.context }), onDefect: () => {} }));
});

afterAll(async () => {
  await client.close();
  await her.close();
  home.remove();
});

async function read(uri: string): Promise<{ mimeType: string; text: string }> {
  const { contents } = await client.request('resources/read', { uri });
  const [first] = contents as { mimeType: string; text: string }[];
  return first!;
}

test('the addresses are those that others rely on', async () => {
  const { resources } = await client.request('resources/list');
  expect((resources as { uri: string }[]).map(({ uri }) => uri)).toEqual([
    'her://sessions/recent',
    'her://stats/corrections',
  ]);
  const { resourceTemplates } = await client.request('resources/templates/list');
  expect((resourceTemplates as { uriTemplate: string }[]).map(({ uriTemplate }) => uriTemplate)).toEqual([
    'her://sessions/{id}', 'her://sessions/{id}/{agent}', 'her://projects/{name}',
  ]); // prettier-ignore
});

test('recent sessions are Markdown with the newest session in it', async () => {
  const { mimeType, text } = await read('her://sessions/recent');
  expect(mimeType).toBe('text/markdown');
  expect(text).toMatch(/^# Recent sessions\n/);
  expect(text).toContain('fieldnotes');
});

test('a session is told turn by turn', async () => {
  const { text } = await read('her://sessions/663d45bb-0c61-4d25-b36d-eabf7f68b872');
  expect(text).toMatch(/^# Session 663d45bb/);
  expect(text).toContain('redirect_uri_mismatch');
});

test("a sub-agent's session has an address of its own", async () => {
  const { text } = await read('her://sessions/d7c6e306-80c8-41d2-b77c-fbb556b9cce6/agent-a60e22008b3a3186c');
  expect(text).toContain('agent-a60e22008b3a3186c');
});

test("a project shows its sessions and no other project's", async () => {
  const { text } = await read('her://projects/tidepool-web');
  expect(text).toContain('## Sessions');
  expect(text).toContain('## Corrections');
  expect(text).not.toContain('lighthouse-infra');
});

test('an address that names nothing is refused in a sentence', async () => {
  await expect(read('her://sessions/nobody')).rejects.toThrow(/nobody/);
  await expect(read('her://projects/no%20such%20project')).rejects.toThrow(/no such project/);
});

test('corrections are counted', async () => {
  const { text } = await read('her://stats/corrections');
  expect(text).toMatch(/^# Corrections\n/);
});
