import { closeSync, fstatSync, openSync, readFileSync, readSync, type Stats } from 'node:fs';
import { createHash } from 'node:crypto';
import type { Event } from '../shared/events.ts';
import { sentenceOf } from '../shared/errors.ts';
import type { JsonObject } from '../shared/json.ts';
import type { RecordReader } from '../sources/source.ts';
import { linesFrom, linesOf, type Line } from './lines.ts';

/** One batch of a transcript's lines as events. Knows no database: it may run in a thread beside the writer. */
export interface BatchRead {
  /** Where the next batch begins: behind the last line that was read. */
  to: number;
  /** Newlines passed: what the next batch's lines are numbered from. */
  lines: number;
  /** Lines that held something, a last one without its newline as well. */
  records: number;
  bad: { line: number; reason: string }[];
  unknown: { type: string; version: string | null }[];
  /** The batch was full before the file's end. */
  full: boolean;
  /** What the reader must know for the next batch. */
  memory: JsonObject;
}

const CLOSING_BRACE = 125;

/** @param most bytes; the batch ends with the line that reaches them. A packed file is one batch, its offset that of the packed bytes. */
export function readRecords(
  file: number,
  from: number,
  most: number,
  reader: RecordReader,
  add: (event: Event) => void,
): BatchRead {
  const batch: BatchRead = { to: from, lines: 0, records: 0, bad: [], unknown: [], full: false, memory: {} };
  const size = reader.unpack && fstatSync(file).size;
  for (const line of size === undefined ? linesFrom(file, from) : linesUnpacked()) {
    if (line.kind === 'too-long') note('longer than 32 MB, skipped');
    else if (line.kind === 'partial' && !isWhole(line.line)) break;
    else if (line.line.length > 0) take(line.line);
    if (line.kind === 'too-long' || line.line.length > 0) batch.records += 1;
    batch.to = line.end;
    if (line.kind !== 'partial') batch.lines += 1;
    batch.full = size === undefined && batch.to - from >= most;
    if (batch.full) break;
  }
  if (size !== undefined) batch.to = size;
  batch.memory = reader.memory?.() ?? {};
  return batch;

  function linesUnpacked(): Iterable<Line> {
    if (from === size || !reader.unpack) return [];
    try {
      return linesOf(reader.unpack(readFileSync(file)));
    } catch (error) {
      note(`cannot be unpacked (${sentenceOf(error)})`);
      return [];
    }
  }

  function take(line: Buffer): void {
    const verdict = reader.read(line);
    if (verdict.kind === 'bad') note(verdict.reason);
    if (verdict.kind === 'unknown') batch.unknown.push({ type: verdict.type, version: verdict.version });
    if (verdict.kind === 'events') {
      if (verdict.lost) note(verdict.lost);
      for (const event of verdict.events) add(event);
    }
  }

  function note(reason: string): void {
    batch.bad.push({ line: batch.lines + 1, reason });
  }
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

/** Of a file's beginning, by which a replaced file is told from a grown one. */
export const HEAD_BYTES = 1024;

/** `<bytes>:<hash of the first bytes>`. */
export function headOf(file: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  const read = readSync(file, buffer, 0, bytes, 0);
  return `${read}:${createHash('sha1').update(buffer.subarray(0, read)).digest('base64url')}`;
}

/** Opens a file for the time of `work`. */
export function withFile<T>(name: string, work: (file: number, stats: Stats) => T): T {
  const file = openSync(name, 'r');
  try {
    return work(file, fstatSync(file));
  } finally {
    closeSync(file);
  }
}
