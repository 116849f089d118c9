import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptRows } from '../../src/store/kept-rows.ts';
import { openStore, type Store } from '../../src/store/open.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-kept-'));
  store = openStore(join(folder, 'her.db'));
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** Rows 1 to 9, and which of them were read. */
function reader(): { read: (ids: readonly number[]) => [number, string][]; asked: number[][] } {
  const asked: number[][] = [];
  return {
    asked,
    read: (ids) => {
      asked.push([...ids]);
      return ids.filter((id) => id < 10).map((id) => [id, `row ${id}`]);
    },
  };
}

test('what is kept is not read again', () => {
  const rows = keptRows<string>(store.db, 10);
  const { read, asked } = reader();
  expect(rows.of([1, 2, 50], read)).toEqual(
    new Map([
      [1, 'row 1'],
      [2, 'row 2'],
    ]),
  );
  expect(rows.of([2, 3], read).get(2)).toBe('row 2');
  rows.of([1, 2, 3], read);
  expect(asked).toEqual([[1, 2, 50], [3]]);
});

test('nothing is kept over a change, whoever made it', () => {
  const rows = keptRows<string>(store.db, 10);
  const { read, asked } = reader();
  rows.of([1], read);
  const other = openStore(store.path);
  other.db.exec("INSERT INTO project (path, name) VALUES ('/a', 'a')");
  other.close();
  rows.of([1], read);
  store.db.exec("INSERT INTO project (path, name) VALUES ('/b', 'b')");
  rows.of([1], read);
  rows.of([1], read);
  expect(asked).toEqual([[1], [1], [1]]);
});

test('once there are more than is said, none are kept any more', () => {
  const rows = keptRows<string>(store.db, 3);
  const { read, asked } = reader();
  rows.of([1, 2], read);
  expect(rows.of([2, 3, 4], read).size).toBe(3);
  rows.of([4], read);
  rows.of([4], read);
  expect(asked).toEqual([[1, 2], [3, 4], [4], [4]]);
});
