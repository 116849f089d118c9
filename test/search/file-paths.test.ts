import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileHistory } from '../../src/search/file-history.ts';
import { turnsAbout } from '../../src/search/file-turns.ts';
import type { FileHistoryAnswer } from '../../src/shared/file-history-answer.ts';
import type { Store } from '../../src/store/open.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import { openStore } from '../../src/store/open.ts';
import { idOf, lines, speak, type Raw } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

const LAKE = '/home/ana/lake';
let world: World;
let store: Store;

/** One session a day, each with one prompt and one call. */
const DAYS: { cwd: string; prompt: string; tool: string; input: Raw }[] = [
  {
    cwd: LAKE,
    prompt: 'write swan',
    tool: 'Write',
    input: { file_path: `${LAKE}/src/swan.ts`, content: '' },
  },
  { cwd: LAKE, prompt: 'replace foo', tool: 'Bash', input: { command: "sed -i 's/foo/bar/' src/swan.ts" } },
  { cwd: LAKE, prompt: 'rename it', tool: 'Bash', input: { command: 'git mv src/swan.ts src/cygnet.ts' } },
  {
    cwd: LAKE,
    prompt: 'fix it',
    tool: 'Edit',
    input: { file_path: `${LAKE}/src/cygnet.ts`, new_string: 'a' },
  },
  {
    cwd: `${LAKE}/.worktrees/feat/x`,
    prompt: 'fix it there',
    tool: 'Edit',
    input: { file_path: `${LAKE}/.worktrees/feat/x/src/cygnet.ts`, new_string: 'b' },
  },
  {
    cwd: '/home/ana/other',
    prompt: 'another',
    tool: 'Edit',
    input: { file_path: '/home/ana/other/src/cygnet.ts', new_string: 'c' },
  },
  { cwd: LAKE, prompt: 'in src', tool: 'Bash', input: { command: "cd src && cat > teal.ts <<'EOF'\nEOF" } },
  {
    cwd: 'C:\\Users\\ana\\pond',
    prompt: 'on windows',
    tool: 'Edit',
    input: { file_path: 'C:\\Users\\ana\\pond\\src\\grebe.ts', new_string: 'd' },
  },
  ...[`${LAKE}/src`, `${LAKE}/packages/q/src`, '/home/ana/other/src'].map((folder) => ({
    cwd: LAKE,
    prompt: `in ${folder}`,
    tool: 'Edit',
    input: { file_path: `${folder}/dunlin.ts`, new_string: 'e' },
  })),
  { cwd: '/home/ana/other', prompt: 'away', tool: 'Bash', input: { command: 'rm src/dunlin.ts' } },
];

beforeAll(async () => {
  world = makeWorld();
  store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  for (const [day, { cwd, prompt, tool, input }] of DAYS.entries()) {
    const session = idOf('day', day);
    const said = speak({ session, cwd, start: Date.UTC(2026, 9, 1 + day) });
    const records = [
      said.user(prompt),
      said.call(`toolu_${day}`, tool, input),
      said.result(`toolu_${day}`, 'ok'),
    ];
    world.put(`-day-${day}/${session}.jsonl`, lines(...records, said.reply('Done as asked.')));
  }
  await readAll(context, world);
});

afterAll(() => {
  store.close();
  world.remove();
});

function historyOf(path: string, given: { limit?: number; cursor?: string } = {}) {
  return fileHistory(store, { path, limit: 10, ...given }, undefined, new Set());
}

const promptsOf = ({ turns }: Omit<FileHistoryAnswer, 'freshness'>): unknown[] =>
  turns.map(({ prompt }) => prompt);

describe('the history of a file', () => {
  test.each([
    'src/swan.ts',
    `${LAKE}/src/swan.ts`,
    '~/lake/src/swan.ts',
    'SWAN.ts',
    `file://${LAKE}/src/swan.ts`,
  ])('holds commands that lead to it from where they ran, whichever way it is named (%s)', (path) => {
    expect(promptsOf(historyOf(path))).toEqual(['rename it', 'replace foo', 'write swan']);
  });

  test('says under which path it was before and after it was moved, and that path answers', () => {
    expect(historyOf('src/swan.ts').notes?.join()).toContain('stands under path "src/cygnet.ts"');
    expect(historyOf('src/cygnet.ts').notes?.join()).toContain('stands under path "src/swan.ts"');
  });

  test('goes through all worktrees of its project when the whole path is given, and through no other project', () => {
    for (const path of [`${LAKE}/src/cygnet.ts`, `${LAKE}/.worktrees/feat/x/src/cygnet.ts`]) {
      expect(promptsOf(historyOf(path)), path).toEqual(['fix it there', 'fix it', 'rename it']);
      expect(historyOf(path).notes?.join()).toContain('2 worktrees');
    }
    expect(promptsOf(historyOf('src/cygnet.ts'))).toContain('another');
  });

  test('of a whole path is that of no file that only ends alike, in a package beside it or in another project', () => {
    const { notes, ...found } = historyOf(`${LAKE}/src/dunlin.ts`);
    expect(promptsOf(found)).toEqual([`in ${LAKE}/src`]);
    expect(notes).toBeUndefined();
    expect(promptsOf(historyOf('/home/ana/other/src/dunlin.ts'))).toEqual(['away', 'in /home/ana/other/src']);
  });

  test('follows a cd before the command', () => {
    expect(promptsOf(historyOf(`${LAKE}/src/teal.ts`))).toEqual(['in src']);
    expect(promptsOf(historyOf('lib/teal.ts'))).toEqual([]);
  });

  test.each(['grebe.ts', 'src/grebe.ts', 'src\\grebe.ts', 'C:\\Users\\ana\\pond\\src\\grebe.ts'])(
    'knows paths of Windows (%s)',
    (path) => {
      expect(promptsOf(historyOf(path))).toEqual(['on windows']);
    },
  );

  test('of a folder names files in it, and of a file in another project that project', () => {
    expect(historyOf(`${LAKE}/src/`).notes?.join()).toContain('is a folder: ask for a file in it');
    // Commands on files in it are no commands on it.
    expect(promptsOf(historyOf('src'))).toEqual(['in src']);
    const nowhere = fileHistory(store, { path: 'grebe.ts', limit: 3 }, [], new Set());
    expect(nowhere.notes?.join()).toContain('1 did in others: pond');
  });

  test('goes on where a page ends, to the oldest', () => {
    const first = historyOf('src/swan.ts', { limit: 2 });
    const second = historyOf('src/swan.ts', { limit: 2, cursor: first.next_cursor });
    expect([...promptsOf(first), ...promptsOf(second)]).toEqual(['rename it', 'replace foo', 'write swan']);
    expect(second.next_cursor).toBeUndefined();
    expect(() => historyOf('src/swan.ts', { cursor: 'at-3' })).toThrow(/no cursor of this list/);
  });
});

test('a search about a file knows the commands that were run on it', () => {
  expect(turnsAbout(store, `${LAKE}/src/swan.ts:12`)).toHaveLength(3);
});
