import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { openStore } from '../../src/store/open.ts';
import { idOf, lines, speak, type Raw } from '../ingest/records.ts';
import { makeWorld, readAll } from '../ingest/world.ts';
import { storeWithSample } from '../sample-store.ts';

test('a hit in a session whose records tell no time is dated by its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'her-hits-'));
  const project = join(folder, 'projects', '-home-mira-pond');
  mkdirSync(project, { recursive: true });
  const line = {
    type: 'user',
    uuid: '5b0bd1c2-0000-4000-8000-000000000001',
    sessionId: '5b0bd1c2-0000-4000-8000-000000000000',
    cwd: '/home/mira/pond',
    message: { role: 'user', content: 'how many quokkas are there' },
  };
  const before = Date.now() - 1000;
  writeFileSync(join(project, `${line.sessionId}.jsonl`), JSON.stringify(line) + '\n');
  const store = await storeWithSample(folder);
  const context = { store, embedder: null, hasMeaning: 'off', now: Date.now() } as const;
  const { hits } = await searchSessions(context, searchRequest.parse({ query: 'quokkas' }));
  store.close();
  expect(hits).toHaveLength(1);
  expect(Date.parse(hits[0]!.started_at)).toBeGreaterThan(before);
});

test("what a sub-agent found is led back to the turn that started it, with the sub-agent's files", async () => {
  const world = makeWorld();
  const session = idOf('lake');
  const said = speak({ session });
  const agent = speak({ session });
  const ofAgent = (record: Raw): Raw => ({
    ...record,
    uuid: idOf('agent', String(record['uuid'])),
    isSidechain: true,
    agentId: 'a1',
  });
  world.put(
    `-work-pond/${session}.jsonl`,
    lines(
      said.user('Who counts the birds?'),
      said.call('toolu_1', 'Task', { prompt: 'Look for the counter', subagent_type: 'Explore' }),
      said.result('toolu_1', 'It is in src.', { toolUseResult: { status: 'completed', agentId: 'a1' } }),
      said.reply('A helper in src does.'),
    ),
  );
  world.put(
    `-work-pond/${session}/subagents/agent-a1.jsonl`,
    lines(
      ...[
        agent.user('Look for the counter'),
        agent.call('toolu_2', 'Read', { file_path: '/work/pond/src/quokkas.ts' }),
        agent.result('toolu_2', 'export {}'),
        agent.reply('The quokkas are counted in src/quokkas.ts.'),
      ].map(ofAgent),
    ),
  );
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  await readAll(context, world);
  const { hits } = await searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: Date.now() },
    searchRequest.parse({ query: 'quokkas counted' }),
  );
  store.close();
  world.remove();
  expect(hits).toHaveLength(1);
  expect(hits[0]).toMatchObject({
    session_id: session,
    turn: 1,
    subagent: `${session}/agent-a1`,
    files: ['/work/pond/src/quokkas.ts'],
    next: { arguments: { session: `${session}/agent-a1` } },
  });
});
