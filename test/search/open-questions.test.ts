import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import type { Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});
afterAll(() => store.close());

/** After all of the sample's sessions. */
const NOW = new Date(2026, 10, 28, 9).getTime();
const ask = (query: string, more: object = {}) =>
  searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: NOW },
    searchRequest.parse({ query, mode: 'lexical', ...more }),
  );

test('of what was pasted into a question, beginning and end are looked for, and that is said', async () => {
  const pasted = `${'noise '.repeat(1000)}redirect_uri_mismatch`;
  const { query, hits, notes } = await ask(pasted);
  expect(hits[0]?.session_id).toBe('663d45bb-0c61-4d25-b36d-eabf7f68b872');
  expect(query.length).toBeLessThanOrEqual(400);
  expect(notes?.join()).toContain('find_errors takes a pasted error whole');
  expect((await ask('redirect_uri_mismatch')).notes?.join() ?? '').not.toContain('pasted');
});

describe('what was done, without a word to look for', () => {
  test('in a time in which nothing was done, is nothing', async () => {
    const answer = await ask('what happened in 2020?');
    expect(answer).toMatchObject({ relevance: 'none', hits: [] });
  });

  test('before a day, is what lies before it', async () => {
    const { hits, relevance } = await ask('which sessions were before september 1?');
    expect(relevance).toBe('strong');
    expect(hits.length).toBeGreaterThan(0);
    for (const hit of hits) expect(Date.parse(hit.started_at)).toBeLessThan(new Date(2026, 8, 1).getTime());
  });

  test.each(['what did I do last', 'the latest session', 'do it again', '🦆'])(
    'at no time ("%s"), is a matter of lists: the answer names them',
    async (query) => {
      const { notes, interpreted, relevance } = await ask(query);
      expect(relevance).toBe('none');
      expect(interpreted.terms).toEqual([]);
      expect(notes?.join()).toContain('list_sessions');
      const within = await ask(query, { since: 'last month' });
      expect(within.notes?.join() ?? '').not.toContain('list_sessions');
    },
  );

  test('a word that could mean work in general is looked for when it stands alone', async () => {
    expect((await ask('session')).interpreted.terms).toEqual(['session']);
  });
});
