import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshnessOf } from '../../src/server/freshness.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, openContext, readAll, type World } from '../ingest/world.ts';

let world: World;
beforeEach(() => (world = makeWorld()));
afterEach(() => world.remove());

test('what waits in other transcripts is counted; the one of the session that asks is not', async () => {
  const mine = speak({ session: idOf('mine') });
  const other = speak({ session: idOf('other') });
  const [myPath, otherPath] = [`-p/${idOf('mine')}.jsonl`, `-p/${idOf('other')}.jsonl`];
  world.put(myPath, lines(mine.user('First')));
  world.put(otherPath, lines(other.user('First')));
  const context = openContext(world);
  await readAll(context, world);
  const env = { ...world.env, CLAUDE_CODE_SESSION_ID: idOf('mine') };
  world.append(myPath, lines(mine.user('What did I do?')));
  expect(freshnessOf(context.store, env)()).toMatchObject({ behind_files: 0, behind_bytes: 0 });
  expect(freshnessOf(context.store, world.env)()).toMatchObject({ behind_files: 1 });
  world.append(otherPath, lines(other.user('Second')));
  expect(freshnessOf(context.store, env)()).toMatchObject({ behind_files: 1 });
  context.store.close();
});
