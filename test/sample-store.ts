import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ingestContext } from '../src/ingest/context.ts';
import { ingestAll } from '../src/ingest/pass.ts';
import { SOURCES } from '../src/sources/registry.ts';
import { openStore, type Store } from '../src/store/open.ts';

const SAMPLE = fileURLToPath(new URL('../sample', import.meta.url));

/** A store in a temporary folder that has read the bundled sample, or the transcripts of another folder. */
export async function storeWithSample(folder = SAMPLE): Promise<Store> {
  const store = openStore(join(mkdtempSync(join(tmpdir(), 'her-store-')), 'her.db'));
  const context = ingestContext(store);
  context.lease.acquire();
  await ingestAll(context, { sources: SOURCES, env: { CLAUDE_CONFIG_DIR: folder } });
  context.lease.release();
  return store;
}
