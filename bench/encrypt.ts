/**
 * What encryption costs: ingest (CPU) and search (median), plain and encrypted in turns.
 *
 *   HER_CORPUS=<folder with projects/> npm run bench:encrypt
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInModelFolder, openEmbedder } from '../src/embed/open.ts';
import { ingestContext } from '../src/ingest/context.ts';
import { embedNext } from '../src/ingest/embed-queue.ts';
import { sealNext } from '../src/ingest/seal.ts';
import { ingestAll } from '../src/ingest/pass.ts';
import { searchSessions } from '../src/search/search-sessions.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { openStore } from '../src/store/open.ts';
import { vectorWriter } from '../src/store/vector-writer.ts';

const ROUNDS = 3;
const QUESTIONS = 60;
const corpus = process.env['HER_CORPUS'];
if (!corpus) throw new Error('HER_CORPUS names a folder with projects/');
const asked = readFileSync(
  fileURLToPath(new URL('../../shared/queries/queries.jsonl', import.meta.url)),
  'utf8',
)
  .split('\n')
  .slice(0, QUESTIONS)
  .map((line) => (JSON.parse(line) as { query: string }).query);

interface Spent {
  ingest: number;
  search: number;
  megabytes: number;
}

async function measure(isEncrypted: boolean): Promise<Spent> {
  const home = mkdtempSync(join(tmpdir(), 'her-bench-'));
  try {
    if (isEncrypted) writeFileSync(join(home, 'encryption.json'), '{"from":"environment"}');
    const store = openStore(join(home, 'her.db'), { HER_KEY: '7a'.repeat(32) });
    if (store.isEncrypted !== isEncrypted) throw new Error('not what was to be measured');
    const context = ingestContext(store);
    context.lease.acquire();
    const embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
    const begun = process.cpuUsage();
    await ingestAll(context, { sources: SOURCES, env: { CLAUDE_CONFIG_DIR: corpus } });
    const vectors = vectorWriter(store, embedder.model, embedder.dim);
    while ((await embedNext(store, context.lease, vectors, embedder)) > 0);
    while (sealNext(store, context.lease, vectors));
    const { user, system } = process.cpuUsage(begun);
    const times: number[] = [];
    for (const query of asked) {
      const start = performance.now();
      const now = Date.UTC(2026, 10, 23);
      await searchSessions(
        { store, embedder, hasMeaning: 'ready', now },
        { query, mode: 'hybrid', limit: 8, max_tokens: 2000 },
      );
      times.push(performance.now() - start);
    }
    store.close();
    const megabytes = statSync(join(home, 'her.db')).size / 1e6;
    return { ingest: (user + system) / 1000, search: median(times), megabytes };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

const plain: Spent[] = [];
const encrypted: Spent[] = [];
for (let round = 0; round < ROUNDS; round++) {
  plain.push(await measure(false));
  encrypted.push(await measure(true));
}
const rows = (['ingest', 'search', 'megabytes'] as const).map((what) => {
  const [without, with_] = [plain, encrypted].map((runs) => median(runs.map((run) => run[what])));
  return {
    what,
    plain: without!.toFixed(1),
    encrypted: with_!.toFixed(1),
    times: (with_! / without!).toFixed(2),
  };
});
console.table(rows);
