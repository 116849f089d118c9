import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesOf } from '../../src/store/passage-places.ts';
import { sessionFacts } from '../../src/store/session-facts.ts';
import type { Store } from '../../src/store/open.ts';
import { storeOfOneTurn } from './one-turn.ts';

let store: Store;
let remove: () => void;

beforeEach(() => ({ store, remove } = storeOfOneTurn()));
afterEach(() => remove());

test('places of very many passages are told at once', () => {
  const many = 150_000;
  store.db.exec(`INSERT INTO passage (turn_id, seq, at, chars, pieces)
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${String(many)}) SELECT 1, n, n, 0, '[]' FROM n`);
  const places = placesOf(
    store,
    Array.from({ length: many }, (_, index) => index + 1),
  );
  expect(places.size).toBe(many);
  expect(places.get(many)).toEqual({ id: many, turn_id: 1, at: many, session_id: 1, root_id: 1 });
});

test('a sub-agent belongs to its session also when that comes on record later', () => {
  store.db
    .exec(`INSERT INTO session (id, key, source, born, parent_kind) VALUES (2, 'three/agent-1', 'test', 0, 'subagent');
    INSERT INTO turn (id, session_id, n, role, prompt) VALUES (2, 2, 1, 'task', '')`);
  const known = { whereIs: () => ({ turn: 2, session: 2, time: 0 }), facts: sessionFacts() };
  const root = (): number | undefined => placesOf(store, [1], known).get(1)?.root_id;
  expect(root()).toBe(2);
  store.db.exec("INSERT INTO session (id, key, source, born) VALUES (3, 'three', 'test', 0)");
  expect(root()).toBe(3);
  store.db.exec("UPDATE session SET key = 'four' WHERE id = 3");
  expect(root()).toBe(3);
});
