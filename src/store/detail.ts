import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Event } from '../shared/events.ts';
import type { Store } from './open.ts';

/**
 * The full detail of turns: events as JSON lines, in blocks of about 64 KB, each compressed with zstd.
 * Where a block ends depends on the events alone, not on how many arrived at once, so that tailing and a
 * full pass leave the same bytes. Only the last block of a turn is ever written again.
 */
export const BLOCK_BYTES = 65_536;

/** An event as it is kept: its session is the turn's. */
export type DetailEvent = WithoutSession<Event>;
type WithoutSession<E> = E extends Event ? Omit<E, 'session'> : never;

export interface DetailWriter {
  append(turnId: number, events: readonly Event[]): void;
}

export function detailWriter({ db }: Store): DetailWriter {
  const last = db.prepare<[number], { seq: number; bytes: number; data: Buffer }>(
    'SELECT seq, bytes, data FROM detail WHERE turn_id = ? ORDER BY seq DESC LIMIT 1',
  );
  const put = db.prepare<[number, number, number, Buffer]>(
    `INSERT INTO detail (turn_id, seq, bytes, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (turn_id, seq) DO UPDATE SET bytes = excluded.bytes, data = excluded.data`,
  );
  return {
    append(turnId, events) {
      const open = last.get(turnId);
      const reuse = open !== undefined && open.bytes < BLOCK_BYTES;
      let seq = open === undefined ? 0 : reuse ? open.seq : open.seq + 1;
      let block = reuse ? zstdDecompressSync(open.data).toString('utf8') : '';
      let bytes = reuse ? open.bytes : 0;
      for (const event of events) {
        const line = JSON.stringify({ ...event, session: undefined }) + '\n';
        block += line;
        bytes += Buffer.byteLength(line);
        if (bytes < BLOCK_BYTES) continue;
        put.run(turnId, seq++, bytes, zstdCompressSync(block));
        block = '';
        bytes = 0;
      }
      if (bytes > 0) put.run(turnId, seq, bytes, zstdCompressSync(block));
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
