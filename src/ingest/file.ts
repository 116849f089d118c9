import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { cleanEvent } from '../privacy/clean-event.ts';
import type { Event } from '../shared/events.ts';
import { asObject, asString, type JsonObject } from '../shared/json.ts';
import type { Source } from '../sources/source.ts';
import type { FileRow, Files } from '../store/files.ts';
import type { Images } from '../store/images.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import type { Writer } from '../store/writer.ts';
import type { Admission } from './admission.ts';
import { assembler, fromTheStart } from './assemble.ts';
import { linesFrom } from './lines.ts';

/** Reads one transcript from where the last batch ended; each batch's rows and the new offset commit together. */
export interface IngestContext {
  store: Store;
  files: Files;
  writer: Writer;
  lease: Lease;
  admission: Admission;
  redact: (text: string) => string;
  /** Where images are kept; undefined when they are only counted. */
  images?: Images;
  now: () => number;
}

export interface FileProgress {
  bytes: number;
  lines: number;
  unknownLines: number;
  badLines: number;
  /** More is there than one call reads. */
  more: boolean;
}

export const NOTHING: FileProgress = { bytes: 0, lines: 0, unknownLines: 0, badLines: 0, more: false };

/** Of a transaction: large enough to be cheap, small enough to leave the disk to others now and then. */
export const BATCH_BYTES = 4 * 1024 * 1024;
const HEAD_BYTES = 1024;
const CLOSING_BRACE = 125;

/**
 * Reads one batch of a file.
 * @param most bytes; a batch ends with the line that reaches them
 * @throws LeaseLost when another process writes now; what Node throws when the file cannot be read
 */
export function ingestBatch(
  context: IngestContext,
  source: Source,
  name: string,
  most = BATCH_BYTES,
): FileProgress {
  const file = openSync(name, 'r');
  try {
    const stats = fstatSync(file);
    const path = knownName(context.files, name, stats);
    return context.store.db
      .transaction(() => readBatch(context, source, path, file, stats, most))
      .immediate();
  } catch (error) {
    context.writer.forgetCached();
    throw error;
  } finally {
    closeSync(file);
  }
}

function readBatch(
  context: IngestContext,
  source: Source,
  path: string,
  file: number,
  stats: Stats,
  most: number,
): FileProgress {
  const { files, writer, lease, admission, redact, images, now } = context;
  lease.assertHeld();
  if (!files.byPath(path) && !admission.file(source, path)) return NOTHING;
  const row = rowOf(files, source, path, file, stats);
  const before = { offset: row.offset, lines: row.lines, unknown: row.unknown_lines, bad: row.bad_lines };
  const born = bornAt(stats);
  const state = stateOf(row);
  const turns = assembler(writer, { source: source.id, born, state: state.turns, admits: admission.prompt, images });
  const admits = admission.forBatch();
  const reader = source.reader(path, state.reader, images?.seen);
  if (row.session === null) files.belongsTo(row.id, reader.session);
  for (const event of reader.about()) add(event);

  let more = false;
  for (const line of linesFrom(file, row.offset)) {
    if (line.kind === 'too-long') note('longer than 32 MB, skipped');
    else if (line.kind === 'partial' && !isWhole(line.line)) break;
    else if (line.line.length > 0) take(line.line);
    row.offset = line.end;
    if (line.kind !== 'partial') row.lines += 1;
    more = row.offset - before.offset >= most;
    if (more) break;
  }
  turns.flush();
  images?.endBatch();
  row.state = JSON.stringify({ turns: turns.state(), reader: reader.memory?.() ?? {} });
  row.inode = stats.ino;
  files.advance(row, now());
  return {
    bytes: row.offset - before.offset,
    lines: row.lines - before.lines,
    unknownLines: row.unknown_lines - before.unknown,
    badLines: row.bad_lines - before.bad,
    more: more && row.offset < stats.size,
  };

  function take(line: Buffer): void {
    const verdict = reader.read(line);
    if (verdict.kind === 'bad') note(verdict.reason);
    if (verdict.kind === 'unknown') {
      row.unknown_lines += 1;
      files.unknownType(source.id, verdict.type, verdict.version);
    }
    if (verdict.kind === 'events') {
      if (verdict.lost) note(verdict.lost);
      for (const event of verdict.events) add(event);
    }
  }

  function add(event: Event): void {
    if (admits(event)) turns.add(cleanEvent(event, redact));
  }

  function note(reason: string): void {
    row.bad_lines += 1;
    files.badLine(row.id, row.lines + 1, reason);
  }
}

/** What the batches so far remember: the assembler of its turns, the source's reader of its records. */
function stateOf(row: FileRow): { turns: string; reader: JsonObject } {
  const state = asObject(JSON.parse(row.state));
  return { turns: asString(state['turns']) ?? '{}', reader: asObject(state['reader']) };
}

/** A last line without its newline may be finished later; what parses is whole (exports leave it out). */
function isWhole(line: Buffer): boolean {
  if (line.at(-1) !== CLOSING_BRACE) return false;
  try {
    JSON.parse(line.toString('utf8'));
    return true;
  } catch {
    return false;
  }
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
  if (isOther || stats.size < row.offset) {
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

/** `<bytes>:<hash of the first bytes>`. */
function headOf(file: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  const read = readSync(file, buffer, 0, bytes, 0);
  return `${read}:${createHash('sha1').update(buffer.subarray(0, read)).digest('base64url')}`;
}
