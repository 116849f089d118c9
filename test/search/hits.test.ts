import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
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
