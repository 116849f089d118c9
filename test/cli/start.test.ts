import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environment, runHer, SAMPLE, temporaryHome } from './her.ts';

/** Not the usual port: another Her may be at work on this machine. */
const port = (): string => String(20_000 + Math.floor(Math.random() * 20_000));

test('without transcripts it shows the sample, says so and what to ask, and ends with 0 at Ctrl-C', async () => {
  const home = temporaryHome();
  const { code, out, err } = await runHer(['start', '--port', port()], {
    env: environment(home),
    onOut: (sofar, kill) => {
      if (sofar.includes('Ctrl-C ends it.')) kill('SIGINT');
    },
  });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^There are no transcripts of Claude Code on this machine yet/);
  expect(out).toContain('14 sessions with 60 turns from 4 projects');
  expect(out).toMatch(/claude mcp add --transport http her http:\/\/127\.0\.0\.1:\d+\/mcp/);
  expect(out).toContain('Why did login fail on staging');
  // The sample has a home of its own, which a command must name.
  expect(out).toContain(
    `HER_HOME=${join(home, 'her', 'sample')} npm run -s her -- search "redirect uri mismatch"`,
  );
  expect(out.trimEnd()).toMatch(/Stopped\.$/);
  // The sample never mixes with the person's own history.
  expect(existsSync(join(home, 'her', 'sample', 'her.db'))).toBe(true);
  expect(existsSync(join(home, 'her', 'her.db'))).toBe(false);
});

test('with transcripts it reads them, serves MCP on loopback and names both ways to register', async () => {
  const home = temporaryHome();
  let asked: Promise<Response> | undefined;
  const { code, out } = await runHer(['start', '--port', port()], {
    env: environment(home, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' }),
    onOut: (sofar, kill) => {
      const url = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(sofar)?.[0];
      if (asked || !url || !sofar.includes('Ctrl-C ends it.')) return;
      const token = /Bearer ([\w-]{43})"/.exec(sofar)?.[1];
      asked = initialize(url, token).finally(() => kill('SIGTERM'));
    },
  });
  expect(code).toBe(0);
  expect((await asked)?.status).toBe(200);
  expect(out).not.toContain('no transcripts');
  expect(out).toMatch(/claude mcp add --scope user her -- .*mcp\n/);
  expect(existsSync(join(home, 'her', 'her.db'))).toBe(true);
});

test('--json says in one document where it serves; port 0 is any free one', async () => {
  const { code, out } = await runHer(['start', '--json', '--port', '0'], {
    env: environment(temporaryHome(), { HER_EMBEDDER: 'off' }),
    onOut: (sofar, kill) => {
      if (sofar.endsWith('\n')) kill('SIGINT');
    },
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    sample: true,
    sessions: 14,
    turns: 60,
    projects: 4,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d{3,4}\/mcp$/) as unknown,
  });
});

async function initialize(url: string, token = ''): Promise<Response> {
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  };
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  });
  await response.text();
  return response;
}
