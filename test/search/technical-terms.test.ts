import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { coverageOf } from '../../src/search/coverage.ts';
import { termsOf } from '../../src/search/question.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { unsaidTerms as unsaidIn } from '../../src/search/technical-terms.ts';
import { thingsNamed } from '../../src/search/word-files.ts';
import { passageWriter } from '../../src/store/passages.ts';
import { openStore, type Store } from '../../src/store/open.ts';

const folders: string[] = [];
const stores: Store[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const unsaidTerms = (store: Store, text: string) => unsaidIn(store, text, coverageOf(store, termsOf(text)));

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

describe('a term is unsaid in a history', () => {
  test('that holds its words, but never side by side', () => {
    const history = historyWith(['Read the letter, then look at the dead queue.']);
    expect(unsaidTerms(history, 'did we empty the dead letter queue of main')).toEqual([
      { term: 'dead letter queue', unsaid: 1 },
    ]);
  });

  test('once, however often it is typed', () => {
    const history = historyWith(['Merge the branch.']);
    const question = 'is kafka on? Kafka of main';
    expect(unsaidTerms(history, question)).toEqual([{ term: 'kafka', unsaid: 1 }]);
  });

  test('and not in one that speaks of it, in one word or two', () => {
    const history = historyWith(['The devcontainer starts.', 'Two fuzz tests fail.']);
    for (const question of ['hooks in a dev container', 'what did the fuzz tests find'])
      expect(unsaidTerms(history, question)).toEqual([]);
  });

  test('half where it is well known by another name, and more where that is hardly known either', () => {
    const question = 'messages in the dead letter queue';
    const short = historyWith(['The DLQ is full.']);
    expect(unsaidTerms(short, question)).toEqual([{ term: 'dead letter queue', unsaid: 0.5 }]);
    const long = historyWith(Array.from({ length: 250 }, (_, at) => (at === 0 ? `DLQ ${LONG}` : LONG)));
    expect(unsaidTerms(long, question)).toEqual([{ term: 'dead letter queue', unsaid: 1 }]);
  });

  test('half where a short one may not hold the most usual words side by side by chance', () => {
    const question = 'did we turn the merge queue on for main';
    const [short, long] = [historyWith(['Merge it.']), historyWith(new Array<string>(170).fill(LONG))];
    expect(unsaidTerms(short, question)).toEqual([{ term: 'merge queue', unsaid: 0.5 }]);
    expect(unsaidTerms(long, question)).toEqual([{ term: 'merge queue', unsaid: 1 }]);
  });
});

test('everyday words are no terms, in whatever sense a tool is called so', () => {
  const history = historyWith(['Nothing of the kind.']);
  expect(unsaidTerms(history, 'for the moment less noise, do not reinvent the wheel on trunk')).toEqual([]);
});

test('the longest term counts, and each once', () => {
  const history = historyWith(['Nothing of the kind.']);
  expect(unsaidTerms(history, 'dead letter queue or kafka').map(({ term }) => term)).toEqual([
    'dead letter queue',
    'kafka',
  ]);
  expect(unsaidTerms(history, '')).toEqual([]);
});

test('an unsaid term lowers the answer and is named in it', async () => {
  const history = historyWith([
    'We decided to merge the release branch, and how: the dead letter of reviews goes first.',
  ]);
  const ask = (query: string) =>
    searchSessions(
      { store: history, embedder: null, hasMeaning: 'off', now: Date.parse('2026-11-28') },
      searchRequest.parse({ query, mode: 'lexical' }),
    );
  const known = await ask('merge the release branch');
  const unsaid = await ask('dead letter queue of the release branch');
  expect(known.relevance).toBe('strong');
  expect(unsaid.relevance).toBe('none');
  expect(unsaid.hits[0]!.score).toBeLessThan(known.hits[0]!.score / 2);
  expect(unsaid.notes!.join(' ')).toContain('it never mentions "dead letter queue"');
  expect((known.notes ?? []).join(' ')).not.toContain('never mentions');
});

describe('the list of technical terms', () => {
  const lines = readFileSync(new URL('../../models/words/technical-terms.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

  test('has a line for each, sorted, of small words and at most five to a name', () => {
    const heads = lines.map((line) => line.split(': ')[0]!);
    expect(new Set(heads).size).toBe(heads.length);
    for (const line of lines) {
      const names = line.split(/[:,] /);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names)
        expect(name).toMatch(/^[\p{Ll}\p{N}]{2,}$|^[\p{L}\p{N}]+(?: [\p{L}\p{N}]+){1,4}$/u);
    }
  });

  test('knows plurals and any of the names', () => {
    expect(thingsNamed(['Git', 'Worktrees']).flat()).toContain('worktree');
    expect(thingsNamed(['k8s']).flat()).toContain('kubernetes');
    expect(thingsNamed(['zzyzx'])).toEqual([]);
  });
});
