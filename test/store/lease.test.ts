import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseHolder, LeaseLost, leaseOn } from '../../src/store/lease.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { makeWorld, type World } from '../ingest/world.ts';

let world: World;
let store: Store;
let other: Store;
let clock: number;
beforeEach(() => {
  world = makeWorld();
  store = openStore(world.database);
  other = openStore(world.database);
  clock = 0;
});
afterEach(() => {
  store.close();
  other.close();
  world.remove();
});
const onWaiter = () => leaseOn(other, Date.now, () => clock);

describe('one process writes at a time', () => {
  it('the first holds it, the second waits until it is given back', () => {
    const first = leaseOn(store);
    const second = onWaiter();
    expect([first.acquire(), second.acquire(), first.acquire()]).toEqual([true, false, true]);
    expect(() => second.assertHeld()).toThrow(LeaseLost);
    first.release();
    expect(second.acquire()).toBe(true);
    expect(first.renew()).toBe(false);
  });

  it('who waits does not take the lock that the holder writes under', () => {
    leaseOn(store).acquire();
    const second = onWaiter();
    other.db.pragma('busy_timeout = 0');
    store.db.exec('BEGIN IMMEDIATE');
    expect(second.acquire()).toBe(false);
    store.db.exec('ROLLBACK');
  });

  it('a holder that beats is never called stale, one whose beat stands still for five seconds is', () => {
    const first = leaseOn(store);
    const second = onWaiter();
    first.acquire();
    for (let second_ = 0; second_ < 20; second_ += 1) {
      expect(second.acquire()).toBe(false);
      clock += 4000;
      first.renew();
    }
    expect(second.acquire()).toBe(false);
    clock += 5001;
    expect(second.acquire()).toBe(true);
    expect(() => first.assertHeld()).toThrow(LeaseLost);
  });

  it('wall clocks that jump do not matter', () => {
    let wall = Date.UTC(2026, 10, 23);
    const first = leaseOn(store, () => wall);
    const second = leaseOn(
      other,
      () => wall + 365 * 86_400_000,
      () => clock,
    );
    first.acquire();
    expect(second.acquire()).toBe(false);
    wall -= 86_400_000;
    first.renew();
    clock += 3000;
    expect(second.acquire()).toBe(false);
  });

  it('a holder whose process is gone is replaced at once, one on another machine is waited for', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const put = (host: string): void =>
      void store.db
        .prepare(
          "INSERT OR REPLACE INTO lease (id, holder, pid, host, beat, since) VALUES (1, 'x', ?, ?, 1, 0)",
        )
        .run(gone, host);
    put('another-machine');
    const second = onWaiter();
    expect(second.acquire()).toBe(false);
    put(hostname());
    expect(leaseHolder(store)).toMatchObject({ pid: gone, alive: false });
    expect(second.acquire()).toBe(true);
    expect(leaseHolder(store)).toMatchObject({ pid: process.pid, alive: true });
  });
});
