import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdLease } from '../../src/cli/hold-lease.ts';
import { leaseOn } from '../../src/store/lease.ts';
import { openStore, type Store } from '../../src/store/open.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-lease-'));
  store = openStore(join(folder, 'her.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test('a database that another program locks for some beats does not end the work', async () => {
  store.db.pragma('busy_timeout = 1');
  const other = new Database(store.path);
  const lease = leaseOn(store);
  let failed = 0;
  const counted = {
    ...lease,
    renew(): boolean {
      failed += 1; // taken back below when it did not throw
      const isHeld = lease.renew();
      failed -= 1;
      return isHeld;
    },
  };
  const done = await holdLease(store, counted, async () => {
    other.exec('BEGIN IMMEDIATE');
    while (failed === 0) await sleep(50);
    other.exec('ROLLBACK');
    return 'done';
  });
  expect(done).toBe('done');
  other.close();
});

test('work on a database that was deleted meanwhile ends with a sentence, not as if all were well', async () => {
  const lease = leaseOn(store);
  const work = holdLease(store, lease, async () => {
    rmSync(store.path);
    lease.assertHeld();
    return 'done';
  });
  await expect(work).rejects.toMatchObject({ code: 'db-gone' });
});

test('a full disk is called so', async () => {
  const size = Number(store.db.pragma('page_count', { simple: true }));
  store.db.pragma(`max_page_count = ${size + 4}`);
  const work = holdLease(store, leaseOn(store), async () => {
    store.db.exec('CREATE TABLE filler (bytes BLOB); INSERT INTO filler VALUES (zeroblob(1000000))');
    return 'done';
  });
  await expect(work).rejects.toMatchObject({ code: 'disk-full' });
});
