import type { Lease } from './lease.ts';
import type { Store } from './open.ts';
import { GROUP, putInGroup } from './nibble-scan.ts';
import { secondsOf } from './seconds.ts';

/**
 * The vectors of passages at one bit a number in large rows, as the scan holds them, so that those of a long
 * history are in memory in a moment. Made from the rows of single passages, beside other work; a block goes
 * when a passage of it goes, and is made again.
 */
export const BLOCK = 1024;
/** A turn that goes on takes new ids for its last passage: a block is made when so many ids have come after it. */
const SETTLED = 1024;
/** Blocks made in one transaction: 30 ms. */
const MOST_AT_ONCE = 8;

export interface PassageMark {
  id: number;
  /** Milliseconds. */
  at: number | null;
  project: number | null;
  turn: number;
  session: number;
  /** dim numbers of 8 bits. */
  whole: Buffer;
}

/** What is kept of the passages of a block, in order of their ids, in memory that threads can share. */
export interface BlockMarks {
  ids: Uint32Array;
  /** Seconds. */
  times: Uint32Array;
  projects: Uint32Array;
  turns: Uint32Array;
  sessions: Uint32Array;
}

export interface VectorBlock extends BlockMarks {
  first: number;
  last: number;
  /** Groups of `nibble-scan.ts`, the last one filled up. */
  bits: Uint8Array;
}

interface BlockRow {
  first: number;
  last: number;
  marks: Buffer;
  bits: Buffer;
}

export interface VectorBlocks {
  /** The first block of which all ids are greater than `id`. */
  after(id: number): VectorBlock | undefined;
  /** Passages with an id in `(after, before)`, by id. */
  passages(after: number, before: number, limit: number): PassageMark[];
  /** Makes some blocks that are missing; returns how many. @throws LeaseLost */
  sealNext(lease: Lease): number;
}

/** Creates the table of a model's blocks where it is missing. */
export function createBlocks({ db }: Store, table: string): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, marks BLOB NOT NULL, bits BLOB NOT NULL);
    CREATE TRIGGER IF NOT EXISTS ${table}_broken AFTER DELETE ON passage BEGIN
      DELETE FROM ${table} WHERE last = (SELECT min(last) FROM ${table} WHERE last >= old.id) AND first <= old.id;
    END;
  `);
}

/** @param vectors the table of single passages' vectors */
export function vectorBlocks({ db }: Store, table: string, vectors: string, dim: number): VectorBlocks {
  const next = db.prepare<[number], BlockRow>(
    `SELECT first, last, marks, bits FROM ${table} WHERE last > ? ORDER BY last LIMIT 1`,
  );
  const lastOf = db.prepare<[number], { first: number; last: number }>(
    `SELECT first, last FROM ${table} WHERE last > ? ORDER BY last LIMIT 1`,
  );
  const passages = db.prepare<[number, number, number], PassageMark>(
    `SELECT v.passage_id AS id, p.at, s.project_id AS project, p.turn_id AS turn, t.session_id AS session, v.whole
     FROM ${vectors} v
       JOIN passage p ON p.id = v.passage_id JOIN turn t ON t.id = p.turn_id JOIN session s ON s.id = t.session_id
     WHERE v.passage_id > ? AND v.passage_id < ? ORDER BY v.passage_id LIMIT ?`,
  );
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM passage').pluck();
  const put = db.prepare<[number, number, Buffer, Buffer]>(
    `INSERT INTO ${table} (last, first, marks, bits) VALUES (?, ?, ?, ?)`,
  );
  /** All before this id is in blocks. */
  let sealedTo = 0;

  /** The next passages without a block, up to the next block or to what is settled. */
  function nextLoose(): PassageMark[] {
    for (;;) {
      const block = lastOf.get(sealedTo);
      const settled = (newest.get() ?? 0) - SETTLED;
      const loose = passages.all(sealedTo, Math.min(block?.first ?? Infinity, settled + 1), BLOCK);
      if (loose.length === BLOCK || (loose.length > 0 && block)) return loose;
      if (!block) return [];
      sealedTo = block.last;
    }
  }

  return {
    after(id) {
      const row = next.get(id);
      return row && blockOf(row);
    },
    passages: (after, before, limit) => passages.all(after, before, limit),
    sealNext: (lease) =>
      db
        .transaction(() => {
          lease.assertHeld();
          if (sealedTo > 0 && !lastOf.get(sealedTo - 1)) sealedTo = 0;
          let made = 0;
          for (; made < MOST_AT_ONCE; made++) {
            const loose = nextLoose();
            if (loose.length === 0) break;
            const [first, last] = [loose[0]!.id, loose.at(-1)!.id];
            put.run(last, first, packMarks(loose), packBits(loose, dim));
            sealedTo = last;
          }
          return made;
        })
        .immediate(),
  };
}

/** Numbers of 32 bits that are kept of a passage. */
const MARKS = 5;

function packMarks(passages: readonly PassageMark[]): Buffer {
  const count = passages.length;
  const marks = new Uint32Array(MARKS * count);
  for (const [index, { id, at, project, turn, session }] of passages.entries()) {
    marks[index] = id;
    marks[count + index] = secondsOf(at);
    marks[2 * count + index] = project ?? 0;
    marks[3 * count + index] = turn;
    marks[4 * count + index] = session;
  }
  return Buffer.from(marks.buffer);
}

function packBits(passages: readonly PassageMark[], dim: number): Buffer {
  const bytesPerGroup = 64 * Math.ceil(dim / 16);
  const groups = Buffer.alloc(Math.ceil(passages.length / GROUP) * bytesPerGroup);
  for (const [index, { whole }] of passages.entries()) {
    const group = Math.floor(index / GROUP);
    putInGroup(
      groups.subarray(group * bytesPerGroup, (group + 1) * bytesPerGroup),
      index % GROUP,
      signsOf(whole),
    );
  }
  return groups;
}

/** A bit is set where the number is not negative, the lowest bit first. */
export function signsOf(whole: Buffer): Uint8Array {
  const bits = new Uint8Array(whole.length / 8);
  for (let k = 0; k < whole.length; k++) if (whole[k]! < 128) bits[k >> 3]! |= 1 << (k & 7);
  return bits;
}

function blockOf({ first, last, marks, bits }: BlockRow): VectorBlock {
  const shared = new SharedArrayBuffer(marks.length);
  new Uint8Array(shared).set(marks);
  return { first, last, ...marksIn(shared), bits };
}

export function marksIn(shared: SharedArrayBuffer): BlockMarks {
  const numbers = new Uint32Array(shared);
  const count = numbers.length / MARKS;
  return {
    ids: numbers.subarray(0, count),
    times: numbers.subarray(count, 2 * count),
    projects: numbers.subarray(2 * count, 3 * count),
    turns: numbers.subarray(3 * count, 4 * count),
    sessions: numbers.subarray(4 * count),
  };
}
