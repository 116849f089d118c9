import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInModelFolder, openEmbedder } from '../../src/embed/open.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import { embedNext } from '../../src/ingest/embed-queue.ts';
import { DETECTOR_NAME, judgeNext } from '../../src/ingest/judge.ts';
import { ingestAll } from '../../src/ingest/pass.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { vectorWriter } from '../../src/store/vector-writer.ts';
import { verdictsOf } from '../../src/store/verdicts.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A home of its own into which the sample has been read, vectors, verdicts and all. */
export interface SampleHome {
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** The environment of a process of Her with an empty home and the sample as its transcripts. */
export function emptyHome(): SampleHome {
  const home = mkdtempSync(join(tmpdir(), 'her-test-'));
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    HER_HOME: join(home, 'her'),
    CLAUDE_CONFIG_DIR: join(ROOT, 'sample'),
    HER_NOW: '2026-11-23T09:00:00Z',
    TZ: 'UTC',
  };
  return { env, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export async function sampleHome(): Promise<SampleHome> {
  const home = emptyHome();
  const store = openStore(join(home.env['HER_HOME']!, 'her.db'));
  const context = ingestContext(store);
  context.lease.acquire();
  await ingestAll(context, { sources: SOURCES, env: home.env });
  const embedder = await openEmbedder('static', { modelsFolder: builtInModelFolder() });
  if (embedder && store.hasVectors) {
    const vectors = vectorWriter(store, embedder.model, embedder.dim);
    while ((await embedNext(store, context.lease, vectors, embedder)) > 0);
  }
  const verdicts = verdictsOf(store, DETECTOR_NAME);
  while (judgeNext(store, context.lease, verdicts) > 0);
  context.lease.release();
  store.close();
  return home;
}
