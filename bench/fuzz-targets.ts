/** What is fuzzed, and with what. A target throws when its case shows a defect. */
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as chrono } from 'chrono-node/en';
import { ingestContext } from '../src/ingest/context.ts';
import { ingestBatch } from '../src/ingest/file.ts';
import { linesFrom } from '../src/ingest/lines.ts';
import { cleanEvent } from '../src/privacy/clean-event.ts';
import { createRedactor } from '../src/privacy/redact.ts';
import { readQuestion } from '../src/search/question.ts';
import { searchSessions } from '../src/search/search-sessions.ts';
import { expressionOf, innerWords } from '../src/search/words.ts';
import { buildServer } from '../src/server/build.ts';
import { callerOf } from '../src/server/call-tool.ts';
import { serveOnHttp } from '../src/server/http.ts';
import { openHer } from '../src/server/open.ts';
import { searchRequest } from '../src/shared/search-answer.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { openStore } from '../src/store/open.ts';
import { hostileText, HOSTILE_SEEDS } from '../test/privacy/hostile.ts';
import { sampleHome } from '../test/server/sample-home.ts';
import { readArguments } from '../tools/arguments.ts';
import { CHANGING_TOOLS, TOOLS } from '../tools/index.ts';
import { mutatedText, mutatedValue, type Chance } from './fuzz-random.ts';

export interface Targets {
  /** By name; each runs one case. */
  targets: ReadonlyMap<string, (chance: Chance) => Promise<void> | void>;
  close(): Promise<void>;
}

const TRANSCRIPTS = ['../sample/projects', '../test/fixtures/claude-code/2.1.330', '../test/fixtures/codex'];
const LONGEST = 1_000_000;
/** Transcript lines of a case; the store of the ingest target is made anew after so many cases. */
const MOST_LINES = 30;
const STORE_CASES = 300;
const ROLLOUT = 'rollout-2026-10-29T09-00-00-019a2d7a-41c4-78b1-b7cc-a45d62a89cd5.jsonl';
const QUESTIONS = [
  'what did we do about the OAuth redirect_uri_mismatch last week?',
  'which command was it in project harbor-api on 12/11/2026',
  'auth.ts --no-verify since last tuesday',
  'did I tell you to always use "pnpm"?',
  'between March 3rd and 2 days ago: flaky test in src/db/pool.ts',
];
const TOOL_ARGUMENTS: readonly Record<string, unknown>[] = [
  { query: 'oauth redirect', limit: 3, kinds: ['prompt', 'error'], mode: 'hybrid', since: 'last week' },
  { session: 'latest', turns: '1-3', detail: 'full', max_tokens: 2000, cursor: 'eyJhIjoxfQ' },
  { group_by: 'cause', examples: 2, until: '2026-11-01', project: 'harbor-api' },
  { order: 'cost', limit: 5, file: 'src/auth.ts', path: 'src/auth.ts' },
];

/** Everything is opened once, in a temporary folder, on the bundled sample. */
export async function openTargets(): Promise<Targets> {
  const folder = mkdtempSync(join(tmpdir(), 'her-fuzz-'));
  const home = await sampleHome();
  const defects: unknown[] = [];
  const her = openHer(home.env, () => {});
  await her.warmUp();
  const store = await her.context.store();
  const build = () =>
    buildServer({
      call: callerOf({ context: her.context }),
      hasChangingTools: true,
      onDefect: (error) => defects.push(error),
    });
  const token = 'a-token-for-fuzzing';
  const serving = await serveOnHttp({ build, token, port: 0 });
  const lines = transcriptLines();
  const redactor = createRedactor({ personal: true, key: Buffer.alloc(32, 7) });
  const redact = (text: string): string => redactor.redact(text);
  let scratch = openScratch(folder, 0);
  let ingested = 0;

  function transcript(chance: Chance): void {
    const path = join(folder, ROLLOUT);
    writeFileSync(path, transcriptOf(chance, lines));
    const longest = chance.once(4) ? 1 + chance.int(4000) : undefined;
    for (const source of SOURCES) {
      const file = openSync(path, 'r');
      try {
        const reader = source.reader(path, chance.once(4) ? { model: 1, prompts: 'x' } : undefined);
        reader.about();
        for (const line of linesFrom(file, chance.once(8) ? chance.int(5000) : 0, longest)) {
          if (line.kind === 'too-long') continue;
          const verdict = reader.read(line.line);
          if (verdict.kind !== 'events') continue;
          for (const event of verdict.events) JSON.stringify(cleanEvent(event, redact));
        }
        JSON.stringify(reader.memory?.());
      } finally {
        closeSync(file);
      }
    }
  }

  function ingest(chance: Chance): void {
    if (++ingested % STORE_CASES === 0) {
      scratch.close();
      scratch = openScratch(folder, ingested);
    }
    const source = chance.pick(SOURCES);
    const name = source.id === 'codex' ? ROLLOUT : `${idOf(chance)}.jsonl`;
    const path = join(scratch.projects, name);
    writeFileSync(path, transcriptOf(chance, lines));
    while (ingestBatch(scratch.context, [{ source, path }])[0]?.more);
    // The same file, grown: from where the batch before ended.
    writeFileSync(path, readFileSync(path, 'utf8') + '\n' + transcriptOf(chance, lines));
    while (ingestBatch(scratch.context, [{ source, path }])[0]?.more);
    rmSync(path);
  }

  function redaction(chance: Chance): void {
    const text = chance.once(3)
      ? chance.pick(HOSTILE_SEEDS) +
        hostileText(chance.pick(HOSTILE_SEEDS), chance.int(200_000)) +
        chance.pick(HOSTILE_SEEDS)
      : chance.pick(lines);
    const redacted = redact(mutatedText(chance, text, [...HOSTILE_SEEDS, text], LONGEST));
    if (typeof redacted !== 'string') throw new Error('no text came back');
  }

  async function question(chance: Chance): Promise<void> {
    const query = mutatedText(
      chance,
      chance.pick(QUESTIONS),
      [...QUESTIONS, ...HOSTILE_SEEDS, chance.pick(lines)],
      2000,
    );
    const { terms } = readQuestion(query, { now: her.context.now(), projects: ['harbor-api', ''], chrono });
    expressionOf([...terms, ...terms.flatMap(innerWords)], new Set(['the']));
    const given = mutatedValue(chance, { ...TOOL_ARGUMENTS[0], since: undefined, query }, 20);
    const request = searchRequest.safeParse(given);
    if (!request.success) return;
    const context = { store, ...her.context.meaning(), now: her.context.now() };
    await unlessForCaller(() => searchSessions(context, request.data));
  }

  async function toolArguments(chance: Chance): Promise<void> {
    const tool = chance.pick([...TOOLS, ...CHANGING_TOOLS]);
    const own = Object.keys(tool.request.shape);
    const known = Object.entries(Object.assign({}, ...TOOL_ARGUMENTS)).filter(([name]) => own.includes(name));
    const given = mutatedValue(chance, Object.fromEntries(known.filter(() => !chance.once(3))), 8);
    await unlessForCaller(() => readArguments(tool.name, tool.request, given));
    await unlessForCaller(() => tool.call(her.context, given, { session: 'latest', toolUseId: 'toolu_1' }));
  }

  async function http(chance: Chance): Promise<void> {
    const { name } = chance.pick(TOOLS);
    const params = { name, arguments: chance.pick(TOOL_ARGUMENTS) };
    const methods = ['initialize', 'tools/call', 'tools/list', 'resources/read', 'prompts/get', 'ping', 'x'];
    const message = { jsonrpc: '2.0', id: chance.int(9), method: chance.pick(methods), params };
    let body = JSON.stringify(mutatedValue(chance, chance.once(5) ? [message, message] : message));
    if (chance.once(3)) body = mutatedText(chance, body, [body], 1_200_000);
    const given = Buffer.from(body);
    const length = chance.once(10) ? chance.int(given.length * 2) : given.length;
    let head =
      `${chance.pick(['POST', 'POST', 'POST', 'GET', 'DELETE', 'PUT'])} ${chance.pick(['/mcp', '/mcp', '/', '/mcp/..%2f'])} HTTP/1.1\r\n` +
      `Host: 127.0.0.1:${serving.port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
      `Accept: application/json, text/event-stream\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;
    if (chance.once(4)) head = mutatedText(chance, head, [head], 20_000);
    const answer = await sent(serving.port, Buffer.concat([Buffer.from(head, 'latin1'), given]));
    if (/^HTTP\/1\.1 5/.test(answer)) throw new Error(`the server failed: ${answer.slice(0, 400)}`);
    if (chance.once(20)) await stillAnswers(serving.url, token);
  }

  /** A defect that the server caught is a defect all the same. */
  function telling(target: (chance: Chance) => Promise<void> | void) {
    return async (chance: Chance): Promise<void> => {
      await target(chance);
      const [defect] = defects.splice(0);
      if (defect !== undefined) throw defect;
    };
  }

  return {
    targets: new Map(
      Object.entries({ transcript, ingest, redaction, question, arguments: toolArguments, http }).map(
        ([name, target]) => [name, telling(target)],
      ),
    ),
    async close() {
      await serving.close();
      await her.close();
      scratch.close();
      home.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function transcriptLines(): string[] {
  const files = TRANSCRIPTS.flatMap((name) => {
    const folder = fileURLToPath(new URL(name, import.meta.url));
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    return names.filter((file) => file.endsWith('.jsonl')).map((file) => join(folder, file));
  });
  return files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
}

/** Lines that follow one another in a transcript, some of them changed in their values, some in their letters. */
function transcriptOf(chance: Chance, lines: readonly string[]): string {
  const from = chance.int(lines.length);
  return lines
    .slice(from, from + 1 + chance.int(MOST_LINES))
    .map((line) => {
      if (chance.once(3)) return JSON.stringify(mutatedValue(chance, JSON.parse(line), 25)) ?? '';
      return chance.once(4) ? mutatedText(chance, line, [chance.pick(lines)], LONGEST) : line;
    })
    .join(chance.once(10) ? '\r\n' : '\n');
}

function idOf(chance: Chance): string {
  return `00000000-0000-4000-8000-${String(chance.int(1e9)).padStart(12, '0')}`;
}

function openScratch(folder: string, n: number) {
  const projects = join(folder, `scratch${n}`, 'projects', '-work-pond');
  mkdirSync(projects, { recursive: true });
  const store = openStore(join(folder, `scratch${n}`, 'her', 'her.db'));
  const context = ingestContext(store);
  context.lease.acquire();
  return {
    projects,
    context,
    close() {
      store.close();
      rmSync(join(folder, `scratch${n}`), { recursive: true, force: true });
    },
  };
}

/** An error that the caller can mend is an answer. */
async function unlessForCaller(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Error && (error.name === 'HerError' || error.name === 'EmbedError'))) throw error;
  }
}

/** What the server says until it closes; what we sent is ended after a moment, as a client that gives up does. */
function sent(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const givingUp = setTimeout(() => socket.destroy(), 300);
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (said += text));
    socket.on('error', () => {}); // refused bytes are answered by a closed connection
    socket.on('close', () => {
      clearTimeout(givingUp);
      resolve(said);
    });
  });
}

async function stillAnswers(url: string, token: string): Promise<void> {
  const params = {
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'fuzz', version: '1' },
    capabilities: {},
  };
  const { status } = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  });
  if (status !== 200) throw new Error(`a good request is answered with ${status}`);
}
