/** A home read for benchmarks: the corpus of `HER_CORPUS` (a folder with `projects/`), else the shared one, unpacked. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInModelFolder, openEmbedder } from '../src/embed/open.ts';
import { ingestContext } from '../src/ingest/context.ts';
import { embedNext } from '../src/ingest/embed-queue.ts';
import { ingestAll } from '../src/ingest/pass.ts';
import { buildServer } from '../src/server/build.ts';
import { callerOf } from '../src/server/call-tool.ts';
import { openHer } from '../src/server/open.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { openStore } from '../src/store/open.ts';
import { vectorWriter } from '../src/store/vector-writer.ts';
import { connect, type Client } from '../test/server/client.ts';

const ARCHIVE = fileURLToPath(new URL('../../shared/transcripts/projects.tar.xz', import.meta.url));

export interface BenchHome {
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** @throws when there is neither HER_CORPUS nor the shared archive */
export async function readCorpus(now: string): Promise<BenchHome> {
  const corpus = process.env['HER_CORPUS'];
  if (corpus !== undefined) return readFolder(corpus, now);
  if (!existsSync(ARCHIVE)) throw new Error(`Set HER_CORPUS: there is no ${ARCHIVE}.`);
  const unpacked = mkdtempSync(join(tmpdir(), 'her-corpus-'));
  execFileSync('tar', ['-xJf', ARCHIVE, '-C', unpacked]);
  const home = await readFolder(unpacked, now);
  rmSync(unpacked, { recursive: true, force: true });
  return home;
}

/** @param folder a Claude Code configuration folder: one with `projects/` */
export async function readFolder(folder: string, now: string): Promise<BenchHome> {
  const home = mkdtempSync(join(tmpdir(), 'her-bench-'));
  const env = { HOME: home, HER_HOME: join(home, 'her'), CLAUDE_CONFIG_DIR: folder, HER_NOW: now, TZ: 'UTC' };
  const store = openStore(join(home, 'her', 'her.db'));
  const context = ingestContext(store);
  context.lease.acquire();
  await ingestAll(context, { sources: SOURCES, env });
  const embedder = await openEmbedder('static', { modelsFolder: builtInModelFolder() });
  if (embedder) {
    const vectors = vectorWriter(store, embedder.model, embedder.dim);
    while ((await embedNext(store, context.lease, vectors, embedder)) > 0);
  }
  context.lease.release();
  store.close();
  return { env, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export interface OpenClient {
  client: Client;
  close(): Promise<void>;
}

/** A client of the MCP server on a home, in this process. */
export async function clientOf({ env }: BenchHome): Promise<OpenClient> {
  const her = openHer(env, console.error);
  await her.warmUp();
  const client = await connect(
    buildServer({ call: callerOf({ context: her.context }), onDefect: console.error }),
  );
  return {
    client,
    close: async () => {
      await client.close();
      await her.close();
    },
  };
}
