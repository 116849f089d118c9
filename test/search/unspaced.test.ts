import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexedParts, unspacedParts } from '../../src/store/words.ts';
import { smallHistory, type SmallHistory } from './small-history.ts';

const SAID = {
  chinese: { prompt: '请修复oauth登录页面的超时问题' },
  japanese: { prompt: 'ログイン画面のタイムアウトを直して' },
  korean: { prompt: '로그인 페이지의 시간초과를 고쳐 주세요' },
  english: { prompt: 'fix the timeout of the login page' },
};

let history: SmallHistory;
beforeAll(async () => {
  history = await smallHistory(SAID, Date.parse('2026-11-28'));
});
afterAll(() => history.remove());

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
  expect(await history.namesFor(query)).toEqual([session]);
  expect((await history.ask(query)).relevance).toBe('strong');
});

test('letters that stand together nowhere are not found', async () => {
  expect(await history.namesFor('数据库迁移')).toEqual([]);
});
