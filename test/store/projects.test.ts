import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unknownProject } from '../../src/store/projects.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});
afterAll(() => store.close());

test('an unknown project is answered with those that are written nearly so, else with those that are known', () => {
  expect(unknownProject(store, 'habor_api')).toMatch(/Did you mean harbor-api\?$/);
  expect(unknownProject(store, 'zebra')).toMatch(/Known: .*harbor-api.*\.$/);
  const empty = openStore(join(mkdtempSync(join(tmpdir(), 'her-projects-')), 'her.db'));
  expect(unknownProject(empty, 'zebra')).toMatch(/Nothing has been read yet\.$/);
  empty.close();
});
