import { afterAll, beforeAll, expect, test } from 'vitest';
import { askingTurns } from '../../src/store/asking-session.ts';
import type { Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;

beforeAll(async () => {
  store = await storeWithSample();
});
afterAll(() => store.close());

test('a sub-agent asks for the turn that started it: neither is an answer, nor what its siblings did', () => {
  const started = store.db
    .prepare<[], { turn_id: number; call_id: string; agent_key: string }>(
      'SELECT turn_id, call_id, agent_key FROM action WHERE agent_key IS NOT NULL',
    )
    .all();
  const { turn_id: outer, call_id: spawning, agent_key: agent } = started[0]!;
  const inner = store.db
    .prepare<[string], { call_id: string; turn_id: number }>(
      'SELECT a.call_id, a.turn_id FROM action a JOIN session s ON s.id = a.session_id WHERE s.key = ?',
    )
    .all(agent);

  const byAgent = askingTurns(store, { toolUseId: inner[0]!.call_id });
  const byMain = askingTurns(store, { toolUseId: spawning });
  const whole = [outer, ...new Set(inner.map((call) => call.turn_id))].sort();
  expect(byAgent.sort()).toEqual(whole);
  expect(byMain.sort()).toEqual(whole);
});
