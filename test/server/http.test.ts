import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { serveOnHttp, type HttpServing } from '../../src/server/http.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { emptyHome, type SampleHome } from './sample-home.ts';

const TOKEN = 'a-token-of-this-test';
let home: SampleHome;
let her: Her;
let serving: HttpServing;
const build = () => buildServer({ call: callerOf({ context: her.context }), onDefect: () => {} });

beforeAll(async () => {
  home = emptyHome();
  her = openHer(home.env, () => {});
  serving = await serveOnHttp({ build, token: TOKEN, port: 0 });
});

afterAll(async () => {
  await serving.close();
  await her.close();
  home.remove();
});

interface Answer {
  status: number;
  body: string;
}

/** fetch() would not let a test choose the Host header. */
function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        agent: false,
        host: '127.0.0.1',
        port: serving.port,
        path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${TOKEN}`,
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const call = (method: string, params: unknown) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const INITIALIZE = call('initialize', {
  protocolVersion: '2025-11-25',
  clientInfo: { name: 'test', version: '1' },
  capabilities: {},
});

test('answers on loopback, under the address it names', async () => {
  expect(serving.url).toBe(`http://127.0.0.1:${serving.port}/mcp`);
  const { status, body } = await post('/mcp', INITIALIZE);
  expect(status).toBe(200);
  expect(body).toContain('"name":"her"');
});

test.each(['', 'Bearer', 'Bearer another', `bearer ${TOKEN}x`, TOKEN])(
  'refuses who does not show its token: "%s"',
  async (authorization) => {
    const { status, body } = await post('/mcp', INITIALIZE, { authorization });
    expect(status).toBe(401);
    expect(body).not.toContain('instructions');
  },
);

test('no web page is told that it may ask', async () => {
  const { headers } = await fetch(serving.url, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
  });
  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('calls tools', async () => {
  const { status, body } = await post('/mcp', call('tools/call', { name: 'list_sessions', arguments: {} }));
  expect(status).toBe(200);
  expect(body).toContain('structuredContent');
});

test.each(['evil.example', 'evil.example:4370', '192.168.1.5'])(
  'refuses the host %s: a name can be made to resolve here',
  async (host) => {
    const { status, body } = await post('/mcp', INITIALIZE, { host });
    expect(status).toBe(403);
    expect(body).not.toContain('instructions');
  },
);

test.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example'])(
  'refuses a web page of %s',
  async (origin) => {
    const { status, body } = await post('/mcp', INITIALIZE, { origin });
    expect(status).toBe(403);
    expect(body).not.toContain('instructions');
  },
);

test('a page cannot send what a browser sends without asking first', async () => {
  const { status } = await post('/mcp', INITIALIZE, { 'content-type': 'text/plain' });
  expect(status).toBe(415);
});

test('a body that is no question is refused before it is read', async () => {
  const { status } = await post(
    '/mcp',
    call('tools/call', { name: 'list_sessions', arguments: { project: 'x'.repeat(2_000_000) } }),
  );
  expect(status).toBe(413);
});

/** What the server says to these bytes until it closes the connection. */
function answerTo(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('error', () => {}); // what is refused is answered by a closed connection
    socket.on('close', () => resolve(text));
  });
}

test('a head that is larger than any client needs is refused', async () => {
  const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filler: ${'x'.repeat(20_000)}\r\n\r\n`;
  expect(await answerTo(serving.port, head)).toMatch(/^HTTP\/1\.1 431|^$/);
});

test.each([
  ['head', 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n'],
  [
    'body',
    `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n` +
      'Accept: application/json, text/event-stream\r\nContent-Length: 100\r\n\r\n{"jsonrpc":',
  ],
])('a %s that does not come to its end holds no connection for good', async (_, beginning) => {
  const impatient = await serveOnHttp({ build, token: TOKEN, port: 0, requestMs: 300 });
  const said = await answerTo(impatient.port, beginning);
  expect(said).not.toContain('instructions');
  expect(said).toMatch(/^HTTP\/1\.1 40[08]|^$/);
  await impatient.close();
});

test('other paths say where MCP is', async () => {
  const { status, body } = await post('/', '{}');
  expect(status).toBe(404);
  expect(body).toContain('/mcp');
});

test('a port that is taken gives way to a free one, and it is said', async () => {
  const second = await serveOnHttp({ build, token: TOKEN, port: serving.port });
  expect(second.port).not.toBe(serving.port);
  expect(second.notice).toContain(`Port ${serving.port} is taken`);
  expect(second.url).toContain(String(second.port));
  await second.close();
});
