import { afterEach, beforeEach, expect, it } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { openStore } from '../../src/store/open.ts';
import { idOf, lines, speak } from './records.ts';
import { makeWorld, readAll, type World } from './world.ts';

let world: World;
beforeEach(() => (world = makeWorld()));
afterEach(() => world.remove());

it('a fork whose copy has the answer before its prompt is read, and the prompt stays where it was said', async () => {
  const [main, fork] = [idOf('main'), idOf('fork')];
  const one = speak({ session: main });
  const prompt = one.user('Count the herons.');
  const reply = one.reply('Two.');
  const copied = (record: object): object => ({ ...record, sessionId: fork });
  world.put(`-work-pond/${main}.jsonl`, lines(prompt, reply));
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  await readAll(context, world);
  world.put(`-work-pond/${fork}.jsonl`, lines(copied(reply), copied(prompt)));
  await readAll(context, world);
  const owners = store.db
    .prepare<[], { key: string }>(
      "SELECT s.key FROM turn t JOIN session s ON s.id = t.session_id WHERE t.prompt = 'Count the herons.'",
    )
    .all();
  const unread = store.db.prepare<[], { error: string | null }>('SELECT error FROM file').all();
  store.close();
  expect(owners).toEqual([{ key: main }]);
  expect(unread.every(({ error }) => error === null)).toBe(true);
});
