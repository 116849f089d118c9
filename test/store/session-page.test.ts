import { expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { openStore } from '../../src/store/open.ts';
import { listSessions } from '../../src/store/sessions.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll } from '../ingest/world.ts';

const SESSIONS = 9;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 9, 1);

test.each(['newest', 'oldest', 'turns'] as const)(
  'while sessions go on and new ones begin, pages by %s show each session of the first moment once',
  async (order) => {
    const world = makeWorld();
    const store = openStore(world.database);
    const context = ingestContext(store);
    context.lease.acquire();
    const names = Array.from({ length: SESSIONS }, (_, index) => `pond ${index}`);
    const begin = (name: string, start: number): void => {
      const said = speak({ session: idOf(name), start });
      world.put(`-work-pond/${idOf(name)}.jsonl`, lines(said.user(`Count on ${name}`), said.reply('Two.')));
    };
    for (const [index, name] of names.entries()) begin(name, START + index * HOUR);
    await readAll(context, world);

    const shown: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page <= SESSIONS; page++) {
      const answer = listSessions(store, { limit: 2, order, cursor });
      shown.push(...answer.sessions.map(({ id }) => id));
      cursor = answer.next_cursor;
      if (cursor === undefined) break;
      // Half of them get a turn more, one goes on in its turn, and one is new.
      for (const [index, name] of names.entries()) {
        const start = START + (SESSIONS + page) * HOUR;
        const said = speak({ session: idOf(`${name} ${page}`), start });
        const records = [said.user('And now?'), said.reply('Three.')].map((record) => ({
          ...record,
          sessionId: idOf(name),
        }));
        if (index % 2 === page % 2)
          world.append(`-work-pond/${idOf(name)}.jsonl`, lines(...records.slice(index === page ? 1 : 0)));
      }
      begin(`new ${page}`, START + (SESSIONS + page) * HOUR);
      await readAll(context, world);
    }
    store.close();
    world.remove();
    expect([...shown].sort()).toEqual(names.map((name) => idOf(name)).sort());
  },
);
