import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import { codeOf, sentenceOf } from '../shared/errors.ts';
import type { Source } from '../sources/source.ts';
import type { FileRow } from '../store/files.ts';
import { LeaseLost } from '../store/lease.ts';
import { discover, type Found } from './discover.ts';
import { readAhead } from './ahead.ts';
import type { AheadFile } from './ahead-messages.ts';
import {
  ingestBatch,
  NOTHING,
  readerMemory,
  type FileProgress,
  type IngestContext,
  type Wanted,
} from './file.ts';
import { MOST_FILES, pace } from './pace.ts';

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
  /** Takes what went wrong without stopping the pass, as a sentence. */
  notice?: (text: string) => void;
  /** Ends the pass after the batch at hand; what was read stays read. */
  signal?: AbortSignal;
}

/** Work that is done between two batches. */
export interface Urgent {
  readGrown(): Promise<void>;
  /** Whether there is such work every now and then at the moment: batches are smaller then. */
  isLive(): boolean;
}

/** What is urgent waits no longer when there is nothing to write yet. */
const LOOK_MS = 25;

/** @throws LeaseLost when another process took over; the batch at hand was rolled back */
export async function ingestAll(context: IngestContext, options: PassOptions): Promise<PassTotals> {
  const totals = noTotals();
  const now = context.now();
  const rows = new Map(context.files.all().map((row) => [row.path, row]));
  const changed = discover(options.sources, options.env)
    .filter(
      (file) =>
        hasNews(file, rows.get(file.path), now) &&
        (rows.has(file.path) || context.admission.file(file.source, file.path)),
    )
    .map((file) => ({ ...file, row: rows.get(file.path) }));
  let bytesLeft = changed.reduce((sum, { size, row }) => sum + size - (row?.offset ?? 0), 0);
  const ahead = readAhead(context, changed.map(aheadFile), bytesLeft, ({ message }) =>
    options.notice?.(`Reading goes on in one thread, the second one ended: ${message}`),
  );
  const { urgent } = options;
  const size = pace();
  try {
    for (let at = 0; at < changed.length;) {
      if (options.signal?.aborted) return totals;
      const live = urgent?.isLive() ?? false;
      const most = size.most(live);
      const brought = ahead && (await whileLooking(ahead.next(at, { most, live }), urgent));
      const wanted = brought
        ? brought.map((piece) => ({ ...changed[piece.index]!, ahead: piece }))
        : nextOf(changed, at, most);
      const begun = performance.now();
      const reads = ingestTogether(context, wanted, most);
      let bytes = 0;
      for (const read of reads) {
        addTo(totals, read);
        bytes += read.bytes;
      }
      size.took(bytes, performance.now() - begun);
      bytesLeft -= bytes;
      totals.files = at + reads.length;
      at = totals.files - (reads.at(-1)?.more ? 1 : 0);
      options.onProgress?.({ ...totals, bytesLeft, path: changed[totals.files - 1]!.path });
      await nextTick();
      await urgent?.readGrown();
    }
    return totals;
  } finally {
    await ahead?.close();
  }
}

interface Changed extends Found {
  row: FileRow | undefined;
}

async function whileLooking<T>(reading: Promise<T>, urgent: Urgent | undefined): Promise<T> {
  if (!urgent) return reading;
  const read = reading.then((value) => ({ value }));
  for (;;) {
    const done = await Promise.race([read, sleep(LOOK_MS, undefined, { ref: false })]);
    if (done) return done.value;
    await urgent.readGrown();
  }
}

/** Files for one batch, as far as is known without opening them. */
function nextOf(changed: readonly Changed[], from: number, most: number): Changed[] {
  let to = from;
  for (let bytes = 0; bytes < most && to - from < MOST_FILES && to < changed.length; to++)
    bytes += changed[to]!.size - (changed[to]!.row?.offset ?? 0);
  return changed.slice(from, to);
}

function aheadFile({ source, path, row }: Changed): AheadFile {
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

/** One batch of several files; where that fails, each is read by itself, so that one does not hold up the others. */
export function ingestTogether(
  context: IngestContext,
  wanted: readonly Wanted[],
  most: number,
): FileProgress[] {
  try {
    if (wanted.length > 1) return ingestBatch(context, wanted, most);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
  }
  const reads: FileProgress[] = [];
  for (const one of wanted) {
    const read = ingestSafely(context, one, most);
    reads.push(read);
    if (read.more) break;
  }
  return reads;
}

/** One batch of one file; when it cannot be read that is noted, and it is tried again later. */
export function ingestSafely(context: IngestContext, wanted: Wanted, most?: number): FileProgress {
  try {
    return ingestBatch(context, [wanted], most)[0] ?? NOTHING;
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    const code = codeOf(error) ?? 'error';
    if (code === 'ENOENT') return NOTHING; // deleted meanwhile: what was read stays
    if (OF_THE_DATABASE.test(code)) throw error;
    noteFailure(context, wanted.source, wanted.path, code, sentenceOf(error));
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
