import { expect, test } from 'vitest';
import { builtInModelFolder, openEmbedder } from '../../src/embed/open.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import { embedNext } from '../../src/ingest/embed-queue.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { openStore } from '../../src/store/open.ts';
import { vectorWriter } from '../../src/store/vector-writer.ts';
import { storedVectors } from '../../src/store/vectors.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll } from '../ingest/world.ts';

test('of a session, the turn that was just stored is shown for its own word, before it has a vector', async () => {
  const world = makeWorld();
  const pond = idOf('pond');
  const path = `-work-pond/${pond}.jsonl`;
  const said = speak({ session: pond });
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  const embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
  world.put(path, lines(said.user('Which ducks swim on the pond?'), said.reply('The mallards swim there.')));
  await readAll(context, world);
  const vectors = vectorWriter(store, embedder.model, embedder.dim);
  while ((await embedNext(store, context.lease, vectors, embedder)) > 0);
  world.append(path, lines(said.user('Paint the gate'), said.reply('It has the colour zqvermilion now.')));
  await readAll(context, world);
  expect(vectors.pendingCount()).toBe(1);
  await storedVectors(store, embedder.model, embedder.dim)?.read();
  const { hits } = await searchSessions(
    { store, embedder, hasMeaning: 'ready', now: Date.parse('2026-12-01') },
    searchRequest.parse({ query: 'zqvermilion' }),
  );
  await embedder.close();
  store.close();
  world.remove();
  expect(hits.map(({ session_id, turn }) => [session_id, turn])).toEqual([[pond, 2]]);
});
