import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Event } from '../../src/shared/events.ts';
import { BLOCK_BYTES, detailLine, detailWriter, readDetail } from '../../src/store/detail.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { makeWorld, type World } from '../ingest/world.ts';

let world: World;
let store: Store;
beforeEach(() => {
  world = makeWorld();
  store = openStore(world.database);
  store.db.exec(`INSERT INTO session (id, key, source, born) VALUES (1, 's', 'x', 0);
    INSERT INTO turn (id, session_id, n, role, prompt) VALUES (1, 1, 1, 'person', ''), (2, 1, 2, 'person', '')`);
});
afterEach(() => {
  store.close();
  world.remove();
});

const replies = (count: number): Event[] =>
  Array.from({ length: count }, (_, n) => ({
    type: 'reply',
    session: 's',
    at: n,
    text: `${n} ${'é'.repeat(n % 997)}\n`,
    model: null,
  }));
const blocks = (turn: number) =>
  store.db.prepare('SELECT seq, bytes, data FROM detail WHERE turn_id = ? ORDER BY seq').all(turn);

it('what is read is what was written, in order, without the session', () => {
  const events = replies(400);
  detailWriter(store).append(1, events.map(detailLine));
  expect(readDetail(store, 1)).toEqual(events.map((event) => ({ ...event, session: undefined })));
  expect(blocks(1).length).toBeGreaterThan(2);
});

it('one by one leaves the same bytes as all at once', () => {
  const writer = detailWriter(store);
  const events = replies(400);
  writer.append(1, events.map(detailLine));
  for (const event of events) writer.append(2, [detailLine(event)]);
  expect(blocks(2)).toEqual(blocks(1));
});

it('an event larger than a block is a block', () => {
  const event: Event = { type: 'reply', session: 's', at: 0, text: 'x'.repeat(3 * BLOCK_BYTES), model: null };
  detailWriter(store).append(1, [event, ...replies(1)].map(detailLine));
  expect(blocks(1)).toHaveLength(2);
  expect(readDetail(store, 1)[0]).toMatchObject({ text: event.text });
});
