import { afterEach, beforeEach, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { indexedParts, unspacedParts } from '../../src/store/words.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

const SAID = {
  chinese: '请修复oauth登录页面的超时问题',
  japanese: 'ログイン画面のタイムアウトを直して',
  korean: '로그인 페이지의 시간초과를 고쳐 주세요',
  english: 'fix the timeout of the login page',
};

let world: World;
let store: Store;

beforeEach(async () => {
  world = makeWorld();
  store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  for (const [name, text] of Object.entries(SAID)) {
    const said = speak({ session: idOf(name) });
    world.put(`-work-pond/${idOf(name)}.jsonl`, lines(said.user(text), said.reply('OK.')));
  }
  await readAll(context, world);
});
afterEach(() => {
  store.close();
  world.remove();
});

test.each([
  ['登录页面', ['登录', '录页', '页面']],
  ['修复oauth登录', ['修复', 'oauth', '登录']],
  ['登录', []],
  ['login', []],
])('inside %s stand %j', (word, parts) => {
  expect(unspacedParts(word)).toEqual(parts);
  expect(indexedParts(word)).toBe(parts.join(' '));
});

test.each([
  ['登录页面', 'chinese'],
  ['超时', 'chinese'],
  ['oauth', 'chinese'],
  ['登录 超时', 'chinese'],
  ['タイムアウト', 'japanese'],
  ['ログイン', 'japanese'],
  ['시간초과', 'korean'],
  ['timeout', 'english'],
])('without spaces between words, "%s" is found inside (%s)', async (query, session) => {
  const { hits, relevance } = await searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: Date.parse('2026-11-28') },
    searchRequest.parse({ query, mode: 'lexical' }),
  );
  expect(hits.map((hit) => hit.session_id)).toEqual([idOf(session)]);
  expect(relevance).toBe('strong');
});

test('letters that stand together nowhere are not found', async () => {
  const { hits } = await searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: Date.parse('2026-11-28') },
    searchRequest.parse({ query: '数据库迁移', mode: 'lexical' }),
  );
  expect(hits).toEqual([]);
});
