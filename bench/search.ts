/**
 * How fast search answers over many turns, and whether it finds what looking at everything finds:
 * `npm run bench:search [turns]`, a million when not said. HER_BENCH_DB names a folder in which the database is made
 * once (a million turns: 20 GB, half an hour) and kept; without it, it is made in a temporary folder each time.
 */
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { builtInModelFolder, openEmbedder } from '../src/embed/open.ts';
import { embedNext } from '../src/ingest/embed-queue.ts';
import { sealNext } from '../src/ingest/seal.ts';
import { nearestPassages } from '../src/search/closeness.ts';
import { coverageOf } from '../src/search/coverage.ts';
import { termsOf } from '../src/search/question.ts';
import { expressionOf } from '../src/search/words.ts';
import { leaseOn } from '../src/store/lease.ts';
import { openStore } from '../src/store/open.ts';
import { passagesByWords } from '../src/store/word-index.ts';
import { vectorWriter } from '../src/store/vector-writer.ts';
import { storedVectors } from '../src/store/vectors.ts';
import { toInt8 } from '../src/shared/int8.ts';
import { multiply } from './many-turns.ts';
import { mean, percentile } from './search-figures.ts';
import { clientOf, readCorpus, type BenchHome } from './search-home.ts';

const TURNS = Number(process.argv[2] ?? 1_000_000);
const NOW = '2026-02-17T00:00:00Z';
const QUERIES = new URL('../../shared/queries/queries.jsonl', import.meta.url);
/** Questions that are also answered by looking at everything. */
const CHECKED = 14;
/** Of these the score by looking at everything is known. */
const DEEP = 5000;

const home = await homeOf(TURNS);
const database = join(home.env['HER_HOME']!, 'her.db');
const questions = readFileSync(QUERIES, 'utf8')
  .trim()
  .split('\n')
  .map((line) => z.object({ query: z.string() }).parse(JSON.parse(line)).query);
await measure();
await compare(questions.filter((_, index) => index % Math.ceil(questions.length / CHECKED) === 0));
home.remove();

async function homeOf(turns: number): Promise<BenchHome> {
  const kept = process.env['HER_BENCH_DB'];
  if (kept !== undefined && existsSync(join(kept, 'her', 'her.db'))) {
    const env = {
      HOME: kept,
      HER_HOME: join(kept, 'her'),
      CLAUDE_CONFIG_DIR: join(kept, 'none'),
      HER_NOW: NOW,
    };
    return { env: { ...env, TZ: 'UTC' }, remove: () => undefined };
  }
  const made = await readCorpus(NOW);
  await grow(join(made.env['HER_HOME']!, 'her.db'), turns);
  if (kept === undefined) return made;
  mkdirSync(kept, { recursive: true });
  renameSync(made.env['HER_HOME']!, join(kept, 'her'));
  made.remove();
  return homeOf(turns);
}

async function grow(path: string, turns: number): Promise<void> {
  const started = performance.now();
  const store = openStore(path);
  multiply(store, turns);
  const lease = leaseOn(store);
  lease.acquire();
  const embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
  const vectors = vectorWriter(store, embedder.model, embedder.dim);
  while ((await embedNext(store, lease, vectors, embedder)) > 0) lease.renew();
  while (sealNext(store, lease, vectors)) lease.renew();
  lease.release();
  store.close();
  console.log(`made in ${Math.round((performance.now() - started) / 1000)} s`);
}

async function measure(): Promise<void> {
  const { client, close } = await clientOf(home);
  console.log(`${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`);
  console.log('over MCP               ms p50   p95   p99   CPU ms a question');
  for (const [name, more] of [
    ['hybrid', {}],
    ['lexical', { mode: 'lexical' }],
    ['semantic', { mode: 'semantic' }],
    ['hybrid in a project', { project: 'copy-3' }],
  ] as const) {
    for (const query of questions) await client.call('search_sessions', { query, ...more }); // warm
    const took: number[] = [];
    const cpu = process.cpuUsage();
    for (const query of questions) {
      const before = performance.now();
      const answer = await client.call('search_sessions', { query, ...more });
      if (answer.isError) throw new Error(answer.content[0]?.text);
      took.push(performance.now() - before);
    }
    const { user, system } = process.cpuUsage(cpu);
    const figures = [0.5, 0.95, 0.99].map((share) => percentile(took, share).toFixed(0).padStart(6));
    const each = ((user + system) / 1000 / questions.length).toFixed(0);
    console.log(`${name.padEnd(22)} ${figures.join('')} ${each.padStart(8)}`);
  }
  console.log(`memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
  await close();
}

/** The ten best passages against those that are found by scoring every passage. */
async function compare(some: readonly string[]): Promise<void> {
  const store = openStore(database);
  const embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
  const vectors = storedVectors(store, embedder.model, embedder.dim)!;
  await vectors.read();
  const everyCosine = store.db
    .prepare<[Buffer], [id: number, cosine: number]>(
      `SELECT passage_id, 1 - vec_distance_cosine(vec_int8(whole), vec_int8(?)) AS cosine FROM passage_vector_1
       ORDER BY cosine DESC LIMIT ${DEEP}`,
    )
    .raw();
  const byWords: Share[] = [];
  const byMeaning: Share[] = [];
  for (const query of some) {
    const terms = termsOf(query);
    const { best } = coverageOf(store, terms);
    const every = passagesByWords(store, expressionOf(terms, new Set()), {}, DEEP);
    byWords.push(shareOf([...best({}, 300).keys()].slice(0, 10), every));
    const [vector] = await embedder.embed([query]);
    const near = [...nearestPassages(vectors, vector!, 300, {}).wholes.keys()].slice(0, 10);
    byMeaning.push(shareOf(near, new Map(everyCosine.all(Buffer.from(toInt8(vector!).buffer)))));
  }
  console.log(`\nof ${some.length} questions, against every passage scored`);
  for (const [name, found] of [
    ['words: FTS5 bm25', byWords],
    ['meaning: cosines', byMeaning],
  ] as const) {
    const ten = (100 * mean(found.map((share) => share.ofTen))).toFixed(1);
    const best = found.map((share) => share.ofBest);
    const all = (100 * mean(best)).toFixed(1);
    console.log(
      `${name.padEnd(20)} the ten found have ${ten} % of the score of the ten best, the best found ${all} % (at least ${(100 * Math.min(...best)).toFixed(0)} %) of the best`,
    );
  }
  await embedder.close();
  store.close();
}

interface Share {
  ofTen: number;
  ofBest: number;
}

/** Copies of a passage score alike, so scores are compared and not ids; what is not among the `DEEP` best has none. */
function shareOf(found: readonly number[], every: ReadonlyMap<number, number>): Share {
  const best = [...every.values()].slice(0, 10);
  if (best.length === 0) return { ofTen: 1, ofBest: 1 };
  const own = found.map((id) => every.get(id) ?? 0);
  const sum = (scores: readonly number[]): number => scores.reduce((all, score) => all + score, 0);
  return { ofTen: sum(own) / sum(best), ofBest: Math.max(0, ...own) / best[0]! };
}
