import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtInModelFolder, openEmbedder } from '../../src/embed/open.ts';
import type { Embedder } from '../../src/embed/embedder.ts';
import { embedNext } from '../../src/ingest/embed-queue.ts';
import { startCandidateThread, type CandidateThread } from '../../src/search/candidate-thread.ts';
import { candidateFinder, type Candidates } from '../../src/search/candidates.ts';
import { leaseOn } from '../../src/store/lease.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { passageWriter } from '../../src/store/passages.ts';
import type { SearchFilter } from '../../src/store/passage-filter.ts';
import { vectorWriter } from '../../src/store/vector-writer.ts';
import { storedVectors } from '../../src/store/vectors.ts';

/** Of which a block is made of the first 1,024; the others are single passages. */
const TURNS = 2100;
let folder: string;
let store: Store;
let embedder: Embedder;
let question: Float32Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'her-thread-'));
  store = openStore(join(folder, 'her.db'));
  embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
  [question] = (await embedder.embed(['which bird swims on the pond'])) as [Float32Array];
  const { db } = store;
  for (const id of [1, 2]) {
    db.prepare('INSERT INTO project (id, path, name) VALUES (?, ?, ?)').run(id, `/${id}`, `p${id}`);
    db.prepare("INSERT INTO session (id, key, source, born, project_id) VALUES (?, ?, 'test', 0, ?)").run(
      id,
      `s${id}`,
      id,
    );
  }
  for (let id = 1; id <= TURNS; id++) add(id);
  await embed();
}, 60_000);

afterAll(async () => {
  await embedder.close();
  store.close();
  rmSync(folder, { recursive: true });
});

function add(id: number): void {
  const project = 1 + (id % 2);
  store.db
    .prepare("INSERT INTO turn (id, session_id, n, role, prompt) VALUES (?, ?, ?, 'person', '')")
    .run(id, project, id);
  const text = `${['The duck', 'A gate', 'Our pipeline'][id % 3]!} of day ${id} ${['swims', 'is painted', 'is green'][id % 3]!}`;
  const at = id % 5 === 0 ? null : 1000 * id;
  passageWriter(store).append(id, project, [{ kind: id % 2 ? 'prompt' : 'reply', text }], at);
}

async function embed(): Promise<void> {
  const lease = leaseOn(store);
  lease.acquire();
  const vectors = vectorWriter(store, embedder.model, embedder.dim);
  while ((await embedNext(store, lease, vectors, embedder)) > 0);
  while (vectors.sealNext(lease) > 0);
  lease.release();
}

async function started(log: string[] = []): Promise<CandidateThread> {
  const thread = startCandidateThread(store, embedder, process.env, (sentence) => log.push(sentence));
  await thread.ready;
  return thread;
}

async function here(
  asked: Float32Array | undefined,
  filter: SearchFilter,
  byWords: number[],
): Promise<Candidates> {
  const vectors = storedVectors(store, embedder.model, embedder.dim)!;
  await vectors.read();
  return candidateFinder(store, vectors).look(asked, 30, filter).with(byWords);
}

const idsOf = ({ places }: Candidates): number[] => [...places.keys()];

test('the thread finds what is found without it, to the last bit and in the same order', async () => {
  const thread = await started();
  expect(thread.isReady()).toBe(true);
  const byWords = [7, TURNS - 1, 399, 12, 3];
  for (const filter of [{}, { projects: [2] }, { since: 50_000, until: 90_000 }, { turns: [5, 6, 9] }]) {
    const found = await thread.look(question, 30, filter).with(byWords);
    const wanted = await here(question, filter, byWords);
    expect(wanted.near!.fragment.size).toBeGreaterThan(4);
    expect(found).toEqual(wanted);
    expect(idsOf(found)).toEqual(idsOf(wanted));
  }
  const [byWordsAlone, wanted] = [
    await thread.look(undefined, 30, {}).with(byWords),
    await here(undefined, {}, byWords),
  ];
  expect(byWordsAlone).toEqual(wanted);
  expect([idsOf(byWordsAlone), idsOf(wanted)]).toEqual([byWords, byWords]);
  await thread.close();
});

test('two questions asked at once get each its own answer', async () => {
  const thread = await started();
  const [first, second] = [thread.look(question, 30, {}), thread.look(question, 30, { projects: [1] })];
  const [ofSecond, ofFirst] = await Promise.all([second.with([]), first.with([1])]);
  expect(idsOf(ofFirst)).toEqual(idsOf(await here(question, {}, [1])));
  expect(idsOf(ofSecond)).toEqual(idsOf(await here(question, { projects: [1] }, [])));
  await thread.close();
});

test('what is stored after the thread has started is found', async () => {
  const thread = await started();
  await thread.look(question, 30, {}).with([]);
  add(TURNS + 3);
  await embed();
  const found = await thread.look(question, 30, { since: 1000 * (TURNS + 1) }).with([]);
  expect([...found.places.values()].map((place) => place.turn_id)).toEqual([TURNS + 3]);
  expect(found.turns).toEqual(new Map([[2, TURNS + 3]]));
  await thread.close();
});

test('where a passage stands is looked up in the memory of the thread, and of those not in it by SQL', async () => {
  const thread = await started();
  const { db } = store;
  const moved = db.prepare('UPDATE passage SET at = at + ? WHERE id IN (7, ?)');
  const at = async (id: number): Promise<number | null | undefined> =>
    (await thread.look(undefined, 30, {}).with([id])).places.get(id)?.at;
  // No row is ever moved so: it tells where a place was read.
  moved.run(500_000, TURNS - 1);
  expect([await at(7), await at(TURNS - 1)]).toEqual([7000, 1000 * (TURNS - 1) + 500_000]);
  moved.run(-500_000, TURNS - 1);
  await thread.close();
});

test('a passage that is stored again has an id and a place of its own', async () => {
  const thread = await started();
  const placed = async (ids: number[]): Promise<number[]> =>
    [...(await thread.look(undefined, 30, {}).with(ids)).places.values()].map((place) => place.turn_id);
  const { db } = store;
  const newest = (): number => db.prepare<[], number>('SELECT max(id) FROM passage').pluck().get()!;
  add(TURNS + 11);
  const first = newest();
  expect(await placed([first])).toEqual([TURNS + 11]);
  db.prepare('DELETE FROM turn WHERE id = ?').run(TURNS + 11);
  expect(await placed([first])).toEqual([]);
  add(TURNS + 12);
  expect(newest()).toBeGreaterThan(first);
  expect(await placed([first, newest()])).toEqual([TURNS + 12]);
  db.prepare('DELETE FROM turn WHERE id = ?').run(TURNS + 12);
  await thread.close();
});

test('turns and project of a conversation are those of the moment', async () => {
  const thread = await started();
  const found = async (): Promise<unknown[]> => {
    const { turns, projects } = await thread.look(undefined, 30, {}).with([6]);
    return [turns.get(1), projects.get(1)];
  };
  const other = openStore(store.path);
  const before = await found();
  other.db.exec('UPDATE session SET project_id = 2 WHERE id = 1; UPDATE turn SET n = 9999 WHERE id = 6');
  expect(before).toEqual([TURNS, 1]);
  expect(await found()).toEqual([9999, 2]);
  other.db.exec('UPDATE session SET project_id = 1 WHERE id = 1; UPDATE turn SET n = 6 WHERE id = 6');
  other.close();
  expect(await found()).toEqual(before);
  await thread.close();
});

test('when the thread has ended, questions are answered without it and it is said once', async () => {
  const log: string[] = [];
  const missing = { ...store, path: join(folder, 'her.db', 'below-a-file', 'her.db') };
  const thread = startCandidateThread(missing, embedder, process.env, (sentence) => log.push(sentence));
  await storedVectors(missing, embedder.model, embedder.dim)?.read();
  const asked = thread.look(question, 30, {});
  const wanted = await here(question, {}, [4]);
  expect(await asked.with([4])).toEqual(wanted);
  expect(thread.isAlive()).toBe(false);
  expect(await thread.look(question, 30, {}).with([4])).toEqual(wanted);
  expect(log).toEqual([expect.stringMatching(/^Search by meaning goes on without a thread of its own\. /)]);
  await thread.close();
});

test('a question that waits while the thread is closed is answered', async () => {
  const log: string[] = [];
  const thread = await started(log);
  const found = thread.look(question, 30, {}).with([4]);
  await thread.close();
  expect(idsOf(await found)).toContain(4);
  expect(log).toEqual([]);
});
