import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

let world: World;
let store: Store;

/** Both on the third of February, one at nine and one at eighteen; days are the machine's own. */
beforeAll(async () => {
  world = makeWorld();
  store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  for (const [name, hour, text] of [
    ['morning', 9, 'sketch the pagination of the archive'],
    ['evening', 18, 'the uploader ignores its backoff'],
  ] as const) {
    const said = speak({ session: idOf(name), start: new Date(2026, 1, 3, hour).getTime() });
    world.put(`-work-pond/${idOf(name)}.jsonl`, lines(said.user(text), said.reply('Done.')));
  }
  await readAll(context, world);
});
afterAll(() => {
  store.close();
  world.remove();
});

const ask = (query: string) =>
  searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: new Date(2026, 1, 17, 9).getTime() },
    searchRequest.parse({ query, mode: 'lexical' }),
  );
const WHOLE_DAY = 'the whole day was looked at';

test.each([
  ['what did we do on the evening of feb 3', 'evening'],
  ['what did we do on feb 3 around 9am', 'morning'],
  ['uploader on feb 3 in the evening', 'evening'],
])('"%s" is answered by that time of day', async (query, session) => {
  const { hits, notes } = await ask(query);
  expect(hits.map((hit) => hit.session_id)).toEqual([idOf(session)]);
  expect(notes?.join() ?? '').not.toContain(WHOLE_DAY);
});

test.each([
  ['what did we do around noon on feb 3', ['evening', 'morning']],
  ['uploader in the morning of feb 3', ['evening']],
])(
  'where nothing is at that time of day, the day answers ("%s"), and that is said',
  async (query, sessions) => {
    const { hits, notes } = await ask(query);
    expect(hits.map((hit) => hit.session_id).sort()).toEqual(sessions.map((name) => idOf(name)).sort());
    expect(notes?.join()).toContain(WHOLE_DAY);
  },
);

test('on another day it does not', async () => {
  const { hits, notes } = await ask('what did we do around noon on feb 4');
  expect([hits, notes?.join()]).toEqual([[], expect.stringContaining('Nothing was recorded')]);
});
