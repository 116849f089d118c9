import { setImmediate as nextTick } from 'node:timers/promises';
import { toInt8 } from '../shared/int8.ts';
import { keptRows } from './kept-rows.ts';
import type { Store } from './open.ts';
import { passagesAmong, type SearchFilter } from './passage-filter.ts';
import { passageScan } from './passage-scan.ts';
import type { PassageWhere } from './passage-where.ts';
import { sessionFacts, type SessionFacts } from './session-facts.ts';
import { vectorBlocks } from './vector-blocks.ts';
import { tablesOf, type VectorTables } from './vector-tables.ts';

/** Reads the vectors of one model. */
export interface Vectors {
  /** True when all vectors are in memory; until then each call reads for 30 ms at most. */
  isReady(): boolean;
  /** Reads all vectors into memory, beside other work. */
  read(): Promise<void>;
  /**
   * Ids of about the `k` passages nearest to a vector of unit length, in no order: the best few are surely among
   * them, the last are not (docs/search.md). None until `isReady`, unless the filter names turns.
   */
  near(vector: Float32Array, k: number, filter: SearchFilter): number[];
  /** Where a passage stands, from memory; undefined when that does not hold it. */
  whereIs(id: number): PassageWhere | undefined;
  /** Places of those in blocks, for another thread (`passage-where.ts`). */
  sharedMarks(): SharedArrayBuffer[];
  /** What is known of sessions that have passages in memory. */
  readonly facts: SessionFacts;
  /** What is stored of passages. */
  of(ids: readonly number[]): Map<number, StoredVectors>;
  /** Mean vectors of sessions, signed bytes of no certain length, by the session's id. */
  sessions(ids: readonly number[]): Map<number, Uint8Array>;
}

/** As it is stored, because views of hundreds of rows cost as much as reading them. */
export interface StoredVectors {
  prompts: number;
  /**
   * The passage's vector, `dim` signed bytes, and behind it those of the fragments, dim / 8 bytes each; a bit is set
   * where the number is not negative, the lowest bit first.
   */
  bytes: Uint8Array;
}

const opened = new WeakMap<Store, Map<string, Vectors>>();

/** Opens the tables of a model to read; undefined when nothing has been embedded with it yet. */
export function storedVectors(store: Store, model: string, dim: number): Vectors | undefined {
  const known = opened.get(store) ?? new Map<string, Vectors>();
  opened.set(store, known);
  if (!known.has(model)) {
    const tables = tablesOf(store, model);
    if (!tables) return undefined;
    known.set(model, vectorsIn(store, tables, dim));
  }
  return known.get(model);
}

function vectorsIn(store: Store, tables: VectorTables, dim: number): Vectors {
  const { db } = store;
  const { passages, sessions } = tables;
  const nearestAmong = db
    .prepare<[string, Buffer, number], number>(
      `SELECT passage_id FROM ${passages} WHERE passage_id IN (SELECT value FROM json_each(?))
       ORDER BY vec_distance_cosine(vec_int8(whole), vec_int8(?)) LIMIT ?`,
    )
    .pluck();
  // One buffer for all rows: making one a row costs as much as reading them, and is most of what is thrown away.
  const stored = db
    .prepare<[string], [ids: string, prompts: string, lengths: string, bytes: Buffer | null]>(
      `SELECT json_group_array(passage_id), json_group_array(prompts), json_group_array(length(whole) + length(bits)),
         CAST(group_concat(whole || bits, '') AS BLOB)
       FROM json_each(?) wanted CROSS JOIN ${passages} ON passage_id = wanted.value`,
    )
    .raw();
  const sessionsIn = db
    .prepare<[string], [ids: string, bytes: Buffer | null]>(
      `SELECT json_group_array(session_id), CAST(group_concat(embedding, '') AS BLOB)
       FROM json_each(?) wanted CROSS JOIN ${sessions} ON session_id = wanted.value`,
    )
    .raw();

  function passagesOf(missing: readonly number[]): [id: number, StoredVectors][] {
    const [ids, prompts, lengths, bytes] = stored.get(JSON.stringify(missing))!;
    const of = numbersIn(prompts);
    const parts = cut(bytes ?? new Uint8Array(), numbersIn(lengths));
    return numbersIn(ids).map((id, at) => [id, { prompts: of[at]!, bytes: parts[at]! }]);
  }

  function meansOf(missing: readonly number[]): [session: number, mean: Uint8Array][] {
    const [ids, bytes] = sessionsIn.get(JSON.stringify(missing))!;
    const found = numbersIn(ids);
    const means = cut(bytes ?? new Uint8Array(), new Array<number>(found.length).fill(dim));
    return found.map((id, at) => [id, means[at]!]);
  }

  const blocks = vectorBlocks(store, tables.blocks, passages, dim);
  const keptPassages = keptRows<StoredVectors>(db, MOST_KEPT);
  const keptSessions = keptRows<Uint8Array>(db, MOST_KEPT);
  const facts = sessionFacts();
  const scan = passageScan(blocks, dim, (session) => {
    facts.roots.delete(session);
    facts.turns.delete(session);
    facts.projects.delete(session);
  });

  return {
    isReady() {
      const until = performance.now() + SLICE_MS;
      while (!scan.isComplete && performance.now() < until) scan.catchUp();
      return scan.isComplete;
    },
    async read() {
      while (db.open && !scan.isComplete) {
        scan.catchUp();
        await nextTick();
      }
    },
    near(vector, k, filter) {
      if (filter.turns) {
        const among = passagesAmong(store, { ...filter, kinds: undefined });
        return nearestAmong.all(JSON.stringify(among), Buffer.from(toInt8(vector).buffer), k);
      }
      if (!scan.isComplete) return [];
      scan.catchUp();
      return scan.nearest(vector, k, filter);
    },
    whereIs: (id) => scan.whereIs(id),
    sharedMarks: () => scan.sharedMarks(),
    facts,
    of: (ids) => keptPassages.of(ids, passagesOf),
    sessions: (ids) => keptSessions.of(ids, meansOf),
  };
}

const SLICE_MS = 30;
/** About 8 MB of passages. */
const MOST_KEPT = 8192;

function numbersIn(json: string): number[] {
  return JSON.parse(json) as number[];
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let from = 0;
  return lengths.map((length) => bytes.subarray(from, (from += length)));
}
