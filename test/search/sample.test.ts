import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openHer, type Her } from '../../src/server/open.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import type { Asking } from '../../src/store/asking-session.ts';
import { searchRequest, type SearchAnswer } from '../../src/shared/search-answer.ts';
import { figuresOf, mean } from '../../bench/search-figures.ts';
import { ROOT, sampleHome, type SampleHome } from '../server/sample-home.ts';

const questions = z
  .array(z.object({ query: z.string(), kind: z.string(), relevant: z.record(z.string(), z.number()) }))
  .parse(JSON.parse(readFileSync(join(ROOT, 'sample', 'questions.json'), 'utf8')));
const answered = questions.filter(({ relevant }) => Object.values(relevant).includes(2));
const unanswered = questions.filter(({ relevant }) => Object.keys(relevant).length === 0);

let home: SampleHome;
let her: Her;

beforeAll(async () => {
  home = await sampleHome();
  her = openHer(home.env, () => {});
  await her.warmUp();
});

afterAll(async () => {
  await her.close();
  home.remove();
});

async function ask(
  query: string,
  more: Partial<z.input<typeof searchRequest>> = {},
  asking: Asking = {},
): Promise<Omit<SearchAnswer, 'freshness'>> {
  const { context } = her;
  const request = searchRequest.parse({ query, limit: 10, ...more });
  return searchSessions(
    { store: await context.store(), ...context.meaning(), now: context.now() },
    request,
    asking,
  );
}

/** Below what was measured, so that a chance change of rank is no failure; figures are in docs/search.md. */
const FLOORS = { hybrid: { hit1: 0.85, hit5: 0.95 }, lexical: { hit1: 0.75, hit5: 0.8 } } as const;

describe.each(['hybrid', 'lexical'] as const)('the sample, %s', (mode) => {
  test('questions find their sessions', async () => {
    const rows = [];
    for (const { query, relevant } of answered) {
      const { hits } = await ask(query, { mode });
      rows.push(
        figuresOf(
          hits.map((hit) => hit.session_id),
          relevant,
        ),
      );
    }
    expect(mean(rows.map((row) => row.hit1))).toBeGreaterThanOrEqual(FLOORS[mode].hit1);
    expect(mean(rows.map((row) => row.hit5))).toBeGreaterThanOrEqual(FLOORS[mode].hit5);
  });
});

test('what never happened has at most a few hits, and the answer says that none fits', async () => {
  const answers = await Promise.all(unanswered.map(({ query }) => ask(query)));
  const none = answers.filter((answer) => answer.relevance === 'none');
  expect(none.length).toBeGreaterThanOrEqual(unanswered.length - 1);
  for (const { hits, notes } of none) {
    expect(hits.length).toBeLessThanOrEqual(5);
    expect(notes?.join()).toContain('Nothing in the history clearly answers this');
  }
});

test('what only comes nearest is a line each, with all that the next call takes', async () => {
  const [answer] = (await Promise.all(unanswered.map(({ query }) => ask(query)))).filter(
    ({ relevance, hits }) => relevance === 'none' && hits.length > 0,
  );
  for (const hit of answer!.hits) {
    expect(Object.keys(hit)).toEqual(
      'session_id turn project title started_at score matched snippet resume uri next'.split(' '),
    );
    expect(hit.title.length).toBeLessThanOrEqual(60);
    expect(hit.snippet.length).toBeLessThanOrEqual(120);
    expect(hit.next).toMatchObject({ tool: 'replay_session', arguments: { session: expect.any(String) } });
  }
  const others = (await Promise.all(answered.map(({ query }) => ask(query)))).flatMap(({ hits }) => hits);
  expect(others.some(({ outcome, files }) => outcome !== undefined && files !== undefined)).toBe(true);
});

test('a day on which nothing happened is not answered with other days', async () => {
  const { interpreted, hits, relevance, notes } = await ask('3 January 2019');
  expect(interpreted.terms).toEqual([]);
  expect([hits, relevance, notes]).toEqual([
    [],
    'none',
    ['Nothing was recorded in what the question is limited to; list_sessions shows what there is.'],
  ]);
});

test('the same question asked twice has the same answer', async () => {
  expect(await ask('oauth login with pkce')).toEqual(await ask('oauth login with pkce'));
});

test('pages follow one another without a gap or a repeat', async () => {
  const whole = (await ask('oauth login with pkce', { limit: 12 })).hits.map((hit) => hit.session_id);
  const first = await ask('oauth login with pkce', { limit: 1 });
  const second = await ask('oauth login with pkce', { limit: 1, cursor: first.next_cursor });
  expect([...first.hits, ...second.hits].map((hit) => hit.session_id)).toEqual(whole.slice(0, 2));
});

test('a cursor of another question, of other filters or of none is refused with what to do', async () => {
  const { next_cursor: cursor } = await ask('oauth login with pkce', { limit: 1 });
  const anotherQuestion = /goes on with another question.*leave cursor out/;
  await expect(ask('terraform state lock', { cursor })).rejects.toThrow(anotherQuestion);
  await expect(ask('oauth login with pkce', { cursor, kinds: ['error'] })).rejects.toThrow(anotherQuestion);
  await expect(ask('oauth login with pkce', { cursor: 'page 2' })).rejects.toThrow(/"page 2" is no cursor/);
  expect((await ask('oauth login with pkce', { cursor, limit: 3 })).hits).not.toEqual([]);
});

test('no hit has a higher score than one before it', async () => {
  for (const { query } of questions) {
    const scores = (await ask(query, { limit: 20 })).hits.map((hit) => hit.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  }
});

test('of a search limited to kinds, nothing else is shown', async () => {
  for (const kind of ['prompt', 'reply', 'command', 'edit', 'error', 'commit'] as const) {
    const { hits } = await ask('oauth login redirect', { kinds: [kind], limit: 20 });
    expect(hits).not.toEqual([]);
    for (const { snippet } of hits) expect(snippet).toMatch(new RegExp(`^${kind}: \\S`));
  }
});

test.each(['terrafrom', 'etrraform', 'trrraform', 'tterraform'])(
  'a mistyped word (%s) is looked for as the word that is meant, and the answer says so',
  async (typed) => {
    const { notes, hits } = await ask(`${typed} state lock`, { mode: 'lexical' });
    expect(notes?.join()).toContain(typed);
    expect(hits[0]?.snippet.toLowerCase()).toContain('state');
  },
);

test('when no passage holds all of the words, the answer says so', async () => {
  expect((await ask('oauth pkce zeppelin')).notes?.join()).toContain('zeppelin');
  expect((await ask('redirect_uri_mismatch')).notes?.join() ?? '').not.toContain('holds all');
});

test.each(['"', '*', 'a AND', 'NEAR(x y)', "it's -- a; DROP TABLE turn", 'col : x', '--', '🦆', '^^'])(
  'no question is a syntax error: %s',
  async (query) => {
    await expect(ask(query)).resolves.toHaveProperty('hits');
  },
);

test('a filter acts before ranking: what does not fit is no hit', async () => {
  const all = await ask('oauth', { limit: 20 });
  const project = all.hits[0]!.project;
  const within = await ask('oauth', { limit: 20, project });
  expect(within.hits.length).toBeGreaterThan(0);
  for (const hit of within.hits) expect(hit.project).toBe(project);
  const until = '2026-10-01';
  for (const hit of (await ask('oauth', { limit: 20, until })).hits)
    expect(Date.parse(hit.started_at)).toBeLessThan(Date.parse('2026-10-02'));
});

test('a project that is not known has no hits, and the answer says so', async () => {
  const { hits, notes } = await ask('oauth', { project: 'zeppelin' });
  expect(hits).toEqual([]);
  expect(notes?.join()).toContain('zeppelin');
});

test('a time that holds no clear answer yields to a clear answer outside it, and the answer says so', async () => {
  const { hits: anyTime } = await ask('redirect_uri_mismatch');
  const { hits, notes, interpreted } = await ask('redirect_uri_mismatch in october');
  expect(anyTime[0]!.started_at < interpreted.since!).toBe(true);
  expect(hits[0]!.session_id).toBe(anyTime[0]!.session_id);
  expect(notes?.join()).toMatch(/other times come first|from any time/);
});

test('beside a hit that answers, hits far fainter are left out', async () => {
  const { relevance, hits } = await ask('OAuth redirect_uri_mismatch behind the proxy', { limit: 12 });
  expect(relevance).toBe('strong');
  const best = Math.max(...hits.map((hit) => hit.score));
  expect(hits.filter((hit) => hit.score < 0.04 * best)).toEqual([]);
});
