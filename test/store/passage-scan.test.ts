import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whereInMarks, type PassageWhere } from '../../src/store/passage-where.ts';
import { leaseOn } from '../../src/store/lease.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { vectorWriter, type VectorWriter } from '../../src/store/vector-writer.ts';
import { storedVectors, type Vectors } from '../../src/store/vectors.ts';

const DIM = 64;
let folder: string;
let store: Store;
let writer: VectorWriter;
let vectors: Vectors;

function open(): void {
  store = openStore(join(folder, 'her.db'));
  writer = vectorWriter(store, 'test', DIM);
  vectors = storedVectors(store, 'test', DIM)!;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-scan-'));
  open();
  for (const [id, name] of [
    [1, 'one'],
    [2, 'two'],
  ]) {
    store.db.prepare('INSERT INTO project (id, path, name) VALUES (?, ?, ?)').run(id, `/${name}`, name);
    store.db
      .prepare('INSERT INTO session (id, key, source, born, project_id) VALUES (?, ?, ?, 0, ?)')
      .run(id, name, 'test', id);
    store.db
      .prepare("INSERT INTO turn (id, session_id, n, role, prompt) VALUES (?, ?, 1, 'person', '')")
      .run(id, id);
  }
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** A passage whose numbers are +1 up to `positive` and -1 behind it. */
interface Passage {
  id: number;
  turn?: number;
  at?: number;
  positive: number;
}

function add(...passages: Passage[]): void {
  const insert = store.db.prepare(
    "INSERT INTO passage (id, turn_id, seq, at, chars, pieces) VALUES (?, ?, ?, ?, 0, '[]')",
  );
  for (const { id, turn = 1, at = 0 } of passages) insert.run(id, turn, id, at);
  writer.put(
    passages.map(({ id, positive }) => {
      const whole = pattern(positive);
      return { id, whole, vectors: [Float32Array.from(whole)], prompts: 1 };
    }),
  );
}

const many = (count: number): Passage[] =>
  Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    return { id, turn: 1 + (id % 2), at: 1000 * id, positive: id % DIM };
  });

function pattern(positive: number): Int8Array {
  return Int8Array.from({ length: DIM }, (_, k) => (k < positive ? 100 : -100));
}

const unit = (positive: number): Float32Array =>
  Float32Array.from({ length: DIM }, (_, k) => (k < positive ? 1 : -1) / Math.sqrt(DIM));

const idsNear = (positive: number, k: number, filter = {}): number[] =>
  vectors.near(unit(positive), k, filter).sort((a, b) => a - b);

async function sealAll(): Promise<void> {
  const lease = leaseOn(store);
  lease.acquire();
  while (writer.sealNext(lease) > 0);
  lease.release();
  store.close();
  open();
  await vectors.read();
}

test('finds the nearest', async () => {
  add(...many(60));
  await vectors.read();
  expect(idsNear(30, 3)).toEqual([29, 30, 31]);
  expect(idsNear(30, 1)).toEqual([30]);
});

test('a filter acts before the nearest are taken', async () => {
  add(...many(60));
  await vectors.read();
  expect(idsNear(30, 2, { projects: [2] })).toEqual([29, 31]);
  expect(idsNear(30, 1, { since: 40_000 })).toEqual([40]);
  expect(idsNear(30, 1, { until: 10_000 })).toEqual([9]);
  expect(idsNear(30, 5, { projects: [7] })).toEqual([]);
  expect(idsNear(30, 2, { turns: [2] })).toEqual([29, 31]);
});

test('of a project whose passages lie between those of another, all are looked at and no others', async () => {
  const runs = many(3000).map((passage) => ({ ...passage, turn: passage.id % 400 < 70 ? 2 : 1 }));
  add(...runs);
  await sealAll();
  const own = runs.filter(({ turn }) => turn === 2);
  const nearest = own.filter(({ positive }) => Math.abs(positive - 30) <= 2).map(({ id }) => id);
  expect(idsNear(30, nearest.length, { projects: [2] })).toEqual(nearest);
  expect(idsNear(30, own.length, { projects: [2] })).toEqual(own.map(({ id }) => id));
  expect(idsNear(30, runs.length, { projects: [1, 2] })).toEqual(runs.map(({ id }) => id));
});

test('what is stored later is found, what is taken back is not stored any more', async () => {
  add({ id: 1, positive: 10 });
  await vectors.read();
  expect(idsNear(20, 5)).toEqual([1]);
  add({ id: 2, positive: 20 });
  expect(idsNear(20, 5)).toEqual([1, 2]);
  store.db.prepare('DELETE FROM passage WHERE id = 2').run();
  expect([...vectors.of([1, 2]).keys()]).toEqual([1]);
});

test('where a passage stands is told from memory, of blocks and of single passages alike', async () => {
  add(...many(3000));
  await sealAll();
  const place = (id: number): PassageWhere => ({ turn: 1 + (id % 2), session: 1 + (id % 2), time: id });
  for (const id of [1, 1024, 1025, 2999, 3000]) expect(vectors.whereIs(id)).toEqual(place(id));
  expect(vectors.whereIs(3001)).toBeUndefined();
  // Another thread is given those of blocks.
  const whereIs = whereInMarks(structuredClone(vectors.sharedMarks()));
  expect([0, 1, 1024, 1025, 3000].map(whereIs)).toEqual([
    undefined,
    place(1),
    place(1024),
    undefined,
    undefined,
  ]);
});

test('what is known of a session is forgotten when a passage of it is stored', async () => {
  add(...many(3));
  await vectors.read();
  for (const session of [1, 2]) vectors.facts.turns.set(session, 1);
  add({ id: 4, turn: 2, positive: 5 });
  idsNear(30, 1);
  expect([...vectors.facts.turns]).toEqual([[1, 1]]);
});

test('is not ready until all has been read', async () => {
  add(...many(60));
  expect(vectors.near(unit(30), 1, {})).toEqual([]);
  await vectors.read();
  expect(vectors.isReady()).toBe(true);
});

test('blocks hold what the single passages hold, also after one of them went', async () => {
  add(...many(3000));
  await vectors.read();
  const filters = [{}, { projects: [2] }, { since: 500_000, until: 900_000 }];
  const before = filters.map((filter) => idsNear(20, 60, filter));
  await sealAll();
  const blocks = (): number =>
    store.db.prepare<[], number>('SELECT count(*) FROM vector_block_1').pluck().get()!;
  expect(blocks()).toBe(1);
  expect(filters.map((filter) => idsNear(20, 60, filter))).toEqual(before);
  store.db.prepare('DELETE FROM passage WHERE id = 20').run();
  expect(blocks()).toBe(0);
  await sealAll();
  expect(blocks()).toBe(1);
  expect(idsNear(20, 60)).not.toContain(20);
});

test("a session's mean vector follows its passages", () => {
  const mean = (): number => vectors.sessions([1]).get(1)![0]!;
  add({ id: 1, positive: DIM });
  expect(mean()).toBe(127);
  add({ id: 2, positive: 0 });
  expect(mean()).toBe(0);
});
