/**
 * What reading costs: CPU, time, memory and size, phase by phase, medians of three runs in processes of their own.
 *
 *   npm run bench:ingest                          # unpacks ../shared/transcripts for the time of the run
 *   HER_CORPUS=<folder with projects/> npm run bench:ingest
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInModelFolder, openEmbedder } from '../src/embed/open.ts';
import { keepYoungGenerationSmall } from '../src/shared/young-generation.ts';
import { ingestContext } from '../src/ingest/context.ts';
import { embedNext } from '../src/ingest/embed-queue.ts';
import { sealNext } from '../src/ingest/seal.ts';
import { ingestAll } from '../src/ingest/pass.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { eventCleaner } from '../src/privacy/event-cleaner.ts';
import { openStore } from '../src/store/open.ts';
import { vectorWriter } from '../src/store/vector-writer.ts';
import { buildPackage, wholeIngest, type WholeRun } from './whole-ingest.ts';

const RUNS = 3;
const MANY = 5000;
const ARCHIVE = fileURLToPath(new URL('../../shared/transcripts/projects.tar.xz', import.meta.url));

interface Spent {
  wall: number;
  cpu: number;
}

interface Run {
  /** Rows, words and detail, redacted: searchable. */
  read: Spent;
  /** Vectors of the built-in model. */
  embed: Spent;
  /** A pass with nothing new. */
  again: Spent;
  peakMb: number;
  databaseMb: number;
  files: number;
  lines: number;
  bytes: number;
}

async function run(home: string, claude: string): Promise<Run> {
  const env = { HOME: home, CLAUDE_CONFIG_DIR: claude };
  const store = openStore(join(home, 'her.db'));
  const context = ingestContext(store);
  if (process.env['NOREDACT']) context.clean = eventCleaner((text) => text);
  context.lease.acquire();
  const read = clock();
  keepYoungGenerationSmall(); // as `her ingest` does
  const totals = await ingestAll(context, { sources: SOURCES, env });
  const spentReading = read();
  const embedder = await openEmbedder('static', { modelsFolder: builtInModelFolder() });
  const embed = clock();
  if (embedder) {
    const vectors = vectorWriter(store, embedder.model, embedder.dim);
    while ((await embedNext(store, context.lease, vectors, embedder)) > 0);
    while (sealNext(store, context.lease, vectors));
  }
  const spentEmbedding = embed();
  const again = clock();
  await ingestAll(context, { sources: SOURCES, env });
  const spentAgain = again();
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  context.lease.release();
  store.close();
  await embedder?.close();
  return {
    read: spentReading,
    embed: spentEmbedding,
    again: spentAgain,
    peakMb: process.resourceUsage().maxRSS / 1000,
    databaseMb: statSync(join(home, 'her.db')).size / 1e6,
    files: totals.files,
    lines: totals.lines,
    bytes: totals.bytes,
  };
}

/** Milliseconds of wall time and of CPU (user + system, all threads) since now. */
function clock(): () => Spent {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  return () => {
    const spent = process.cpuUsage(cpu);
    return { wall: performance.now() - wall, cpu: (spent.user + spent.system) / 1000 };
  };
}

function inOwnProcess(claude: string): Run {
  const home = mkdtempSync(join(tmpdir(), 'her-bench-'));
  try {
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'run', home, claude], {
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1e8,
    });
    return JSON.parse(stdout.toString()) as Run;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

function table(name: string, runs: Run[]): void {
  const of = (pick: (one: Run) => number): number => Math.round(median(runs.map(pick)));
  const { files, lines, bytes } = runs[0]!;
  console.log(
    `\n${name}: ${files} files, ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB; median of ${runs.length}`,
  );
  console.log('phase                              CPU ms   wall ms');
  const phases = [
    ['rows, words, detail, redaction', 'read'],
    ['vectors', 'embed'],
    ['second pass, nothing new', 'again'],
  ] as const;
  for (const [label, phase] of phases)
    console.log(
      label.padEnd(32) +
        String(of((one) => one[phase].cpu)).padStart(9) +
        String(of((one) => one[phase].wall)).padStart(10),
    );
  console.log(
    'everything'.padEnd(32) +
      String(of((one) => one.read.cpu + one.embed.cpu)).padStart(9) +
      String(of((one) => one.read.wall + one.embed.wall)).padStart(10),
  );
  const share = (of((one) => one.databaseMb) / (bytes / 1e6)) * 100;
  console.log(
    `peak memory ${of((one) => one.peakMb)} MB, her.db ${of((one) => one.databaseMb)} MB (${share.toFixed(1)} % of the transcripts)`,
  );
}

async function wholeTable(claude: string, bytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'her-package-'));
  try {
    const her = buildPackage(folder);
    const runs: WholeRun[] = [];
    for (let index = 0; index < RUNS; index++) runs.push(await wholeIngest(her, claude, bytes));
    const of = (name: keyof WholeRun): number => Math.round(median(runs.map((one) => one[name])));
    console.log(
      `\n\`her ingest\` of the built package, verdicts included: CPU ${of('cpu')} ms, wall ${of('wall')} ms, ` +
        `all words found after ${of('words')} ms, peak memory ${of('peakMb')} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function corpus(): { folder: string; remove: () => void } {
  const given = process.env['HER_CORPUS'];
  if (given) return { folder: given, remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'her-corpus-'));
  if (!existsSync(ARCHIVE)) {
    console.error(
      'Set HER_CORPUS to a folder that holds projects/ with transcripts: the development corpus is not here.',
    );
    process.exit(2);
  }
  execFileSync('tar', ['xJf', ARCHIVE, '-C', folder]);
  const folderOf = existsSync(join(folder, 'projects')) ? folder : join(folder, readdirSync(folder)[0]!);
  return { folder: folderOf, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function manyFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'her-many-'));
  for (let index = 0; index < MANY; index += 1) {
    const project = join(folder, 'projects', `-work-${index % 50}`);
    const id = `0000aaaa-0000-4000-8000-${String(index).padStart(12, '0')}`;
    mkdirSync(project, { recursive: true });
    const told = {
      uuid: `${id}-1`,
      timestamp: '2026-11-01T09:00:00.000Z',
      cwd: '/work/pond',
      sessionId: id,
      version: '2.1.330',
    };
    const user = { ...told, type: 'user', message: { role: 'user', content: `Question ${index}` } };
    const reply = {
      ...told,
      uuid: `${id}-2`,
      type: 'assistant',
      message: { id: `m${index}`, model: 'm', content: [{ type: 'text', text: 'Yes.' }] },
    };
    writeFileSync(join(project, `${id}.jsonl`), `${JSON.stringify(user)}\n${JSON.stringify(reply)}\n`);
  }
  return folder;
}

const [mode, home, claude] = process.argv.slice(2);
if (mode === 'run' && home && claude) {
  console.log(JSON.stringify(await run(home, claude)));
} else {
  const { folder, remove } = corpus();
  const many = manyFiles();
  try {
    const runs = Array.from({ length: RUNS }, () => inOwnProcess(folder));
    table('Development corpus', runs);
    await wholeTable(folder, runs[0]!.bytes);
    table(`${MANY} small files`, [inOwnProcess(many)]);
  } finally {
    remove();
    rmSync(many, { recursive: true, force: true });
  }
}
