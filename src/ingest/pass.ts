import { setImmediate as nextTick } from 'node:timers/promises';
import { codeOf, sentenceOf } from '../shared/errors.ts';
import type { Source } from '../sources/source.ts';
import type { FileRow } from '../store/files.ts';
import { LeaseLost } from '../store/lease.ts';
import { discover, type Found } from './discover.ts';
import { readAhead } from './ahead.ts';
import type { AheadBatch, AheadFile } from './ahead-messages.ts';
import { ingestBatch, NOTHING, readerMemory, type FileProgress, type IngestContext } from './file.ts';

/** One pass over all transcripts: what has changed is read to its end, newest file first. */
export interface PassTotals {
  files: number;
  bytes: number;
  lines: number;
  unknown_lines: number;
  bad_lines: number;
}

export interface PassProgress extends PassTotals {
  /** Bytes that are still to be read, of all files. */
  bytesLeft: number;
  path: string;
}

export interface PassOptions {
  sources: readonly Source[];
  env: NodeJS.ProcessEnv;
  onProgress?: (progress: PassProgress) => void;
  /** What is more urgent than the rest of the pass. */
  urgent?: Urgent;
  /** Ends the pass after the batch at hand; what was read stays read. */
  signal?: AbortSignal;
}

/** Work that is done between two batches. */
export interface Urgent {
  readGrown(): Promise<void>;
  /** How many bytes the next batch may hold: smaller ones while somebody waits. */
  batchBytes(): number;
}

/** @throws LeaseLost when another process took over; the batch at hand was rolled back */
export async function ingestAll(context: IngestContext, options: PassOptions): Promise<PassTotals> {
  const totals = noTotals();
  const now = context.now();
  const rows = new Map(context.files.all().map((row) => [row.path, row]));
  const changed = discover(options.sources, options.env).filter(
    (file) =>
      hasNews(file, rows.get(file.path), now) &&
      (rows.has(file.path) || context.admission.file(file.source, file.path)),
  );
  let bytesLeft = changed.reduce((sum, file) => sum + file.size - (rows.get(file.path)?.offset ?? 0), 0);
  const ahead = readAhead(
    context,
    changed.map((file) => aheadFile(file, rows.get(file.path))),
    bytesLeft,
  );
  try {
    for (const [index, file] of changed.entries()) {
      totals.files += 1;
      for (let more = true; more;) {
        if (options.signal?.aborted) return totals;
        const most = options.urgent?.batchBytes();
        const read = ingestSafely(context, file.source, file.path, most, await ahead?.next(index, most));
        addTo(totals, read);
        bytesLeft -= read.bytes;
        more = read.more;
        options.onProgress?.({ ...totals, bytesLeft, path: file.path });
        await nextTick();
        await options.urgent?.readGrown();
      }
    }
    return totals;
  } finally {
    await ahead?.close();
  }
}

function aheadFile({ source, path }: Found, row: FileRow | undefined): AheadFile {
  return {
    source: source.id,
    path,
    from: row?.offset ?? 0,
    memory: JSON.stringify(row ? readerMemory(row) : {}),
  };
}

/** Adds what another pass read. */
export function addUp(totals: PassTotals, more: PassTotals): void {
  totals.files += more.files;
  totals.bytes += more.bytes;
  totals.lines += more.lines;
  totals.unknown_lines += more.unknown_lines;
  totals.bad_lines += more.bad_lines;
}

export function noTotals(): PassTotals {
  return { files: 0, bytes: 0, lines: 0, unknown_lines: 0, bad_lines: 0 };
}

/** Adds what one batch read. */
export function addTo(totals: PassTotals, read: FileProgress): void {
  totals.bytes += read.bytes;
  totals.lines += read.lines;
  totals.unknown_lines += read.unknownLines;
  totals.bad_lines += read.badLines;
}

/** Whether a file holds bytes that were not read, and may be tried now. */
export function hasNews(file: Found, row: FileRow | undefined, now: number): boolean {
  if (!row) return true;
  // Further ahead than any wait: the clock was set back.
  if (row.retry_at !== null) return now >= row.retry_at || row.retry_at - now > LAST_RETRY_MS;
  return file.size !== row.offset || file.inode !== row.inode;
}

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 10 * 60_000;
/** Trouble of the database, not of the file at hand. */
const OF_THE_DATABASE = /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|BUSY|LOCKED|READONLY|CANTOPEN)/;

/** Reads one batch; a file that cannot be read is noted, tried again later, and never blocks the others. */
export function ingestSafely(
  context: IngestContext,
  source: Source,
  path: string,
  batchBytes?: number,
  ahead?: AheadBatch,
): FileProgress {
  try {
    return ingestBatch(context, source, path, batchBytes, ahead);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    const code = codeOf(error) ?? 'error';
    if (code === 'ENOENT') return NOTHING; // deleted meanwhile: what was read stays
    if (OF_THE_DATABASE.test(code)) throw error;
    noteFailure(context, source, path, code, sentenceOf(error));
    return NOTHING;
  }
}

function noteFailure(
  { files, now }: IngestContext,
  source: Source,
  path: string,
  code: string,
  sentence: string,
): void {
  const tries = files.byPath(path)?.error_count ?? 0;
  const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 20));
  files.failed(path, source.id, code, sentence, now(), now() + wait);
}
