/**
 * What `her mcp` costs a session of the assistant: the time until its first answers, its memory, its rest. The
 * package is built into a temporary folder; the database holds the corpus, 5,000 files that are followed, and ballast
 * up to 1 GB. Medians of 15 starts, each beside one of a bare Node that answers the same line.
 *
 *   npm run bench:start                          # unpacks ../shared/transcripts for the time of the run
 *   HER_CORPUS=<folder with projects/> npm run bench:start
 */
import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { builtInModelFolder, openEmbedder } from '../src/embed/open.ts';
import { ingestContext } from '../src/ingest/context.ts';
import { embedNext } from '../src/ingest/embed-queue.ts';
import { DETECTOR_NAME, judgeNext } from '../src/ingest/judge.ts';
import { ingestAll } from '../src/ingest/pass.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { openStore } from '../src/store/open.ts';
import { vectorWriter } from '../src/store/vector-writer.ts';
import { verdictsOf } from '../src/store/verdicts.ts';
import { readCorpus } from './search-home.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STARTS = 15;
const DATABASE_BYTES = 1e9;
const FILES = 5000;
const FILES_IN_FOLDER = 100;
/** Half a minute until the process that answers is ended, and a little for the looks before. */
const REST_MS = 60_000;
const IDLE_MS = 60_000;
/** Of Linux: the unit of times in /proc/<pid>/stat. */
const TICK_MS = 10;

const BARE = `let open = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  open += text;
  for (let end; (end = open.indexOf('\\n')) >= 0; open = open.slice(end + 1)) {
    const { id } = JSON.parse(open.slice(0, end));
    if (id) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result: {} }) + '\\n');
  }
});`;

const QUESTIONS = [
  [
    'initialize',
    { protocolVersion: '2025-11-25', clientInfo: { name: 'bench', version: '1' }, capabilities: {} },
  ],
  ['tools/list', {}],
  ['tools/call', { name: 'search_sessions', arguments: { query: 'how did we fix the failing rebase' } }],
] as const;

interface Started {
  process: ChildProcessByStdio<Writable, Readable, null>;
  /** Milliseconds from the spawn to each question's answer; each is asked when the one before is answered. */
  answered: number[];
}

async function start(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, command, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answered: number[] = [];
  for (const [n, [method, params]] of QUESTIONS.entries()) {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: n + 1, method, params })}\n`);
    const { done, value } = await lines.next();
    if (done === true || String(value).includes('"isError":true')) throw new Error(`${method}: ${value}`);
    answered.push(performance.now() - began);
  }
  return { process: child, answered };
}

async function end({ process: child }: Started): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function buildPackage(folder: string): string {
  for (const part of ['node_modules', 'models', 'package.json'])
    symlinkSync(join(ROOT, part), join(folder, part));
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), join(folder, 'dist')]);
  return join(folder, 'dist/her.cjs');
}

/** Small transcripts, each a session of its own. */
function writeTranscripts(claude: string): void {
  const projects = join(ROOT, 'sample/projects');
  const folder = join(projects, readdirSync(projects)[0]!);
  const file = readdirSync(folder).find((name) => name.endsWith('.jsonl'))!;
  const text = readFileSync(join(folder, file), 'utf8').split('\n').slice(0, 6).join('\n') + '\n';
  const id = file.replace('.jsonl', '');
  for (let n = 0; n < FILES; n += 1) {
    const into = join(claude, 'projects', `-many-${Math.floor(n / FILES_IN_FOLDER)}`);
    mkdirSync(into, { recursive: true });
    const own = `${String(n).padStart(8, '0')}${id.slice(8)}`;
    const changed = text.replaceAll(id, own).replace(/"uuid":"(\w{8})/g, `"uuid":"${own.slice(0, 8)}`);
    writeFileSync(join(into, `${own}.jsonl`), changed);
  }
}

async function readAndFill(env: NodeJS.ProcessEnv): Promise<void> {
  const store = openStore(join(env['HER_HOME']!, 'her.db'), env);
  const context = ingestContext(store);
  context.lease.acquire();
  await ingestAll(context, { sources: SOURCES, env });
  const embedder = await openEmbedder('static', { modelsFolder: builtInModelFolder() });
  const vectors = vectorWriter(store, embedder!.model, embedder!.dim);
  while ((await embedNext(store, context.lease, vectors, embedder!)) > 0);
  const verdicts = verdictsOf(store, DETECTOR_NAME);
  while (judgeNext(store, context.lease, verdicts) > 0);
  context.lease.release();
  store.db.exec('CREATE TABLE ballast (bytes BLOB NOT NULL)');
  const add = store.db.prepare('INSERT INTO ballast VALUES (randomblob(1000000))');
  const size = (): number => Number(store.db.pragma('page_count', { simple: true })) * 8192;
  while (size() < DATABASE_BYTES) add.run();
  store.close();
}

/** MB, resident and shared out among the processes that hold it. */
function memoryOf(pid: number): { rss: number; pss: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mb = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) / 1024;
  return { rss: mb('Rss'), pss: mb('Pss') };
}

/** Milliseconds of all threads. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

const folder = mkdtempSync(join(tmpdir(), 'her-start-'));
const home = await readCorpus('2026-11-23T09:00:00Z');
try {
  const her = buildPackage(folder);
  writeTranscripts(join(folder, 'claude'));
  writeFileSync(join(folder, 'bare.cjs'), BARE);
  const env = { ...home.env, PATH: process.env['PATH'], CLAUDE_CONFIG_DIR: join(folder, 'claude') };
  await readAndFill(env);

  // The first process writes the compile cache, the second finds it.
  for (let n = 0; n < 2; n += 1) {
    const first = await start([her, 'mcp'], env);
    await sleep(3000);
    await end(first);
  }
  const bare: number[][] = [];
  const started: number[][] = [];
  for (let n = 0; n < STARTS; n += 1) {
    for (const [command, into] of [
      [[join(folder, 'bare.cjs')], bare],
      [[her, 'mcp'], started],
    ] as const) {
      const one = await start(command, env);
      into.push(one.answered);
      await end(one);
    }
  }
  const ms = (runs: readonly number[][], question: number): string =>
    `${median(runs.map((answered) => answered[question]!)).toFixed(0)} ms`;
  console.log(`Medians of ${STARTS} starts, from the spawn; database of 1 GB, ${FILES} files followed.`);
  console.log(`| bare Node, one line answered | ${ms(bare, 0)} |`);
  console.log(`| initialize answered | ${ms(started, 0)} |`);
  console.log(`| then tools/list | ${ms(started, 1)} |`);
  console.log(`| then search_sessions | ${ms(started, 2)} |`);

  const resting = await start([her, 'mcp'], env);
  const pid = resting.process.pid!;
  await sleep(REST_MS);
  const { rss, pss } = memoryOf(pid);
  const before = cpuOf(pid);
  await sleep(IDLE_MS);
  const spent = ((cpuOf(pid) - before) / IDLE_MS) * 100;
  await end(resting);
  console.log(`| memory after ${REST_MS / 1000} s, RSS / PSS | ${rss.toFixed(0)} / ${pss.toFixed(0)} MB |`);
  console.log(`| CPU over ${IDLE_MS / 1000} s of rest | ${spent.toFixed(2)} % of a core |`);
} finally {
  home.remove();
  rmSync(folder, { recursive: true, force: true });
}
