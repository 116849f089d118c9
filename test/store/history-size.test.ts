import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newestPassage, passageCount } from '../../src/store/history-size.ts';
import { openStore, type Store } from '../../src/store/open.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-count-'));
  store = openStore(join(folder, 'her.db'));
  store.db.exec(`INSERT INTO session (id, key, source, born) VALUES (1, 'one', 'test', 0);
    INSERT INTO turn (id, session_id, n, role, prompt) VALUES (1, 1, 1, 'person', '')`);
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function add(id: number): void {
  store.db
    .prepare("INSERT INTO passage (id, turn_id, seq, at, chars, pieces) VALUES (?, 1, ?, 0, 6, '[]')")
    .run(id, id);
  store.db.prepare("INSERT INTO passage_words (rowid, prompts) VALUES (?, 'herons')").run(id);
}

const counted = (): number =>
  store.db.prepare<[], number>('SELECT count(*) FROM passage').pluck().get() ?? -1;

test('passages are counted as they are, also when growing turns gave them new ids', () => {
  expect([passageCount(store), newestPassage(store)]).toEqual([0, 0]);
  for (let id = 1; id <= 300; id++) add(id);
  expect([passageCount(store), newestPassage(store)]).toEqual([counted(), 300]);
  store.db.exec('DELETE FROM passage WHERE id % 2 = 1');
  add(901);
  expect([passageCount(store), newestPassage(store)]).toEqual([151, 901]);
  expect(counted()).toBe(151);
});
