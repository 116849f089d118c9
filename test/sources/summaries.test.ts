import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IngestContext } from '../../src/ingest/file.ts';
import { idOf, lines, speak, type Raw } from '../ingest/records.ts';
import { makeWorld, openContext, readAll, type World } from '../ingest/world.ts';

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

const summary = (leafUuid: string | null, text = 'Heron counts'): Raw => ({
  type: 'summary',
  summary: text,
  leafUuid,
});

/** A conversation of two answers, and the uuids that they have. */
function conversation(of = 'pond'): { records: Raw[]; leaves: (string | null)[] } {
  const session = speak({ session: idOf(of), version: '2.1.12' });
  const [records, leaves]: [Raw[], (string | null)[]] = [[], []];
  for (const text of ['How many herons?', 'And egrets?']) {
    records.push(session.user(text), session.reply('Three.'));
    leaves.push(session.last());
  }
  return { records, leaves };
}

function titles(): Record<string, string | null> {
  const rows = context.store.db.prepare<[], { key: string; title: string | null }>(
    'SELECT key, title FROM session',
  );
  return Object.fromEntries(rows.all().map(({ key, title }) => [key, title]));
}

test('a summary of a message in the same file is the title of its session, the last one of several', async () => {
  const { records, leaves } = conversation();
  const path = `-work-pond/${idOf('pond')}.jsonl`;
  world.put(path, lines(...records, summary(leaves[0]!)));
  await readAll(context, world);
  expect(titles()).toEqual({ [idOf('pond')]: 'Heron counts' });
  world.append(path, lines(summary(leaves[1]!, 'Herons and egrets')));
  await readAll(context, world);
  expect(titles()).toEqual({ [idOf('pond')]: 'Herons and egrets' });
});

test('a title of its own counts more, whichever comes last', async () => {
  const { records, leaves } = conversation();
  const own = { type: 'ai-title', aiTitle: 'Egrets', sessionId: idOf('pond') };
  world.put(`-work-pond/${idOf('pond')}.jsonl`, lines(...records, own, summary(leaves[1]!)));
  await readAll(context, world);
  expect(titles()).toEqual({ [idOf('pond')]: 'Egrets' });
});

test('a summary of another session names neither', async () => {
  const [pond, lake] = [conversation('pond'), conversation('lake')];
  world.put(`-work-pond/${idOf('pond')}.jsonl`, lines(...pond.records));
  world.put(
    `-work-pond/${idOf('lake')}.jsonl`,
    lines(summary(pond.leaves[1]!), ...lake.records, summary(idOf('gone'))),
  );
  await readAll(context, world);
  expect(titles()).toEqual({ [idOf('pond')]: null, [idOf('lake')]: null });
});

test('a file of nothing but summaries is no session', async () => {
  world.put(`-work-pond/${idOf('lake')}.jsonl`, lines(summary(idOf('gone')), summary(null)));
  const { unknown_lines } = await readAll(context, world);
  expect([titles(), unknown_lines]).toEqual([{}, 0]);
});
