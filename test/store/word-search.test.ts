import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealNext } from '../../src/ingest/seal.ts';
import { leaseOn, type Lease } from '../../src/store/lease.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { passageWriter } from '../../src/store/passages.ts';
import { passagesByWords } from '../../src/store/word-index.ts';
import { CHUNK, wordLists } from '../../src/store/word-lists.ts';
import { holdersOf } from '../../src/store/words-in-use.ts';
import { lookUpInLists, type LookedUp } from '../../src/store/word-search.ts';
import { correctionsOf } from '../../src/search/typos.ts';

/** Enough for one chunk, and some that no list holds. */
const PASSAGES = CHUNK + 1500;
const OLD = 40;
let folder: string;
let store: Store;
let lease: Lease;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-words-'));
  store = openStore(join(folder, 'her.db'));
  lease = leaseOn(store);
  lease.acquire();
  const { db } = store;
  for (const id of [1, 2]) {
    db.prepare('INSERT INTO project (id, path, name) VALUES (?, ?, ?)').run(id, `/${id}`, `p${id}`);
    db.prepare("INSERT INTO session (id, key, source, born, project_id) VALUES (?, ?, 'test', 0, ?)").run(
      id,
      `s${id}`,
      id,
    );
  }
  const turn = db.prepare(
    "INSERT INTO turn (id, session_id, n, role, prompt) VALUES (?, ?, ?, 'person', '')",
  );
  const passages = passageWriter(store);
  db.transaction(() => {
    for (let id = 1; id <= PASSAGES; id++) {
      const project = 1 + (id % 2);
      turn.run(id, project, id);
      passages.append(id, project, [{ kind: 'reply', text: textOf(id) }], 1000 * id);
    }
  })();
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** Everybody tests and builds; the old passage alone does both to a heron, and one of the last to an osprey. */
function textOf(id: number): string {
  if (id === OLD) return 'We test and build the heron in auth.ts here';
  if (id === OLD + 1) return 'A heron, a heron, two herons, and tests of all of them: a heron test is a test';
  if (id === OLD + 3) return '请修复登录页面';
  if (id === PASSAGES - 5) return 'We test and build the osprey, ts before auth';
  return `${id % 3 === 0 ? 'tests of things' : 'builds of things'} number ${id} ${id % 5 === 0 ? 'auth and ts' : ''}`;
}

/** Without vectors: words are searched by lists in the light mode, too. */
function seal(): void {
  while (sealNext(store, lease, null));
}

const lookUp = (...words: string[]): LookedUp | undefined =>
  lookUpInLists(store)?.(new Map(words.map((word) => [word, `"${word}"`])));
const chunks = (): number[] => store.db.prepare<[], number>('SELECT chunk FROM word_chunk').pluck().all();

test('there are none until a chunk is made of what is settled', () => {
  expect(lookUp('heron')).toBeUndefined();
  seal();
  expect(chunks()).toEqual([0]);
  expect(lookUp('heron')!.holders('heron')).toBe(2);
});

test('the old passage that holds all words leads, however common they are; so does a new one', () => {
  seal();
  const [first] = lookUp('test', 'build', 'here')!.best({}, 10).keys();
  expect(first).toBe(OLD);
  const [newest] = lookUp('testing', 'build', 'osprey')!.best({}, 10).keys();
  expect(newest).toBe(PASSAGES - 5);
  const both = [...lookUp('test', 'build')!.best({}, 2).keys()].sort((a, b) => a - b);
  expect(both).toEqual([OLD, PASSAGES - 5]);
});

test('ranks as FTS5 does', () => {
  seal();
  const exact = passagesByWords(store, '"tests" OR "heron"', {}, 2);
  expect([...lookUp('tests', 'heron')!.best({}, 2).keys()]).toEqual([...exact.keys()]);
});

test('the parts of a compound must stand together', () => {
  seal();
  const found = lookUp('auth.ts')!;
  const best = found.best({}, 30);
  expect([...best.keys()]).toEqual([OLD]);
});

test('filters act before the best are taken', () => {
  seal();
  const found = lookUp('test')!;
  const ids = (filter: Parameters<LookedUp['best']>[0]): number[] => [...found.best(filter, 500).keys()];
  expect(ids({ projects: [1] }).every((id) => id % 2 === 0)).toBe(true);
  expect(ids({ since: 30_000, until: 50_000 }).sort((a, b) => a - b)).toEqual([
    30, 33, 36, 39, 40, 41, 42, 45, 48,
  ]);
  expect(ids({ since: 1000 * (PASSAGES - 5), until: 1000 * (PASSAGES - 4) })).toEqual([PASSAGES - 5]);
  expect(ids({ turns: [30, 31, 33] }).sort((a, b) => a - b)).toEqual([30, 33]);
  expect(ids({ kinds: ['prompt'] })).toEqual([]);
  expect(ids({ kinds: ['reply'], turns: [OLD] })).toEqual([OLD]);
});

test('a passage that goes takes its chunk along, and what is made anew does not hold it', () => {
  seal();
  store.db.prepare('DELETE FROM passage WHERE id = ?').run(OLD);
  expect(chunks()).toEqual([]);
  expect(store.db.prepare('SELECT count(*) FROM word_list').pluck().get()).toBe(0);
  seal();
  expect(chunks()).toEqual([0]);
  expect(lookUp('heron')!.holders('heron')).toBe(1);
});

test('how many passages hold a word is counted in a short history and told from a sample in a long one', () => {
  const words = ['tests', 'heron', 'xylophone'];
  const counted = holdersOf(store, words);
  const exact = 2 + Math.floor(PASSAGES / 3);
  expect(Math.abs(counted('tests') - exact)).toBeLessThanOrEqual(2);
  expect([counted('heron'), counted('xylophone')]).toEqual([2, 0]);
  seal();
  const sampled = holdersOf(store, words);
  expect(sampled('tests') / counted('tests')).toBeCloseTo(1, 1);
  expect([sampled('heron'), sampled('xylophone')]).toEqual([2, 0]);
});

test('inside a word in a script without spaces, lists know each two letters', () => {
  seal();
  const found = lookUpInLists(store)!(
    new Map([
      ['登录', '"登录"'],
      ['面登', '"面登"'],
    ]),
  );
  expect([found.holds('登录', OLD + 3), found.holders('面登')]).toEqual([true, 0]);
});

const corrected = (words: string[]) => correctionsOf(store, words, new Set(words));

test('a word that nobody wrote is taken for the commonest one edit away', () => {
  seal();
  expect(corrected(['buidls', 'numbeer', 'xylophone', 'bui'])).toEqual(
    new Map([
      ['buidls', 'builds'],
      ['numbeer', 'number'],
    ]),
  );
});

test('a word that others use is no slip, though nobody here wrote it and one in use is near', () => {
  expect([...corrected(['numbed', 'numbre']).keys()]).toEqual(['numbre']);
  seal();
  expect([...corrected(['numbed', 'numbre']).keys()]).toEqual(['numbre']);
});

test('lists are told by their chunk, on whatever shelf it stands', () => {
  const put = store.db.prepare('INSERT INTO word_list (key, postings) VALUES (?, ?)');
  for (const chunk of [0, 1, 17, 47, 213])
    put.run(
      (chunk >> 4) * 2 ** 36 + 4_000_000_000 * 16 + (chunk & 15),
      Buffer.from(Uint16Array.of(chunk).buffer),
    );
  const found = wordLists(store).of(4_000_000_000, [1, 2, 17, 47, 213]);
  expect([...found].map(([chunk, [posting]]) => [chunk, posting])).toEqual(
    [1, 17, 47, 213].map((chunk) => [chunk, chunk]),
  );
});

test('limited to a project, lists without it are not read, and what stands elsewhere is still known', () => {
  seal();
  const found = lookUpInLists(store, [7])!(
    new Map([
      ['heron', '"heron"'],
      ['xylophone', '"xylophone"'],
    ]),
  );
  expect(found.holds('heron', OLD)).toBe(false);
  expect(found.holders('heron')).toBe(1);
  expect(found.holders('xylophone')).toBe(0);
  expect(found.best({ projects: [7] }, 5).size).toBe(0);
});

test('what is known of a project is of the lists as they are', () => {
  seal();
  const ofProject = (): number[] => [
    ...lookUpInLists(store, [1])!(new Map([['heron', '"heron"']]))
      .best({ projects: [1] }, 5)
      .keys(),
  ];
  expect(ofProject()).toEqual([OLD]);
  store.db.prepare('DELETE FROM passage WHERE id = ?').run(OLD);
  seal();
  expect(ofProject()).toEqual([]);
});

test('passages that do not count are held by no word, also where no list is yet', () => {
  seal();
  const osprey = new Map([['osprey', '"osprey"']]);
  expect(lookUpInLists(store)!(osprey).holders('osprey')).toBe(1);
  const without = lookUpInLists(store, undefined, new Set([PASSAGES - 5]))!(osprey);
  expect(without.holders('osprey')).toBe(0);
  expect(without.holds('osprey', PASSAGES - 5)).toBe(false);
});
