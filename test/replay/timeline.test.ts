import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaySession } from '../../src/replay/replay-session.ts';
import { replayRequest } from '../../src/shared/replay-answer.ts';
import { finishForgetting, recordForgetting, sessionsToForget } from '../../src/store/forget.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { idOf, lines, speak, type Raw } from '../ingest/records.ts';
import { makeWorld, openContext, readAll, type World } from '../ingest/world.ts';

const ORIGIN = idOf('origin');
const FORK = idOf('fork');
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

function replayed(session: string): [string, string | undefined, boolean | undefined][] {
  const { turns } = replaySession(context.store, replayRequest.parse({ session }), Date.now());
  return turns.map((turn) => [turn.prompt, turn.inherited_from, turn.rewound]);
}

/** The same records under another session, as the client copies them. */
const copied = (records: Raw[]): Raw[] =>
  records.map((record) => ({ ...record, sessionId: FORK, requestSessionId: ORIGIN }));

describe('a fork whose origin was rewound afterwards', () => {
  const say = speak({ session: ORIGIN });
  const first = [say.user('Dig a pond'), say.reply('Dug.')];
  const branch = say.last();
  const second = [say.user('Add ducks'), say.reply('Added.')];
  const own = speak({ session: FORK, start: Date.UTC(2026, 10, 2) });
  const forked = lines(...copied([...first, ...second]), own.user('And a heron'), own.reply('It came.'));
  say.goBackTo(branch);
  const origin = lines(...first, ...second, say.user('Add geese instead'), say.reply('Done.'));

  it.each([
    ['origin', 'fork'],
    ['fork', 'origin'],
  ])('still begins with what it inherited (%s read first)', async (...order) => {
    for (const which of order) {
      if (which === 'fork') world.put(`-work-pond/${FORK}.jsonl`, forked);
      else world.put(`-work-pond/${ORIGIN}.jsonl`, origin);
      await readAll(context, world);
    }
    expect(replayed(FORK)).toEqual([
      ['Dig a pond', ORIGIN, undefined],
      ['Add ducks', ORIGIN, undefined],
      ['And a heron', undefined, undefined],
    ]);
    expect(replayed(ORIGIN)).toEqual([
      ['Dig a pond', undefined, undefined],
      ['Add ducks', undefined, true],
      ['Add geese instead', undefined, undefined],
    ]);
  });

  it('when its origin is forgotten, no id of what it inherited stays', async () => {
    world.put(`-work-pond/${ORIGIN}.jsonl`, origin);
    world.put(`-work-pond/${FORK}.jsonl`, forked);
    await readAll(context, world);
    const { store, lease } = context;
    recordForgetting(store, lease, sessionsToForget(store, { sessions: [ORIGIN] }));
    finishForgetting(store, lease);
    expect(store.db.prepare('SELECT count(*) FROM inherited').pluck().get()).toBe(0);
    expect(replayed(FORK)).toEqual([['And a heron', undefined, undefined]]);
  });

  it('that has said nothing of its own is called by what it inherited', async () => {
    world.put(`-work-pond/${ORIGIN}.jsonl`, origin);
    world.put(`-work-pond/${FORK}.jsonl`, lines(...copied([...first, ...second])));
    await readAll(context, world);
    const { session } = replaySession(context.store, replayRequest.parse({ session: FORK }), Date.now());
    expect(session.title).toBe('Dig a pond');
  });
});
