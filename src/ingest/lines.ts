import { fstatSync, readSync } from 'node:fs';

/**
 * Lines of a file from a byte offset on, with bounded memory: one buffer, reused. readline costs more than
 * parsing does, and a 2 GB transcript must cost no more memory than a small one.
 */
export type Line =
  /** `end` is the offset behind the line and its newline. */
  | { kind: 'line'; line: Buffer; end: number }
  /** The last line has no newline yet; `end` is the end of the file. */
  | { kind: 'partial'; line: Buffer; end: number }
  /** Longer than is read; skipped whole. */
  | { kind: 'too-long'; end: number };

/** Claude Code's longest records are a few MB (pasted images). */
export const LONGEST_LINE = 32 * 1024 * 1024;
const START_BYTES = 1024 * 1024;
/** Most tails are a line or two: a buffer of their size, and a little for what comes meanwhile. */
const LEAST_BYTES = 4096;
const NEWLINE = 10;
/** Of the file before: a new buffer for each would wait for the garbage collector. */
let spare: Buffer | undefined;

/** @param file an open file descriptor; a yielded buffer is valid until the next line is asked for */
export function* linesFrom(file: number, offset: number, longest = LONGEST_LINE): Generator<Line> {
  const left = Math.max(0, fstatSync(file).size - offset);
  let buffer = roomFor(left + LEAST_BYTES);
  let start = 0; // of the line at hand
  let filled = 0;
  let scanned = 0; // no newline before this
  let base = offset; // offset in the file of buffer[0]
  let skipping = false;

  try {
    for (;;) {
      const at = buffer.subarray(0, filled).indexOf(NEWLINE, scanned);
      if (at >= 0) {
        const end = base + at + 1;
        if (skipping) yield { kind: 'too-long', end };
        else yield { kind: 'line', line: buffer.subarray(start, at), end };
        skipping = false;
        start = scanned = at + 1;
        continue;
      }
      scanned = filled;
      if (filled - start > longest || skipping) {
        skipping = true;
        base += filled;
        start = filled = scanned = 0;
      } else if (start > 0) {
        buffer.copy(buffer, 0, start, filled);
        base += start;
        filled -= start;
        scanned -= start;
        start = 0;
      }
      if (filled === buffer.length) {
        const larger = Buffer.allocUnsafe(Math.min(buffer.length * 2, longest + START_BYTES));
        buffer.copy(larger, 0, 0, filled);
        buffer = larger;
      }
      const read = readSync(file, buffer, filled, buffer.length - filled, base + filled);
      if (read === 0) break;
      filled += read;
    }
    if (skipping) yield { kind: 'too-long', end: base + filled };
    else if (filled > start)
      yield { kind: 'partial', line: buffer.subarray(start, filled), end: base + filled };
  } finally {
    if (buffer.length === START_BYTES) spare = buffer;
  }
}

/** The same of bytes that are in memory whole. */
export function* linesOf(bytes: Buffer): Generator<Line> {
  for (let start = 0; start < bytes.length;) {
    const at = bytes.indexOf(NEWLINE, start);
    const end = at < 0 ? bytes.length : at + 1;
    const line = bytes.subarray(start, at < 0 ? end : at);
    if (line.length > LONGEST_LINE) yield { kind: 'too-long', end };
    else yield { kind: at < 0 ? 'partial' : 'line', line, end };
    start = end;
  }
}

function roomFor(bytes: number): Buffer {
  const kept = spare;
  spare = undefined;
  return kept ?? Buffer.allocUnsafe(Math.min(START_BYTES, bytes));
}
