import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRecord } from './client.ts';
import { emptyHome, ROOT, type SampleHome } from './sample-home.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

let home: SampleHome;
let child: Child;
let lines: string[];
let errors: string;

beforeEach(() => {
  home = emptyHome();
});

afterEach(() => {
  child.kill('SIGKILL');
  home.remove();
});

function start(env: NodeJS.ProcessEnv = {}): void {
  child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'mcp'], {
    env: { ...home.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  lines = [];
  errors = '';
  let open = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (open + chunk).split('\n');
    open = parts.pop() ?? '';
    lines.push(...parts);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
}

async function ask(
  id: number | string,
  method: string,
  params: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  for (;;) {
    for (const line of lines) {
      const message: unknown = JSON.parse(line);
      if (isRecord(message) && message['id'] === id)
        return isRecord(message['result']) ? message['result'] : message;
    }
    if (child.exitCode !== null) throw new Error(`the server is gone: ${errors}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const hello = () =>
  ask(1, 'initialize', {
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'test', version: '1' },
    capabilities: {},
  });

/** What `search_sessions` finds as soon as the history is read; it is read while questions are answered. */
async function askUntilRead(query: string): Promise<Record<string, unknown>> {
  for (let id = 100; ; id += 1) {
    const result = await ask(id, 'tools/call', { name: 'search_sessions', arguments: { query } });
    const answer = isRecord(result['structuredContent']) ? result['structuredContent'] : {};
    const freshness = isRecord(answer['freshness']) ? answer['freshness'] : {};
    if (freshness['behind_files'] === 0) return answer;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function secondsUntilGone(act: () => void): Promise<number> {
  const began = performance.now();
  const gone = once(child, 'exit');
  act();
  await gone;
  return (performance.now() - began) / 1000;
}

test('reads the transcripts behind the handshake and then answers from them', async () => {
  start();
  expect(await hello()).toMatchObject({ serverInfo: { name: 'her' } });
  const answer = await askUntilRead('terraform state lock');
  expect(JSON.stringify(answer['hits'])).toContain('9eb80aa8-edef-47cd-81ad-397f3d9037c4');
});

test('is asked by the protocol of 2026 as well', async () => {
  start();
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const greeting = await ask('server-discover-probe-1', 'server/discover', { _meta });
  expect(greeting['instructions']).toContain('search_sessions');
  const listed = await ask(2, 'tools/list', { _meta });
  expect(JSON.stringify(listed['tools'])).toContain('replay_session');
});

test('puts nothing on stdout but the protocol', async () => {
  start();
  await hello();
  await askUntilRead('oauth');
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
});

test.each([
  ['/dev/null/her', "/dev/null/her cannot be Her's folder: a file stands there or above it."],
  // Where mkdir finds no folder above although it is there.
  ['/proc/her', 'Her cannot write in /proc/her (ENOENT).'],
])('that %s cannot be a home is said in the answer, and the server lives on', async (place, fault) => {
  start({ HER_HOME: place });
  await hello();
  const result = await ask(2, 'tools/call', { name: 'list_sessions', arguments: {} });
  expect(result).toEqual({
    isError: true,
    content: [{ type: 'text', text: `${fault} Set HER_HOME to a folder of yours.` }],
  });
  expect(await ask(3, 'tools/list', {})).toHaveProperty('tools');
});

// Told by the clock, and the machine may be busy with something else: what is so once in four tries is so.
const BY_THE_CLOCK = { retry: 3 };

// Claude Code kills the server 500 ms after the first signal.
test.each(['SIGTERM', 'SIGINT'] as const)(
  'is gone soon after %s, in the middle of reading',
  BY_THE_CLOCK,
  async (signal) => {
    start();
    await hello();
    await ask(2, 'tools/list', {});
    expect(await secondsUntilGone(() => child.kill(signal))).toBeLessThan(0.5);
  },
);

test('is gone when the client is: stdin ends', BY_THE_CLOCK, async () => {
  start();
  await hello();
  expect(await secondsUntilGone(() => child.stdin.end())).toBeLessThan(0.5);
});

test('is gone when nobody reads its answers any more', BY_THE_CLOCK, async () => {
  start();
  await hello();
  child.stdout.destroy();
  const seconds = await secondsUntilGone(() => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} })}\n`);
  });
  expect(seconds).toBeLessThan(1);
});

test('nothing is lost by a kill: the next process goes on and finds all', async () => {
  start();
  await hello();
  await secondsUntilGone(() => child.kill('SIGKILL'));
  start();
  await hello();
  const answer = await askUntilRead('terraform state lock');
  expect(answer).toMatchObject({ relevance: 'strong' });
});
