import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { vectorsOf, type Vectors } from '../../src/store/vectors.ts';

const DIM = 64;
let folder: string;
let store: Store;
let vectors: Vectors;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-scan-'));
  store = openStore(join(folder, 'her.db'));
  vectors = vectorsOf(store, 'test', DIM);
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
  vectors.put(
    passages.map(({ id, positive }) => {
      const whole = pattern(positive);
      return { id, whole, vectors: [Float32Array.from(whole)], prompts: 1 };
    }),
  );
}

const many = (count: number): Passage[] =>
  Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    return { id, turn: 1 + (id % 2), at: 1000 + id, positive: id % DIM };
  });

function pattern(positive: number): Int8Array {
  return Int8Array.from({ length: DIM }, (_, k) => (k < positive ? 100 : -100));
}

const idsNear = (positive: number, k: number, filter = {}): number[] | undefined =>
  vectors.nearestInMemory(pattern(positive), k, filter)?.map((hit) => hit.id);

test('finds what the stored vectors find, in the same order', () => {
  add(...many(60));
  const similarities = (hits: { similarity: number }[] | undefined): string[] | undefined =>
    hits?.map((hit) => hit.similarity.toFixed(5));
  expect(similarities(vectors.nearestInMemory(pattern(30), 9, {}))).toEqual(
    similarities(vectors.nearest(pattern(30), 9)),
  );
  expect(idsNear(30, 1)).toEqual([30]);
});

test('a filter acts before the nearest are taken', () => {
  add(...many(60));
  expect(idsNear(30, 2, { projects: [2] })?.sort()).toEqual([29, 31]);
  expect(idsNear(30, 1, { since: 1040 })).toEqual([40]);
  expect(idsNear(30, 1, { until: 1010 })).toEqual([9]);
  expect(idsNear(30, 5, { projects: [7] })).toEqual([]);
});

test('what is stored later is found, what is taken back is not', () => {
  add({ id: 1, positive: 10 });
  expect(idsNear(20, 5)).toEqual([1]);
  add({ id: 2, positive: 20 });
  expect(idsNear(20, 5)).toEqual([2, 1]);
  store.db.prepare('DELETE FROM passage WHERE id = 2').run();
  expect(vectors.nearest(pattern(20), 5).find((hit) => hit.id === 2)).toBeUndefined();
  expect(vectors.fragments([1, 2]).size).toBe(1);
});

test('is left to the stored vectors until all has been read', () => {
  add(...many(2100));
  expect(idsNear(20, 5)).toBeUndefined();
});

test("a session's mean vector follows its passages", () => {
  add({ id: 1, positive: DIM });
  expect(vectors.sessions([1]).get(1)![0]).toBeCloseTo(1 / Math.sqrt(DIM));
  add({ id: 2, positive: 0 });
  expect(vectors.sessions([1]).get(1)![0]).toBeCloseTo(0);
});
