import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import { HerError } from '../shared/errors.ts';
import type { StatusAnswer } from '../shared/status.ts';
import type { Store } from '../store/open.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { look, notice, write, writeJson } from './output.ts';

const MOST_BAD_LINES = 100;

interface StatusOptions extends JsonOption {
  watch?: boolean;
}

/** `her status` */
export function addStatus(her: Command): void {
  const command = her
    .command('status')
    .description('how fresh, how big, who writes, what could not be read')
    .option('-w, --watch', 'look again each second: on a terminal in place, else a line for each change')
    .action(async ({ json, watch }: StatusOptions) => {
      if (watch) {
        const { watchStatus } = await import('./watch-status.ts');
        return await watchStatus(statusNow, { json });
      }
      const status = await statusNow();
      if (json) return await writeJson(status);
      const { renderStatus } = await import('../render/status.ts');
      await write(renderStatus(status, look()));
    });
  withJson(command);
  withExamples(command, ['status', 'status --json', 'status --watch']);
}

/** Opened anew each time: a database that was replaced meanwhile is seen. */
async function statusNow(): Promise<StatusAnswer> {
  const [{ openHer }, { SOURCES }, { leaseHolder }, overview] = await Promise.all([
    import('../server/open.ts'),
    import('../sources/registry.ts'),
    import('../store/lease.ts'),
    import('../store/overview.ts'),
  ]);
  const { home, database, embedder } = readConfig(process.env);
  // Asked in a session of Claude Code too, all that is behind is counted.
  const her = openHer({ ...process.env, CLAUDE_CODE_SESSION_ID: undefined }, notice);
  try {
    const store = await her.context.store();
    const holder = leaseHolder(store);
    return {
      home,
      database,
      database_bytes: sizeOf(database) + sizeOf(`${database}-wal`),
      transcripts: SOURCES.flatMap((source) => source.roots(process.env)).filter((folder) =>
        existsSync(folder),
      ),
      stored: overview.storeCounts(store),
      lease: holder && { pid: holder.pid, host: holder.host, since: iso(holder.since), alive: holder.alive },
      embedding: { embedder, models: overview.embeddingStates(store) },
      ...(await stillStored(store, home)),
      bad_lines: { count: overview.countBadLines(store), named: overview.badLines(store, MOST_BAD_LINES) },
      unknown_types: overview.unknownTypes(store).map(({ first_version: version, ...kind }) => ({
        ...kind,
        ...(version === null ? {} : { first_version: version }),
      })),
      troubled_files: overview.troubledFiles(store).map((file) => ({
        path: file.path,
        read_lines: file.lines,
        error: file.error,
        tries: file.error_count,
        ...(file.retry_at === null ? {} : { retry_at: iso(file.retry_at) }),
      })),
      freshness: await her.context.freshness(),
    };
  } finally {
    await her.close();
  }
}

/** What became private after it was stored; settings that cannot be read are another command's to tell. */
async function stillStored(store: Store, home: string): Promise<Pick<StatusAnswer, 'private_still_stored'>> {
  const [{ readSettings }, { privateSessions }] = await Promise.all([
    import('../shared/settings.ts'),
    import('../store/private-sessions.ts'),
  ]);
  try {
    const count = privateSessions(store, readSettings(home, process.env).private).length;
    return count > 0 ? { private_still_stored: count } : {};
  } catch (error) {
    if (error instanceof HerError) return {};
    throw error;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
