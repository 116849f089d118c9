import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyHome, ROOT, type SampleHome } from './sample-home.ts';

/** The bundle replaces parts of the SDK and of zod (scripts/bundle): it must answer as the sources do. */
let folder: string;
let home: SampleHome;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-bundle-'));
  for (const part of ['node_modules', 'models', 'package.json'])
    symlinkSync(join(ROOT, part), join(folder, part));
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), join(folder, 'dist')]);
  home = emptyHome();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  home.remove();
});

interface Asked {
  method: string;
  params?: unknown;
}

/** What is answered to each, in order of the questions; lines that are no request have no answer. */
async function converse(main: string, asked: readonly (Asked | string)[]): Promise<unknown[]> {
  const child = spawn(process.execPath, [main, 'mcp'], { env: home.env, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answers: unknown[] = [];
  for (const [id, question] of asked.entries()) {
    if (typeof question === 'string') {
      child.stdin.write(`${question}\n`);
      continue;
    }
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...question })}\n`);
    const { value } = await lines.next();
    answers.push(JSON.parse(String(value)));
  }
  child.kill('SIGKILL');
  return answers;
}

const initialize = (protocolVersion: string): Asked => ({
  method: 'initialize',
  params: { protocolVersion, clientInfo: { name: 'test', version: '1' }, capabilities: { roots: {} } },
});
const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const LISTS = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];
const INITIALIZED = '{"jsonrpc":"2.0","method":"notifications/initialized"}';

test.each([
  [
    'of 2025',
    [
      initialize('2025-11-25'),
      INITIALIZED,
      ...LISTS.map((method) => ({ method })),
      { method: 'ping' },
      { method: 'prompts/get', params: { name: 'recall', arguments: { topic: 'oauth' } } },
      { method: 'prompts/get', params: { name: 'recall', arguments: {} } },
    ],
  ],
  [
    'of 2026',
    [
      { method: 'server/discover', params: { _meta } },
      ...LISTS.map((method) => ({ method, params: { _meta } })),
    ],
  ],
  [
    'that are wrong',
    [
      initialize('1999-01-01'),
      'not JSON',
      '{"jsonrpc":"2.0"}',
      { method: 'no/such/method' },
      { method: 'tools/call', params: { name: 'no_such_tool', arguments: {} } },
      { method: 'tools/call', params: { arguments: {} } },
      { method: 'tools/call', params: { name: 'search_sessions', arguments: { query: 'x', colour: 'red' } } },
      { method: 'resources/read', params: { uri: 'her://nowhere' } },
      { method: 'initialize', params: { protocolVersion: 7 } },
    ],
  ],
] as const)('the bundle answers requests %s as the sources do', async (_, asked) => {
  const bundled = await converse(join(folder, 'dist/her.cjs'), asked);
  expect(bundled).toEqual(await converse(join(ROOT, 'src/cli/main.ts'), asked));
});

test('the handshake is one file that holds the tools as they are listed, not the tools', () => {
  const start = readFileSync(join(folder, 'dist/mcp.cjs'), 'utf8');
  expect(start).toContain('Search past sessions');
  expect(start).not.toMatch(/require\("(?!node:)/);
});

test('the first start keeps what was compiled for the next one, for this user alone', async () => {
  const cache = join(home.env['HER_HOME']!, 'cache');
  rmSync(cache, { recursive: true, force: true });
  const child = spawn(process.execPath, [join(folder, 'dist/her.cjs'), 'mcp'], {
    env: home.env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, ...initialize('2025-11-25') })}\n`);
  // A file may go between being listed and being looked at: what du says of the others counts.
  const size = () => Number.parseInt(spawnSync('du', ['-sk', cache], { encoding: 'utf8' }).stdout || '0', 10);
  while (size() < 100) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill('SIGKILL');
  expect(statSync(cache).mode & 0o077).toBe(0);
});
