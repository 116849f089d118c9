import { expect, test } from 'vitest';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import { openStore } from '../../src/store/open.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll } from '../ingest/world.ts';
import { drawn } from '../privacy/lists/list.ts';

test('what a person answers to a question of the assistant is found as their own words, without secrets', async () => {
  const world = makeWorld();
  const pond = idOf('pond');
  const said = speak({ session: pond });
  const token = `ghp_${drawn(7).alnum(36)}`;
  const answers = {
    'How shall the fence be built?': 'Out of bamboo, never out of wire',
    'Which key?': `use ${token} and <private>the spare under the mat</private>`,
  };
  const text = `User has answered your questions: ${JSON.stringify(answers)}`;
  world.put(
    `-work-pond/${pond}.jsonl`,
    lines(
      said.user('Keep the herons out.'),
      said.call('ask', 'AskUserQuestion', {
        questions: Object.keys(answers).map((question) => ({
          question,
          options: [{ label: 'As you like', description: 'reed '.repeat(2000) }],
        })),
      }),
      said.result('ask', text, { toolUseResult: { questions: ['reed '.repeat(2000)], answers } }),
      said.reply('It stands.'),
    ),
  );
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  await readAll(context, world);
  const { hits } = await searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: Date.parse('2026-12-01') },
    searchRequest.parse({ query: 'bamboo', kinds: ['prompt'], mode: 'lexical' }),
  );
  const searched = store.db.prepare<[], string>('SELECT pieces FROM passage').pluck().all().join();
  store.close();
  world.remove();
  expect(hits.map((hit) => hit.session_id)).toEqual([pond]);
  expect(hits[0]!.snippet).toContain('prompt: Out of bamboo, never out of wire');
  expect(searched).toContain('[redacted:');
  expect(searched).not.toContain(token.slice(0, 12));
  expect(searched).not.toContain('under the mat');
});
