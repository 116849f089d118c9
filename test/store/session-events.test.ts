import { afterAll, beforeAll, expect, test } from 'vitest';
import { makesCommit } from '../../src/shared/git-commit.ts';
import type { Store } from '../../src/store/open.ts';
import { listSessions, type SessionListing } from '../../src/store/sessions.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});
afterAll(() => store.close());

const listed = (listing: Partial<SessionListing>): string[] =>
  listSessions(store, { limit: 100, ...listing })
    .sessions.map(({ id }) => id.slice(0, 8))
    .toSorted();

test('sessions with a failed call', () => {
  expect(listed({ with: ['error'] })).toEqual([
    '04630a0e', '2988b687', '352b3397', '3b8a2a95', '5fd4f4fe', 'd7c6e306',
  ]); // prettier-ignore
});

test('sessions with a commit', () => {
  const found = listed({ with: ['commit'] });
  expect(found).toEqual(expect.arrayContaining(['0249b2ca', '352b3397', '5fd4f4fe', '663d45bb']));
  expect(found).not.toContain('3b8a2a95');
});

test('sessions with a sub-agent; what it called counts towards the session it served', () => {
  expect(listed({ with: ['subagent'] })).toEqual(['2988b687', '53ff6a53', 'd7c6e306']);
  expect(listed({ tool: 'Glob' })).toEqual(['d7c6e306']);
});

test('sessions with a stopped turn', () => {
  const found = listed({ with: ['interruption'] });
  expect(found).toContain('53ff6a53');
  expect(found.length).toBeLessThanOrEqual(4);
});

test('sessions with pushback are those that are counted so', () => {
  store.db
    .prepare(
      `INSERT OR REPLACE INTO verdict (turn_id, intent, kind, cause, confidence)
       SELECT t.id, 'revert', 'rejection', 'other', 0.9 FROM turn t JOIN session s ON s.id = t.session_id
       WHERE s.key LIKE '3b8a2a95%' AND t.n = 4`,
    )
    .run();
  expect(listed({ with: ['pushback'] })).toContain('3b8a2a95');
  expect(listed({ with: ['pushback', 'subagent', 'commit'], tool: 'no-such-tool' })).toEqual([]);
});

test('several conditions all hold, beside the other filters', () => {
  const both = listed({ with: ['error', 'commit'] });
  expect(both).toEqual(listed({ with: ['error'] }).filter((id) => listed({ with: ['commit'] }).includes(id)));
  expect(listed({ with: ['error'], project: 'fieldnotes' })).toEqual(['2988b687', '5fd4f4fe']);
});

test('a tool is named in full, or a server of tools by its beginning', () => {
  expect(listed({ tool: 'todowrite' })).toEqual(['2988b687']);
  store.db
    .prepare(
      `INSERT INTO action (turn_id, session_id, call_id, tool, kind, outcome)
       SELECT t.id, t.session_id, 'call-x', 'mcp__board__get_issue', 'other', 'ok' FROM turn t LIMIT 1`,
    )
    .run();
  expect(listed({ tool: 'mcp__board' })).toHaveLength(1);
  expect(listed({ tool: 'get_issue' })).toHaveLength(1);
  expect(listed({ tool: 'board' })).toHaveLength(1);
  expect(listed({ tool: 'mcp__bo' })).toEqual([]);
});

test('of a tool that no session called, the answer says so and which there are', () => {
  const notesOf = (tool: string): string => listSessions(store, { limit: 5, tool }).notes?.join() ?? '';
  expect(notesOf('todo_writ')).toContain('Did you mean TodoWrite?');
  expect(notesOf('Teleport')).toMatch(/No session called a tool "Teleport"\. Called were: \w+, \w+/);
  expect(
    listSessions(store, { limit: 5, tool: 'TodoWrite', since: Date.UTC(2030, 0) }).notes,
  ).toBeUndefined();
});

test.each([
  ['git commit -m "x"', true],
  ['git add -A && git -C /work/pond commit --amend --no-edit', true],
  ['cd pond; GIT_EDITOR=true git -c user.name=x commit', true],
  ['git log --grep "git commit"', false],
  ['echo git commit', false],
  ['git commit --dry-run', false],
  ['git commit-tree HEAD', false],
])('%s makes a commit: %s', (command, makes) => {
  expect(makesCommit(command)).toBe(makes);
});
