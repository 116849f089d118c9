import { basename } from 'node:path';
import { admissionTo, type Admission } from '../ingest/admission.ts';
import { discover } from '../ingest/discover.ts';
import type { Freshness } from '../shared/answers.ts';
import { readConfig } from '../shared/config.ts';
import { readSettings } from '../shared/settings.ts';
import { SOURCES } from '../sources/registry.ts';
import type { Store } from '../store/open.ts';
import { readPositions } from '../store/read-positions.ts';

/** A walk over 5,000 transcripts takes 10 to 20 ms, so a burst of calls shares one. */
const GOOD_FOR_MS = 1000;

/**
 * Compares what is on disk with what has been read. The transcript of the session that asks is left out: it grows
 * with the very question.
 */
export function freshnessOf(store: Store, env: NodeJS.ProcessEnv): () => Freshness {
  // What was forgotten or is private is never read, so nothing waits for it.
  const admission = admissionTo(store, readSettings(readConfig(env).home, env).private);
  let last: Freshness | undefined;
  let lookedAt = -Infinity;
  return () => {
    if (last === undefined || performance.now() - lookedAt > GOOD_FOR_MS) {
      last = look(store, env, admission);
      lookedAt = performance.now();
    }
    return last;
  };
}

function look(store: Store, env: NodeJS.ProcessEnv, admission: Admission): Freshness {
  const rows = readPositions(store);
  const byPath = new Map(rows.map((row) => [row.path, row]));
  const asking = env['CLAUDE_CODE_SESSION_ID'] || undefined;
  let behindFiles = 0;
  let behindBytes = 0;
  for (const file of discover(SOURCES, env)) {
    if (asking !== undefined && basename(file.path) === `${asking}.jsonl`) continue;
    const row = byPath.get(file.path);
    if (!row && !admission.file(file.source, file.path)) continue;
    const isSameFile = row?.inode === file.inode && file.size >= row.offset;
    const behind = isSameFile ? file.size - row.offset : file.size;
    if (behind > 0) behindFiles += 1;
    behindBytes += behind;
  }
  const readAt = rows.reduce((latest, row) => Math.max(latest, row.read_at), 0);
  return {
    indexed_at: readAt > 0 ? new Date(readAt).toISOString() : null,
    behind_files: behindFiles,
    behind_bytes: behindBytes,
  };
}
