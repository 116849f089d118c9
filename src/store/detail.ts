import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Event } from '../shared/events.ts';
import type { Store } from './open.ts';

/**
 * The full detail of turns: events as JSON lines, in blocks of about 64 KB, each compressed with zstd.
 * Where a block ends depends on the events alone, not on how many arrived at once, so that tailing and a
 * full pass leave the same bytes. Only the last block of a turn is ever written again.
 */
export const BLOCK_BYTES = 65_536;
const LARGEST_KEPT = 16 * BLOCK_BYTES;
const NEWLINE = 10;
const NO_BYTES = Buffer.alloc(0);

/** An event as it is kept: its session is the turn's. */
export type DetailEvent = WithoutSession<Event>;
type WithoutSession<E> = E extends Event ? Omit<E, 'session'> : never;

export interface DetailWriter {
  /** @param lines of `detailLine`, as text or in UTF-8 */
  append(turnId: number, lines: readonly (string | Uint8Array)[]): void;
}

/** An event as its line, without the line's end. */
export function detailLine(event: Event): string {
  return JSON.stringify({ ...event, session: undefined });
}

export function detailWriter({ db }: Store): DetailWriter {
  const last = db.prepare<[number], { seq: number; bytes: number; data: Buffer }>(
    'SELECT seq, bytes, data FROM detail WHERE turn_id = ? ORDER BY seq DESC LIMIT 1',
  );
  const put = db.prepare<[number, number, number, Buffer]>(
    `INSERT INTO detail (turn_id, seq, bytes, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (turn_id, seq) DO UPDATE SET bytes = excluded.bytes, data = excluded.data`,
  );
  const block = blockBuffer();
  return {
    append(turnId, lines) {
      const open = last.get(turnId);
      const reuse = open !== undefined && open.bytes < BLOCK_BYTES;
      let seq = open === undefined ? 0 : reuse ? open.seq : open.seq + 1;
      block.start(reuse ? zstdDecompressSync(open.data) : NO_BYTES);
      for (const line of lines) {
        block.add(line);
        if (block.bytes() >= BLOCK_BYTES)
          put.run(turnId, seq++, block.bytes(), zstdCompressSync(block.take()));
      }
      if (block.bytes() > 0) put.run(turnId, seq, block.bytes(), zstdCompressSync(block.take()));
    },
  };
}

/** UTF-8 lines in memory that is kept for the next block: joining strings and encoding them costs three times as much. */
function blockBuffer() {
  let buffer = Buffer.allocUnsafe(4 * BLOCK_BYTES);
  let filled = 0;

  function makeRoom(bytes: number): void {
    if (filled + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafe(filled + bytes);
    buffer.copy(larger, 0, 0, filled);
    buffer = larger;
  }

  return {
    start(bytes: Buffer): void {
      filled = 0;
      makeRoom(bytes.length);
      filled = bytes.copy(buffer);
    },
    add(line: string | Uint8Array): void {
      // A UTF-16 unit becomes at most three bytes of UTF-8.
      makeRoom(3 * line.length + 1);
      if (typeof line === 'string') filled += buffer.write(line, filled);
      else {
        buffer.set(line, filled);
        filled += line.length;
      }
      buffer[filled++] = NEWLINE;
    },
    bytes: (): number => filled,
    /** The block, valid until the next line is added. */
    take(): Buffer {
      const taken = buffer.subarray(0, filled);
      filled = 0;
      // One turn with a huge result must not hold its memory for good.
      if (buffer.length > LARGEST_KEPT) buffer = Buffer.allocUnsafe(4 * BLOCK_BYTES);
      return taken;
    },
  };
}

/** All events of a turn in the order in which they were written. */
export function readDetail({ db }: Store, turnId: number): DetailEvent[] {
  const rows = db
    .prepare<[number], { data: Buffer }>('SELECT data FROM detail WHERE turn_id = ? ORDER BY seq')
    .all(turnId);
  return rows.flatMap(({ data }) =>
    zstdDecompressSync(data)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as DetailEvent),
  );
}
