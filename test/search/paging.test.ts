import { expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { openStore } from '../../src/store/open.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll } from '../ingest/world.ts';

const SESSIONS = 12;

test('while sessions grow and new ones begin, pages show each session of the first moment once', async () => {
  const world = makeWorld();
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  const told = (name: string, prompts: readonly string[]): string => {
    const said = speak({ session: idOf(name) });
    return lines(...prompts.flatMap((prompt) => [said.user(prompt), said.reply('They were counted.')]));
  };
  const pathOf = (name: string): string => `-work-pond/${idOf(name)}.jsonl`;
  const names = Array.from({ length: SESSIONS }, (_, index) => `pond ${index}`);
  const prompts = (index: number): string[] => [
    `Count the herons on pond ${index}${' and the ducks'.repeat(index)}`,
  ];
  for (const [index, name] of names.entries()) world.put(pathOf(name), told(name, prompts(index)));
  await readAll(context, world);

  const shown: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page <= SESSIONS; page++) {
    const request = searchRequest.parse({ query: 'herons', limit: 3, cursor });
    const answer = await searchSessions(
      { store, embedder: null, hasMeaning: 'off', now: Date.parse('2026-12-01') },
      request,
    );
    shown.push(...answer.hits.map((hit) => hit.session_id));
    cursor = answer.next_cursor;
    if (cursor === undefined) break;
    // The last ones now speak of herons more than all others, and so does a new one.
    for (const [index, name] of names.entries()) {
      const later = page % 2 === 0 ? SESSIONS - index : index;
      const more = Array.from({ length: later }, () => `Herons, herons, again herons, page ${page}`);
      world.put(pathOf(name), told(name, [...prompts(index), ...more]));
    }
    world.put(pathOf(`new ${page}`), told(`new ${page}`, ['herons herons herons']));
    await readAll(context, world);
  }
  store.close();
  world.remove();
  expect([...shown].sort()).toEqual(names.map((name) => idOf(name)).sort());
});
