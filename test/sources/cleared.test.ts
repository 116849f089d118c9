import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestContext } from '../../src/ingest/file.ts';
import { lines, speak } from '../ingest/records.ts';
import { makeWorld, openContext, readAll, type World } from '../ingest/world.ts';

const AT = Date.UTC(2026, 10, 1);
const OLD = '00000000-0000-4000-8000-000000000001';
const NEW = '00000000-0000-4000-8000-000000000002';
let world: World;
let context: IngestContext;
beforeEach(() => {
  world = makeWorld();
  context = openContext(world);
});
afterEach(() => {
  context.store.close();
  world.remove();
});

const session = speak({ session: NEW, start: AT - 1000 });
const beginning = lines(session.user('<command-name>/clear</command-name>'), session.user('And now?'));
const typed = (at: number, more: object = {}): string =>
  JSON.stringify({ display: '/clear', timestamp: at, project: '/work/pond', sessionId: OLD, ...more }) + '\n';

function parent(): unknown {
  return context.store.db.prepare('SELECT parent_kind AS kind, parent_key AS key FROM session').get();
}

describe('a session that begins with /clear', () => {
  it.each([
    ['typed a moment before', typed(AT - 5), OLD],
    ['the nearest of several', typed(AT - 900, { sessionId: 'another' }) + typed(AT - 3), OLD],
    ['typed in another folder', typed(AT - 5, { project: '/work/lake' }), null],
    ['typed long before', typed(AT - 60_000), null],
    ['typed in itself', typed(AT - 5, { sessionId: NEW }), null],
    ['in a list whose last line is not whole', typed(AT - 5) + '{"display":"/clear', OLD],
    ['in a list that is no JSON', '{"display":"/clear", no}', null],
  ])('%s', async (_, list, key) => {
    world.put('../history.jsonl', list);
    world.put(`-work-pond/${NEW}.jsonl`, beginning);
    await readAll(context, world);
    expect(parent()).toEqual({ kind: key && 'clear', key });
  });

  it('is linked when the list is written a little later', async () => {
    world.put(`-work-pond/${NEW}.jsonl`, beginning);
    await readAll(context, world);
    expect(parent()).toEqual({ kind: null, key: null });
    world.put('../history.jsonl', typed(AT - 5));
    world.append(`-work-pond/${NEW}.jsonl`, lines(session.user('And then?')));
    await readAll(context, world);
    expect(parent()).toEqual({ kind: 'clear', key: OLD });
  });
});
