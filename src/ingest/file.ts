import { existsSync, statSync, type Stats } from 'node:fs';
import type { RedactorOptions } from '../privacy/redact.ts';
import type { Event } from '../shared/events.ts';
import { asObject, asString, type JsonObject } from '../shared/json.ts';
import type { Source } from '../sources/source.ts';
import type { FileRow, Files } from '../store/files.ts';
import type { Images } from '../store/images.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import type { Writer } from '../store/writer.ts';
import type { Admission } from './admission.ts';
import { assembler } from './assemble.ts';
import type { Kept } from './kept.ts';
import { fromTheStart } from './open-sessions.ts';
import type { AheadEvent, AheadPiece } from './ahead-messages.ts';
import { BATCH_BYTES } from './pace.ts';
import { piecesOf } from './pieces.ts';
import { HEAD_BYTES, headOf, readRecords, withFile, type BatchRead } from './records.ts';

/** Reads one transcript from where the last batch ended; each batch's rows and the new offset commit together. */
export interface IngestContext {
  store: Store;
  files: Files;
  writer: Writer;
  lease: Lease;
  admission: Admission;
  /** An event as it may be written. */
  clean: (event: Event) => Event;
  /** How another thread makes the same of texts; undefined when this one alone may judge what is stored. */
  ahead?: RedactorOptions;
  /** Where images are kept; undefined when they are only counted. */
  images?: Images;
  now: () => number;
}

export interface FileProgress {
  bytes: number;
  /** That held something: a last one without its newline counts, an empty one does not. */
  lines: number;
  unknownLines: number;
  badLines: number;
  /** More is there than one call reads. */
  more: boolean;
}

export const NOTHING: FileProgress = { bytes: 0, lines: 0, unknownLines: 0, badLines: 0, more: false };

/** A transcript that is to be read on. */
export interface Wanted {
  source: Source;
  path: string;
  /** What comes next of it, as another thread read it; it is used when the file still is what it was. */
  ahead?: AheadPiece;
}

/**
 * Reads the next lines of one file or more in one transaction, to where there is more of one than is read now.
 * @param most bytes of all; a batch ends with the line that reaches them
 * @returns how each went that was come to
 * @throws LeaseLost when another process writes now; what Node throws when a file cannot be read
 */
export function ingestBatch(
  context: IngestContext,
  wanted: readonly Wanted[],
  most = BATCH_BYTES,
): FileProgress[] {
  try {
    return context.store.db
      .transaction(() => {
        context.lease.assertHeld();
        const reads: FileProgress[] = [];
        let left = most;
        for (const one of wanted) {
          const read = readNext(context, one, Math.max(1, left));
          reads.push(read);
          left -= read.bytes;
          if (read.more) break;
        }
        return reads;
      })
      .immediate();
  } catch (error) {
    context.writer.forgetCached();
    throw error;
  }
}

function readNext(context: IngestContext, { source, path: name, ahead }: Wanted, most: number): FileProgress {
  return withFile(name, (file, stats) => {
    const path = knownName(context.files, name, stats);
    return readBatch(context, source, path, file, stats, most, path === name ? ahead : undefined);
  });
}

function readBatch(
  context: IngestContext,
  source: Source,
  path: string,
  file: number,
  stats: Stats,
  most: number,
  ahead: AheadPiece | undefined,
): FileProgress {
  const { files, writer, admission, clean, images, now } = context;
  if (!files.byPath(path) && !admission.file(source, path)) return NOTHING;
  const row = rowOf(files, source, path, file, stats);
  const from = row.offset;
  const state = stateOf(row);
  const reader = source.reader(path, state.reader, images?.seen);
  const turns = assembler(writer, {
    source: source.id,
    born: bornAt(stats),
    forkedFrom: () => reader.forkedFrom?.(),
    state: state.turns,
    admits: admission.prompt,
    images,
  });
  const admits = admission.forBatch();
  if (row.session === null) files.belongsTo(row.id, reader.session);
  let hasBegun = false;
  const batch = isCurrent(ahead, row, stats)
    ? takeOver(ahead, (event, kept) => {
        begin();
        if (admits(event)) turns.add(event, kept);
      })
    : readRecords(file, from, most, reader, (event) => {
        begin();
        put(event);
      });
  turns.flush();
  images?.endBatch();
  for (const { line, reason } of batch.bad) files.badLine(row.id, row.lines + line, reason);
  for (const { type, version } of batch.unknown) files.unknownType(source.id, type, version);
  row.offset = batch.to;
  row.lines += batch.lines;
  row.bad_lines += batch.bad.length;
  row.unknown_lines += batch.unknown.length;
  row.state = JSON.stringify({ turns: turns.state(), reader: batch.memory });
  row.inode = stats.ino;
  files.advance(row, now());
  return {
    bytes: batch.to - from,
    lines: batch.records,
    unknownLines: batch.unknown.length,
    badLines: batch.bad.length,
    more: batch.full && batch.to < stats.size,
  };

  /** Not before its lines tell something: a file without a record makes no session. */
  function begin(): void {
    if (hasBegun) return;
    hasBegun = true;
    for (const event of reader.about()) put(event);
  }

  function put(event: Event): void {
    if (admits(event)) turns.add(clean(event));
  }
}

/** Whether what was read ahead is what would be read now, by the same signs that tell a replaced file. */
function isCurrent(
  ahead: AheadPiece | undefined,
  row: FileRow,
  stats: Stats,
): ahead is AheadPiece & { read: BatchRead } {
  return (
    ahead?.read !== undefined &&
    ahead.from === row.offset &&
    ahead.inode === stats.ino &&
    ahead.head === row.head &&
    ahead.read.to <= stats.size
  );
}

function takeOver(
  { bytes, sizes, read }: AheadPiece & { read: BatchRead },
  add: (event: Event, kept?: Kept) => void,
): BatchRead {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (let index = 0; index < sizes.length; index += 2) {
    const lineAt = at + sizes[index]!;
    const end = lineAt + sizes[index + 1]!;
    const [event, pieces] = JSON.parse(packed.toString('utf8', at, lineAt)) as AheadEvent;
    const line = packed.subarray(lineAt, end);
    at = end;
    add(event, line.length === 0 ? undefined : { line, pieces: pieces ?? piecesOf(event) });
  }
  return read;
}

/** What the batches so far remember: the assembler of its turns, the source's reader of its records. */
function stateOf(row: FileRow): { turns: string; reader: JsonObject } {
  const state = asObject(JSON.parse(row.state));
  return { turns: asString(state['turns']) ?? '{}', reader: asObject(state['reader']) };
}

/** What a file's reader said of itself after its last batch. */
export function readerMemory(row: FileRow): JsonObject {
  return stateOf(row).reader;
}

/** A file that is reached by two names (links) is read under the one that came first. */
function knownName(files: Files, name: string, { ino, dev }: Stats): string {
  if (files.byPath(name)) return name;
  const isSame = (path: string): boolean => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.ino === ino && stats.dev === dev;
  };
  return files.byInode(ino).find((known) => isSame(known.path))?.path ?? name;
}

/** A restored file keeps its time of change only, and file systems without a time of birth say 0. */
function bornAt({ birthtimeMs, mtimeMs }: Stats): number {
  return Math.round(Math.min(birthtimeMs || mtimeMs, mtimeMs));
}

/** The file's row; read from the start again when its beginning is not what it was, or it has become shorter. */
function rowOf(files: Files, source: Source, path: string, file: number, stats: Stats): FileRow {
  const row =
    files.byPath(path) ?? movedFrom(files, path, file, stats) ?? files.create(source.id, path, stats.ino, '');
  const isOther = row.head !== '' && row.head !== headOf(file, Number(row.head.split(':')[0]));
  // What was packed anew has no beginning that stays.
  const isRepacked = row.offset > 0 && row.offset !== stats.size && source.reader(path).unpack !== undefined;
  if (isOther || isRepacked || stats.size < row.offset) {
    const turns = fromTheStart(stateOf(row).turns);
    Object.assign(row, { offset: 0, lines: 0, state: JSON.stringify({ turns }) });
  }
  if (isOther || Number(row.head.split(':')[0] || 0) < HEAD_BYTES)
    row.head = headOf(file, Math.min(HEAD_BYTES, stats.size));
  return row;
}

/** A transcript that was moved keeps its inode and its beginning: it goes on where it was. */
function movedFrom(files: Files, path: string, file: number, stats: Stats): FileRow | undefined {
  const row = files
    .byInode(stats.ino)
    .find(
      (known) =>
        known.head !== '' &&
        !existsSync(known.path) &&
        known.head === headOf(file, Number(known.head.split(':')[0])),
    );
  if (!row) return undefined;
  files.move(row.id, path);
  return { ...row, path };
}
