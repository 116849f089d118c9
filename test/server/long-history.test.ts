import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtInModelFolder, openEmbedder } from '../../src/embed/open.ts';
import { longHistory } from '../../src/server/long-history.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { passageWriter } from '../../src/store/passages.ts';
import { vectorWriter } from '../../src/store/vector-writer.ts';

let folder: string;
const stores: Store[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-long-'));
});

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  rmSync(folder, { recursive: true });
});

function storeWith(name: string, passages: number): Store {
  const store = openStore(join(folder, name, 'her.db'));
  stores.push(store);
  store.db.exec("INSERT INTO session (id, key, source, born) VALUES (1, 'one', 'test', 0)");
  for (let id = 1; id <= passages; id++) {
    store.db
      .prepare("INSERT INTO turn (id, session_id, n, role, prompt) VALUES (?, 1, ?, 'person', '')")
      .run(id, id);
    passageWriter(store).append(id, null, [{ kind: 'reply', text: `day ${id}` }], id);
  }
  return store;
}

test('a long history has a thread, which goes to the database that takes the place of the one it reads', async () => {
  const embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
  const log: string[] = [];
  const long = longHistory(process.env, (sentence) => log.push(sentence), 10);
  await long.begin(storeWith('short', 9), embedder);
  expect(long.finder()).toBeUndefined();
  const [old, rebuilt, short] = [storeWith('old', 10), storeWith('rebuilt', 11), storeWith('shorter', 2)];
  await long.begin(old, embedder);
  expect(long.finder()).toBeUndefined(); // it has no vectors yet: those that come are read without a thread
  for (const store of [old, rebuilt, short]) vectorWriter(store, embedder.model, embedder.dim);
  await long.begin(old, embedder);
  expect(long.finder()!.store).toBe(old);
  long.follow(old);
  const first = long.finder()!;
  long.follow(rebuilt);
  await expect.poll(() => long.finder()?.store === rebuilt, { timeout: 20_000 }).toBe(true);
  expect(first.isAlive()).toBe(false);
  long.follow(short);
  await expect.poll(() => long.finder()).toBeUndefined();
  await long.close();
  await embedder.close();
  expect(log).toEqual([]);
});
