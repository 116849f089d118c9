/**
 * Whether reading costs the same per MB, and no more memory, however much there is.
 *
 *   npm run bench:scale [-- GB]       # 4 GB when not said; takes about as much disk for the time of the run
 *
 * The corpus is copied with changed ids and words; each copy is read into the same database by a process of its
 * own. Then one transcript of 2 GB, one line of 200 MB, and an hour of tailing in a minute or two.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { builtInModelFolder, openEmbedder } from '../src/embed/open.ts';
import { ingestContext } from '../src/ingest/context.ts';
import { embedNext } from '../src/ingest/embed-queue.ts';
import { sealNext } from '../src/ingest/seal.ts';
import { ingestAll } from '../src/ingest/pass.ts';
import { keepYoungGenerationSmall } from '../src/shared/young-generation.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { openStore } from '../src/store/open.ts';
import { vectorWriter } from '../src/store/vector-writer.ts';
import { changed, copyChanged, corpusFolder } from './changed-corpus.ts';
import { startMcp } from './mcp-client.ts';
import { hourOfWork } from '../test/ingest/hour-of-work.ts';

interface Cost {
  /** Milliseconds of CPU of all threads. */
  read: number;
  embed: number;
  mb: number;
  databaseMb: number;
  peakMb: number;
}

const LONG_FILE_MB = 2000;
const LONG_LINE_MB = 200;

const [mode, ...args] = process.argv.slice(2);
if (mode === 'run') console.log(JSON.stringify(await readOnce(args[0] ?? '', args[1] ?? '')));
else await all(Number(mode ?? 4));

async function all(gigabytes: number): Promise<void> {
  const { folder: corpus, remove } = corpusFolder();
  try {
    inFolder((folder) => costPerMb(folder, corpus, gigabytes));
    inFolder((folder) => longFile(folder, corpus));
    inFolder(longLine);
    await tailing();
  } finally {
    remove();
  }
}

/** In a process of its own: what is new below `claude` goes into the database of `home`. */
async function readOnce(home: string, claude: string): Promise<Cost> {
  keepYoungGenerationSmall(); // as `her ingest` does
  const store = openStore(join(home, 'her.db'));
  const context = ingestContext(store);
  context.lease.acquire();
  const atStart = process.cpuUsage();
  const { bytes } = await ingestAll(context, { sources: SOURCES, env: { CLAUDE_CONFIG_DIR: claude } });
  const read = cpuSince(atStart);
  const embedder = await openEmbedder('static', { modelsFolder: builtInModelFolder() });
  const beforeEmbedding = process.cpuUsage();
  if (embedder) {
    const vectors = vectorWriter(store, embedder.model, embedder.dim);
    while ((await embedNext(store, context.lease, vectors, embedder)) > 0);
    while (sealNext(store, context.lease, vectors));
  }
  const embed = cpuSince(beforeEmbedding);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  context.lease.release();
  store.close();
  const databaseMb = statSync(join(home, 'her.db')).size / 1e6;
  return { read, embed, mb: bytes / 1e6, databaseMb, peakMb: process.resourceUsage().maxRSS / 1000 };
}

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function costPerMb(folder: string, corpus: string, gigabytes: number): void {
  console.log('copy   GB so far   CPU ms/MB read   embed   her.db MB/MB   peak MB');
  const home = join(folder, 'her');
  const claude = join(folder, 'claude');
  let [total, database] = [0, 0];
  for (let copy = 0; total < gigabytes * 1000; copy += 1) {
    copyChanged(corpus, claude, copy);
    const cost = inOwnProcess(home, claude);
    total += cost.mb;
    const grown = (cost.databaseMb - database) / cost.mb;
    database = cost.databaseMb;
    const figures = [(total / 1000).toFixed(2), (cost.read / cost.mb).toFixed(1)];
    const rest = [(cost.embed / cost.mb).toFixed(1), grown.toFixed(3), cost.peakMb.toFixed(0)];
    console.log(
      [copy, ...figures, ...rest].map((figure, n) => String(figure).padStart(n === 0 ? 4 : 11)).join(''),
    );
  }
}

/** One transcript that holds many copies of all the others. */
function longFile(folder: string, corpus: string): void {
  const file = openSync(transcriptIn(folder), 'w');
  const root = join(corpus, 'projects');
  for (let copy = 0, bytes = 0; bytes < LONG_FILE_MB * 1e6; copy += 1) {
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.jsonl')) continue;
      bytes += writeSync(file, changed(readFileSync(join(root, name)), copy));
      bytes += writeSync(file, '\n');
      if (bytes > LONG_FILE_MB * 1e6) break;
    }
  }
  closeSync(file);
  tell('one transcript of 2 GB', inOwnProcess(join(folder, 'her'), join(folder, 'claude')));
}

function longLine(folder: string): void {
  const prompt = (content: string, n: number): string =>
    `${JSON.stringify({
      type: 'user',
      uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      timestamp: '2026-11-01T09:00:00.000Z',
      cwd: '/work/pond',
      message: { role: 'user', content },
    })}\n`;
  writeFileSync(transcriptIn(folder), prompt('Before', 1));
  appendFileSync(transcriptIn(folder), prompt('long '.repeat((LONG_LINE_MB * 1e6) / 5), 2));
  appendFileSync(transcriptIn(folder), prompt('Behind', 3));
  tell('one line of 200 MB', inOwnProcess(join(folder, 'her'), join(folder, 'claude')));
}

function transcriptIn(folder: string): string {
  const project = join(folder, 'claude', 'projects', '-work-pond');
  mkdirSync(project, { recursive: true });
  return join(project, '00000000-0000-4000-8000-0000000000aa.jsonl');
}

function tell(what: string, { mb, read, embed, databaseMb, peakMb }: Cost): void {
  const cpu = `${(read / mb).toFixed(1)} + ${(embed / mb).toFixed(1)} ms/MB of CPU`;
  console.log(
    `${what}: ${mb.toFixed(0)} MB read, ${cpu}, her.db ${databaseMb.toFixed(0)} MB, peak ${peakMb.toFixed(0)} MB`,
  );
}

/** `her mcp` follows an hour of work that is written in a minute or two. */
async function tailing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'her-scale-'));
  const claude = join(folder, 'claude');
  mkdirSync(join(claude, 'projects'), { recursive: true });
  const mcp = await startMcp({
    PATH: process.env['PATH'],
    HOME: folder,
    HER_HOME: join(folder, 'her'),
    CLAUDE_CONFIG_DIR: claude,
  });
  try {
    await sleep(2000);
    const memory: number[] = [];
    let [lines, bytes] = [0, 0];
    for (const minute of hourOfWork(1)) {
      for (const { session, text } of minute) {
        const project = join(claude, 'projects', '-work-pond');
        mkdirSync(project, { recursive: true });
        appendFileSync(join(project, `${session}.jsonl`), text);
        lines += 1;
        bytes += text.length;
        await sleep(5);
      }
      memory.push(residentMb(mcp.workingPid()));
    }
    const at = [9, 19, 29, 39, 49, 59].map((minute) => (memory[minute] ?? NaN).toFixed(0)).join(', ');
    console.log(
      `an hour of tailing: ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB; her mcp holds ${at} MB after each ten minutes, at most ${Math.max(...memory).toFixed(0)}`,
    );
  } finally {
    await mcp.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Linux only. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
}

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'her-scale-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inOwnProcess(home: string, claude: string): Cost {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'run', home, claude], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout.toString()) as Cost;
}
