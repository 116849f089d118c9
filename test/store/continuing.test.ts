import { beforeEach, expect, test } from 'vitest';
import { continuations } from '../../src/store/continuing.ts';
import type { Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

const PARENT = 'c0ef4b1a-1aa3-4646-b587-18990ee77fb9';
const FORK = '46f3069c-9157-49f5-8ddd-6502fc931204';
/** The same branch, a week apart. */
const FIRST = '0249b2ca-9d4c-486d-9470-5199592c980a';
const LATER = '663d45bb-0c61-4d25-b36d-eabf7f68b872';
const DAY = 86_400_000;

let store: Store;
beforeEach(async () => {
  store = await storeWithSample();
});

function moveLater(days: number): void {
  store.db
    .prepare('UPDATE session SET started_at = started_at + @by, ended_at = ended_at + @by WHERE key = @key')
    .run({ by: days * DAY, key: FIRST });
}

test('a fork continues its parent', () => {
  const found = continuations(store, [PARENT, FORK]);
  expect(found.get(FORK)).toEqual({ continues: PARENT });
  expect(found.get(PARENT)).toEqual({ continued_by: FORK });
});

test('the same branch on the next day is the same task, a week later it is not', () => {
  expect(continuations(store, [FIRST, LATER])).toEqual(new Map());
  moveLater(6);
  expect(continuations(store, [FIRST, LATER])).toEqual(
    new Map([
      [FIRST, { continued_by: LATER }],
      [LATER, { continues: FIRST }],
    ]),
  );
});

test('on the trunk it is not', () => {
  moveLater(6);
  for (const key of [FIRST, LATER])
    store.db.prepare("UPDATE session SET branch = 'main' WHERE key = ?").run(key);
  expect(continuations(store, [FIRST, LATER])).toEqual(new Map());
});
