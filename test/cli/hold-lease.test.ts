import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { holdLease } from '../../src/cli/hold-lease.ts';
import { leaseOn } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';

test('a database that another program locks for some beats does not end the work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'her-lease-'));
  const path = join(folder, 'her.db');
  const store = openStore(path);
  store.db.pragma('busy_timeout = 1');
  const other = new Database(path);
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
  store.close();
  rmSync(folder, { recursive: true });
});
