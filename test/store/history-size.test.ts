import { afterEach, beforeEach, expect, test } from 'vitest';
import { newestPassage, passageCount } from '../../src/store/history-size.ts';
import type { Store } from '../../src/store/open.ts';
import { storeOfOneTurn } from './one-turn.ts';

let store: Store;
let remove: () => void;

beforeEach(() => ({ store, remove } = storeOfOneTurn()));
afterEach(() => remove());

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
