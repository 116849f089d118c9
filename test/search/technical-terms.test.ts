import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { coverageOf } from '../../src/search/coverage.ts';
import { termsOf } from '../../src/search/question.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { foreignTerms as foreignIn } from '../../src/search/technical-terms.ts';
import { sameTerms } from '../../src/search/word-files.ts';
import { passageWriter } from '../../src/store/passages.ts';
import { openStore, type Store } from '../../src/store/open.ts';

const folders: string[] = [];
const stores: Store[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const foreignTerms = (store: Store, text: string) => foreignIn(store, text, coverageOf(store, termsOf(text)));

function historyWith(texts: readonly string[]): Store {
  const folder = mkdtempSync(join(tmpdir(), 'her-terms-'));
  const store = openStore(join(folder, 'her.db'));
  folders.push(folder);
  stores.push(store);
  store.db.exec("INSERT INTO session (id, key, source, born) VALUES (1, 's', 'test', 0)");
  for (const [at, text] of texts.entries()) {
    store.db
      .prepare("INSERT INTO turn (id, session_id, n, role, prompt) VALUES (?, 1, ?, 'person', '')")
      .run(at + 1, at + 1);
    passageWriter(store).append(at + 1, 1, [{ kind: 'reply', text }], null);
  }
  return store;
}

const LONG = 'We went on with the refactoring of the parser and its tests. '.repeat(100);

describe('a term is foreign to a history', () => {
  test('that holds its words, but never side by side', () => {
    const history = historyWith(['Merge the branch, then look at the queue.']);
    expect(foreignTerms(history, 'did we turn the merge queue on for main')).toEqual([
      { term: 'merge queue', absence: 1 },
    ]);
  });

  test('once, however often it is typed', () => {
    const history = historyWith(['Merge the branch.']);
    const question = 'is the merge queue on? Merge queue of main';
    expect(foreignTerms(history, question)).toEqual([{ term: 'merge queue', absence: 1 }]);
  });

  test('and not to one that speaks of it, in one word or two, or by another name', () => {
    const history = historyWith([
      'The devcontainer starts.',
      'EMFILE: raise the limit.',
      'It needs fuzzing.',
    ]);
    const known = [
      'hooks in a dev container',
      'too many open files in the tests',
      'what did the fuzz tests find',
    ];
    for (const question of known) expect(foreignTerms(history, question)).toEqual([]);
  });

  test('nearly as much where a long one speaks of it once, and not where it often does', () => {
    const speaking = (of: number): string[] =>
      Array.from({ length: 250 }, (_, at) => (at < of ? `${LONG} Kubernetes.` : LONG));
    const absenceIn = (history: Store): number =>
      foreignTerms(history, 'the kubernetes rollout')[0]?.absence ?? 0;
    const once = absenceIn(historyWith(speaking(1)));
    expect(once).toBeGreaterThan(0.5);
    expect(once).toBeLessThan(1);
    expect(absenceIn(historyWith(speaking(30)))).toBe(0);
  });
});

test('everyday words are no terms, in whatever sense a tool is called so', () => {
  const history = historyWith(['Nothing of the kind.']);
  expect(foreignTerms(history, 'for the moment less noise, do not reinvent the wheel on trunk')).toEqual([]);
});

test('the longest term counts, and each once', () => {
  const history = historyWith(['Nothing of the kind.']);
  expect(foreignTerms(history, 'dead letter queue or kafka').map(({ term }) => term)).toEqual([
    'dead letter queue',
    'kafka',
  ]);
  expect(foreignTerms(history, '')).toEqual([]);
});

test('what is foreign lowers the answer and is named in it', async () => {
  const history = historyWith([
    'We decided to merge the release branch, and how: the queue of reviews goes first.',
  ]);
  const ask = (query: string) =>
    searchSessions(
      { store: history, embedder: null, hasMeaning: 'off', now: Date.parse('2026-11-28') },
      searchRequest.parse({ query, mode: 'lexical' }),
    );
  const known = await ask('merge the release branch');
  const foreign = await ask('merge queue of the release branch');
  expect(known.relevance).toBe('strong');
  expect(foreign.relevance).toBe('none');
  expect(foreign.hits[0]!.score).toBeLessThan(known.hits[0]!.score / 2);
  expect(foreign.notes!.join(' ')).toContain('by this name or another: "merge queue"');
  expect((known.notes ?? []).join(' ')).not.toContain('by this name');
});

describe('the list of technical terms', () => {
  const lines = readFileSync(new URL('../../models/words/technical-terms.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

  test('has a line for each, sorted, of small words and at most four to a name', () => {
    const heads = lines.map((line) => line.split(/[:;] /)[0]!);
    expect(new Set(heads).size).toBe(heads.length);
    for (const line of lines) {
      const names = line.split(/[:;,] /);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names)
        expect(name).toMatch(/^[\p{Ll}\p{N}]{2,}$|^[\p{L}\p{N}]+(?: [\p{L}\p{N}]+){1,3}$/u);
    }
  });

  test('knows plurals and any of the names', () => {
    expect(sameTerms(['Git', 'Worktrees'])).toContain('worktree');
    expect(sameTerms(['k8s'])).toContain('kubernetes');
    expect(sameTerms(['zzyzx'])).toEqual([]);
  });
});
