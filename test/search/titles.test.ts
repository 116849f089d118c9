import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namedShare } from '../../src/search/named.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest, type SearchHit } from '../../src/shared/search-answer.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

let world: World;
let store: Store;
let context: IngestContext;

beforeEach(() => {
  world = makeWorld();
  store = openStore(world.database);
  context = ingestContext(store);
  context.lease.acquire();
});
afterEach(() => {
  store.close();
  world.remove();
});

const pond = idOf('pond');
const path = `-work-pond/${pond}.jsonl`;
const said = speak({ session: pond });
const renamed = (customTitle: string): object => ({ type: 'custom-title', customTitle, sessionId: pond });
const titled = (aiTitle: string): object => ({ type: 'ai-title', aiTitle, sessionId: pond });

async function ask(query: string): Promise<{ hits: SearchHit[]; relevance: string; notes?: string[] }> {
  return searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: Date.parse('2026-03-01') },
    searchRequest.parse({ query, mode: 'lexical' }),
  );
}

async function sessionsFor(query: string): Promise<string[]> {
  return (await ask(query)).hits.map((hit) => hit.session_id);
}

test.each([
  ['Zanzibar voyage', 1],
  ['the zanzibar voyages', 1],
  ['Zanzibar', 0.75],
  ['Plan a zanzibar voyage', 2 / 3],
  ['Duck feeding', 0],
])('a question of two words is the title %j by %d', (title, share) => {
  const weights = new Map([
    ['zanzibar', 3],
    ['voyage', 1],
  ]);
  expect(namedShare(title, weights)).toBeCloseTo(share);
});

describe('a session that was renamed', () => {
  beforeEach(async () => {
    const other = speak({ session: idOf('other') });
    world.put(
      `-work-pond/${idOf('other')}.jsonl`,
      lines(other.user('Count the herons.'), other.reply('Two.')),
    );
    world.put(path, lines(said.user('Feed the ducks.'), said.reply('Done.'), renamed('Zanzibar voyage')));
    await readAll(context, world);
  });

  test('is found by its name, which nobody said', async () => {
    const { hits, relevance, notes } = await ask('the zanzibar voyage');
    expect(hits[0]).toMatchObject({ session_id: pond, title: 'Zanzibar voyage', turn: 1 });
    expect(hits[0]!.snippet).toBe('prompt: Feed the ducks.');
    expect(relevance).not.toBe('none');
    expect(notes?.join() ?? '').not.toContain('never mentions');
  });

  test('and still by what was said in it', async () => {
    expect(await sessionsFor('feed ducks')).toEqual([pond]);
  });

  test('comes before one that speaks more of it', async () => {
    const other = speak({ session: idOf('captain') });
    const talk = [1, 2, 3].flatMap(() => [
      other.user('Plan the voyage to Zanzibar: a voyage of a month.'),
      other.reply('The Zanzibar voyage begins in May; a voyage to Zanzibar needs water.'),
    ]);
    world.put(`-work-pond/${idOf('captain')}.jsonl`, lines(...talk));
    await readAll(context, world);
    expect((await sessionsFor('zanzibar voyage'))[0]).toBe(pond);
  });

  test('is found by its newest name alone', async () => {
    world.append(path, lines(renamed('Reykjavik voyage')));
    await readAll(context, world);
    expect(await sessionsFor('reykjavik')).toEqual([pond]);
    expect(await sessionsFor('zanzibar')).toEqual([]);
  });

  test('keeps the name that the person gave when the assistant makes up another', async () => {
    world.append(path, lines(titled('Duck feeding'), said.user('And the swans?'), said.reply('Fed.')));
    await readAll(context, world);
    expect(await sessionsFor('zanzibar')).toEqual([pond]);
    expect(await sessionsFor('feeding swans')).toEqual([pond]);
  });
});

test('a name that comes before the first prompt waits for it', async () => {
  world.put(path, lines(renamed('Zanzibar voyage')));
  await readAll(context, world);
  expect(await sessionsFor('zanzibar')).toEqual([]);
  world.append(path, lines(said.user('Feed the ducks.'), said.reply('Done.')));
  await readAll(context, world);
  expect(await sessionsFor('zanzibar')).toEqual([pond]);
});

test('a title the assistant made up is found as well', async () => {
  world.put(path, lines(said.user('Feed the ducks.'), said.reply('Done.'), titled('Zanzibar voyage')));
  await readAll(context, world);
  expect(await sessionsFor('zanzibar')).toEqual([pond]);
});
