/**
 * What a reader notices while another process reads 200 MB of new transcripts: how soon a line written meanwhile
 * is found, and how long searches take, during it and after it, in the same run.
 *
 *   npm run bench:live                          # unpacks ../shared/transcripts for the time of the run
 *   HER_CORPUS=<folder with projects/> npm run bench:live [runs]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { asArray, asNumber, asObject } from '../src/shared/json.ts';
import { copyChanged, corpusFolder } from './changed-corpus.ts';
import { startMcp, type McpClient } from './mcp-client.ts';
import { percentile } from './search-figures.ts';

const RUNS = Number(process.argv[2] ?? 3);
const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const QUERIES = new URL('../../shared/queries/queries.jsonl', import.meta.url);
const LIVE = '11111111-1111-4111-8111-111111111111';
const LINE_EVERY_MS = 350;
const POLL_MS = 10;
const THINK_MS = 20;
/** Questions of all kinds. */
const WARM_UP = 20;
/** Less than after which a lease is stale. */
const PART_MS = 1000;

/** Who reads the new transcripts, beside the `her mcp` that is asked. */
const SCENARIOS = ['her ingest', 'another her mcp', 'the her mcp that is asked'] as const;
type Scenario = (typeof SCENARIOS)[number];

interface Measured {
  delays: number[];
  /** The same without the time in which the reader, or the process that is asked, stood ready and had no CPU (Linux only). */
  delaysWithCpu: number[];
  during: number[];
  idle: number[];
  /** Of a search, milliseconds of its own CPU and of waiting for one (Linux only). */
  cpuDuring: number[];
  cpuIdle: number[];
  waitDuring: number[];
  waitIdle: number[];
  seconds: number;
  walMb: number;
}

const folder = mkdtempSync(join(tmpdir(), 'her-live-'));
const claude = join(folder, 'claude');
const liveFile = join(claude, 'projects', '-work-live', `${LIVE}.jsonl`);
const questions = existsSync(QUERIES)
  ? readFileSync(QUERIES, 'utf8')
      .trim()
      .split('\n')
      .map((line) => z.object({ query: z.string() }).parse(JSON.parse(line)).query)
  : ['rebase conflict', 'worktrees', 'corrupted json', 'checkpoint metadata branch', 'failing test'];
let lines = 0;
const { folder: corpus, remove } = corpusFolder();
try {
  copyChanged(corpus, claude, 0);
  mkdirSync(join(claude, 'projects', '-work-live'), { recursive: true });
  appendLine(0);
  await ended(herIngest(environment('base')));
  copyChanged(corpus, claude, 1);
  for (const scenario of SCENARIOS) {
    const runs: Measured[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measure(scenario, run));
    report(scenario, runs);
  }
} finally {
  remove();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(scenario: Scenario, run: number): Promise<Measured> {
  const home = `run-${scenario.replaceAll(' ', '-')}-${run}`;
  const env = environment(home);
  cpSync(join(folder, 'base'), env.HER_HOME, { recursive: true });
  const begun = performance.now();
  const reader = scenario === 'her ingest' ? herIngest(env) : undefined;
  const other = scenario === 'another her mcp' ? await startMcp(env) : undefined;
  if (reader || other) await sleep(300); // it has the lease
  const asked = await startMcp(env);
  await awake(asked);
  const found: Measured = {
    delays: [],
    delaysWithCpu: [],
    during: [],
    idle: [],
    cpuDuring: [],
    cpuIdle: [],
    waitDuring: [],
    waitIdle: [],
    seconds: 0,
    walMb: 0,
  };
  const isReading = async (): Promise<boolean> => {
    const wal = statSync(join(env.HER_HOME, 'her.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
    found.walMb = Math.max(found.walMb, wal / 1e6);
    return reader ? reader.exitCode === null : (await behind(asked)) > 0;
  };
  const pid = reader?.pid ?? other?.workingPid();
  // Lines, searches and searches while the reader stands still take turns: other load falls on all alike.
  while (await isReading()) {
    for (let n = 0; n < 3 && (await isReading()); n += 1) await line(asked, pid ?? asked.workingPid(), found);
    if (await isReading()) await searches(asked, found.during, PART_MS, found.cpuDuring, found.waitDuring);
    if (pid === undefined || !(await isReading())) continue;
    if (!signalled(pid, 'SIGSTOP')) continue;
    await searches(asked, found.idle, PART_MS, found.cpuIdle, found.waitIdle);
    signalled(pid, 'SIGCONT');
  }
  found.seconds = (performance.now() - begun) / 1000;
  // The asked one reads itself, or the other one was through before it was stopped.
  if (found.idle.length === 0) {
    await sleep(3000); // vectors
    await searches(asked, found.idle, 5 * PART_MS, found.cpuIdle, found.waitIdle);
  }
  for (const client of [asked, other]) await client?.kill();
  rmSync(env.HER_HOME, { recursive: true });
  return found;
}

/** False where the process has ended meanwhile. */
function signalled(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** What the first answers of a process take, while its code is new to it, is another figure (`npm run bench:start`). */
async function awake(asked: McpClient): Promise<void> {
  for (;;) {
    const answer = asObject(await asked.call('search_sessions', { query: 'pond' }));
    if (answer['mode'] === 'hybrid') break;
    await sleep(POLL_MS);
  }
  for (let n = 0; n < WARM_UP; n += 1) await asked.call('search_sessions', { query: questionAt(n * 3) });
}

function questionAt(n: number): string {
  return questions[n % questions.length] ?? '';
}

async function line(asked: McpClient, reader: number, found: Measured): Promise<void> {
  lines += 1;
  const waited = [waitOf(asked.workingPid()), waitOf(reader)] as const;
  const word = appendLine(lines);
  const written = performance.now();
  for (;;) {
    const answer = asObject(await asked.call('search_sessions', { query: word, limit: 1 }));
    if (JSON.stringify(asArray(answer['hits'])).includes(word)) break;
    await sleep(POLL_MS);
  }
  const delay = performance.now() - written;
  found.delays.push(delay);
  // The larger of the two only: they may have waited at the same time.
  found.delaysWithCpu.push(
    delay - Math.max(waitOf(asked.workingPid()) - waited[0], waitOf(reader) - waited[1]),
  );
  await sleep(Math.max(0, LINE_EVERY_MS - delay));
}

async function searches(
  asked: McpClient,
  took: number[],
  ms: number,
  cpu: number[],
  wait: number[],
): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(THINK_MS)) {
    const query = questionAt(took.length * 7);
    const [cpuBefore, waitBefore] = scheduled(asked.workingPid());
    const before = performance.now();
    await asked.call('search_sessions', { query });
    took.push(performance.now() - before);
    const [cpuAfter, waitAfter] = scheduled(asked.workingPid());
    cpu.push(cpuAfter - cpuBefore);
    wait.push(waitAfter - waitBefore);
  }
}

/** Milliseconds that the process's main thread has run and has waited to run. */
function scheduled(pid: number): [number, number] {
  const path = `/proc/${pid}/task/${pid}/schedstat`;
  if (!existsSync(path)) return [0, 0];
  const [ran = 0, waited = 0] = readFileSync(path, 'utf8').split(' ').map(Number);
  return [ran / 1e6, waited / 1e6];
}

/** Milliseconds that the thread of a process which waited longest has waited to run. */
function waitOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return 0;
  const waits = readdirSync(tasks).map((task) => {
    try {
      return Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
    } catch {
      return 0; // it ended
    }
  });
  return Math.max(0, ...waits);
}

/** Bytes that are not read yet. */
async function behind(asked: McpClient): Promise<number> {
  const answer = asObject(await asked.call('list_sessions', { limit: 1 }));
  return asNumber(asObject(answer['freshness'])['behind_bytes']) ?? 0;
}

/** Writes a line with a word that stands nowhere else and is no typo of another; returns the word. */
function appendLine(n: number): string {
  const hash = createHash('sha256').update(String(n)).digest();
  const word = `zq${[...hash.subarray(0, 8)].map((byte) => 'bcdfghjklmnpqrst'[byte % 16]).join('')}`;
  const told = {
    parentUuid: null,
    isSidechain: false,
    cwd: '/work/live',
    sessionId: LIVE,
    version: '2.1.330',
    uuid: `11111111-1111-4111-8111-${String(n).padStart(12, '0')}`,
    timestamp: new Date().toISOString(),
  };
  const record =
    n % 8 === 0
      ? { ...told, type: 'user', message: { role: 'user', content: `Look after the pond, ${word}` } }
      : {
          ...told,
          type: 'assistant',
          requestId: `req_live${n}`,
          message: {
            id: `msg_live${n}`,
            model: 'model',
            content: [{ type: 'text', text: `The pond holds ${word} ducks.` }],
            usage: { input_tokens: 1, output_tokens: 1 },
          },
        };
  appendFileSync(liveFile, `${JSON.stringify(record)}\n`);
  return word;
}

function environment(home: string): NodeJS.ProcessEnv & { HER_HOME: string } {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    HER_HOME: join(folder, home),
    CLAUDE_CONFIG_DIR: claude,
    TZ: 'UTC',
  };
}

function herIngest(env: NodeJS.ProcessEnv): ReturnType<typeof spawn> {
  return spawn(process.execPath, [MAIN, 'ingest'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function report(scenario: Scenario, runs: Measured[]): void {
  const all = (pick: (run: Measured) => number[]): number[] => runs.flatMap(pick);
  const ms = (values: number[], share: number): string => percentile(values, share).toFixed(1);
  const [delays, during, idle] = [all((r) => r.delays), all((r) => r.during), all((r) => r.idle)];
  const withCpu = all((r) => r.delaysWithCpu);
  const seconds = runs.map((run) => run.seconds.toFixed(0)).join(', ');
  const ratio = percentile(during, 0.95) / percentile(idle, 0.95);
  console.log(
    `\n${scenario} reads: ${seconds} s, log up to ${Math.max(...all((r) => [r.walMb])).toFixed(0)} MB`,
  );
  console.log(
    `  a new line is found after ms p50/p95/max ${ms(delays, 0.5)} / ${ms(delays, 0.95)} / ${ms(delays, 1)} (${delays.length} lines), ${ms(withCpu, 0.5)} / ${ms(withCpu, 0.95)} without waiting for a CPU`,
  );
  console.log(
    `  a search takes ms p50/p95 ${ms(during, 0.5)} / ${ms(during, 0.95)} meanwhile (${during.length}), ${ms(idle, 0.5)} / ${ms(idle, 0.95)} idle (${idle.length}): ${ratio.toFixed(2)} times at p95`,
  );
  const line = (cpu: number[], wait: number[]): string =>
    `${ms(cpu, 0.5)} / ${ms(cpu, 0.95)} of CPU, ${ms(wait, 0.5)} / ${ms(wait, 0.95)} of waiting for one`;
  const during2 = line(
    all((r) => r.cpuDuring),
    all((r) => r.waitDuring),
  );
  const idle2 = line(
    all((r) => r.cpuIdle),
    all((r) => r.waitIdle),
  );
  console.log(`  of that, ms p50/p95 ${during2} meanwhile; ${idle2} idle`);
}
