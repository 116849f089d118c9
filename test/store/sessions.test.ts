import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { listSessions, type SessionListing } from '../../src/store/sessions.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});
afterAll(() => store.close());

const list = (listing: Partial<SessionListing> = {}) => listSessions(store, { limit: 100, ...listing });

test('the latest activity comes first', () => {
  const ended = list().sessions.map((session) => session.ended_at);
  expect(ended).toEqual(ended.toSorted().reverse());
});

test('sub-agents are counted with the session they served, and not listed', () => {
  const { sessions, total } = list();
  expect(total).toBe(14);
  expect(sessions.some(({ id }) => id.includes('/'))).toBe(false);
  expect(
    sessions
      .filter((session) => session.subagents)
      .map(({ id }) => id.slice(0, 8))
      .toSorted(),
  ).toEqual(['2988b687', '53ff6a53', 'd7c6e306']);
});

test('a fork names its parent and counts the turns of its conversation', () => {
  expect(list().sessions.find(({ id }) => id.startsWith('46f3069c'))).toMatchObject({
    turns: 3,
    parent: { id: 'c0ef4b1a-1aa3-4646-b587-18990ee77fb9', kind: 'fork' },
  });
});

test('tokens of a forked conversation are counted once', () => {
  const sum = list().sessions.reduce((total, session) => total + session.tokens.output, 0);
  const stored = store.db.prepare<[], { n: number }>('SELECT sum(output) AS n FROM usage').get()?.n;
  expect(sum).toBe(stored);
});

test('a session without a turn is not listed', () => {
  store.db.prepare("INSERT INTO session (key, source, born) VALUES ('empty', 'claude-code', 1)").run();
  expect(list().sessions.some(({ id }) => id === 'empty')).toBe(false);
  store.db.prepare("DELETE FROM session WHERE key = 'empty'").run();
});

describe('filters', () => {
  test.each([
    ['harbor-api', 6],
    ['HARBOR-API', 6],
    ['/home/mira/code/fieldnotes', 2],
    ['/home/mira/code/fieldnotes/', 2],
    ['tide', 4],
    ['Harbor API', 6],
  ])('project %s', (project, count) => {
    expect(list({ project }).total).toBe(count);
  });

  test('an unknown project is an error that says so', () => {
    expect(() => list({ project: 'nowhere' })).toThrow(expect.objectContaining({ code: 'unknown-project' }));
  });

  test('a period takes sessions with any activity in it', () => {
    const since = Date.parse('2026-09-03T12:00:00Z');
    const { sessions } = list({ since, until: since + 60_000 });
    expect(sessions.map(({ id }) => id.slice(0, 8))).toEqual(['663d45bb']);
  });
});

describe('pages', () => {
  test('by cost, the dearest come first', () => {
    const costs = list({ order: 'cost' }).sessions.map(({ cost_usd: cost }) => cost ?? -1);
    expect(new Set(costs).size).toBeGreaterThan(3);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
  });

  test.each(['newest', 'oldest', 'turns', 'cost', 'pushback'] as const)(
    'by %s hold each session once',
    (order) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = list({ limit: 4, order, cursor });
        found.push(...page.sessions.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      expect(found).toEqual(list({ order }).sessions.map(({ id }) => id));
      expect(new Set(found).size).toBe(14);
    },
  );

  test('a session that becomes active between two pages moves nothing', () => {
    const first = list({ limit: 3 });
    const [oldest] = list({ order: 'oldest' }).sessions;
    const restore = store.db.prepare<[number, string]>('UPDATE session SET ended_at = ? WHERE key = ?');
    restore.run(Date.parse('2026-11-22'), oldest!.id);
    const second = list({ limit: 3, cursor: first.next_cursor });
    restore.run(Date.parse(oldest!.ended_at), oldest!.id);
    expect(second.sessions).toEqual(list().sessions.slice(3, 6));
  });

  test('a page is not longer than asked, but never empty', () => {
    const page = list({ maxChars: 1000 });
    expect(JSON.stringify(page.sessions).length).toBeLessThanOrEqual(1000);
    expect(list({ maxChars: 10 }).sessions).toHaveLength(1);
    expect(list({ cursor: page.next_cursor }).sessions[0]?.id).toBe(
      list().sessions[page.sessions.length]?.id,
    );
  });

  test('a cursor of another list is refused', () => {
    const { next_cursor: cursor } = list({ limit: 2 });
    expect(() => list({ order: 'turns', cursor })).toThrow(expect.objectContaining({ code: 'bad-cursor' }));
  });
});
