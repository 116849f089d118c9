import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Store } from './open.ts';

/**
 * One process writes at a time. The holder raises `beat` again and again; another takes over when the
 * holder's process is gone, or when the beat has stood still for `STALE_MS` of the waiter's own monotonic
 * clock. Wall clocks are never compared, so a clock that jumps changes nothing.
 */
export interface Lease {
  /** Takes the lease if it is free or stale; true while this process holds it. Call at least once a second. */
  acquire(): boolean;
  /** Takes it whoever holds it: the holder's next batch finds out and is rolled back. For what a person asked for. */
  seize(): void;
  /** Raises the beat; false when another has taken over. */
  renew(): boolean;
  /**
   * Also lost when the database file is not the one that was opened: what is written would go with it.
   * @throws LeaseLost inside a writing transaction, so that it rolls back
   */
  assertHeld(): void;
  release(): void;
}

/** Who holds the lease: two processes that are one server share the id, and the pid of the one that lives longer. */
export interface Holder {
  id: string;
  pid: number;
}

export interface LeaseRow {
  holder: string;
  pid: number;
  host: string;
  beat: number;
  since: number;
}

export class LeaseLost extends Error {
  constructor() {
    super('another process of Her writes now');
  }
}

const STALE_MS = 5000;

export function leaseOn(
  store: Store,
  now: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
  { id: me, pid }: Holder = newHolder(),
): Lease {
  const { db } = store;
  const read = db.prepare<[], LeaseRow>('SELECT holder, pid, host, beat, since FROM lease WHERE id = 1');
  const take = db.prepare<[string, number, string, number]>(
    `INSERT INTO lease (id, holder, pid, host, beat, since) VALUES (1, ?, ?, ?, 1, ?)
     ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, pid = excluded.pid, host = excluded.host,
       beat = lease.beat + 1, since = excluded.since`,
  );
  const raise = db.prepare<[string]>('UPDATE lease SET beat = beat + 1 WHERE id = 1 AND holder = ?');
  const drop = db.prepare<[string]>('DELETE FROM lease WHERE id = 1 AND holder = ?');
  const seen = { holder: '', beat: -1, at: 0 };

  const acquire = db.transaction((): boolean => {
    const row = read.get();
    if (row?.holder === me) return true;
    if (isOthers(row)) return false;
    take.run(me, pid, hostname(), now());
    return true;
  });

  function isOthers(row: LeaseRow | undefined): boolean {
    return row !== undefined && row.holder !== me && !isGone(row) && !isStale(row);
  }

  function isStale(row: LeaseRow): boolean {
    if (row.holder !== seen.holder || row.beat !== seen.beat) {
      Object.assign(seen, { holder: row.holder, beat: row.beat, at: monotonic() });
      return false;
    }
    return monotonic() - seen.at > STALE_MS;
  }

  return {
    // Looking first: who waits must not take the lock that the holder writes under.
    acquire: () => !isOthers(read.get()) && acquire.immediate(),
    seize: () => void take.run(me, pid, hostname(), now()),
    renew: () => raise.run(me).changes === 1,
    assertHeld() {
      if (read.get()?.holder !== me || !store.isInPlace()) throw new LeaseLost();
    },
    release: () => void drop.run(me),
  };
}

export function newHolder(): Holder {
  return { id: randomUUID(), pid: process.pid };
}

/** Who writes at the moment, as far as the database says; null when nobody does. */
export function leaseHolder(store: Store): (LeaseRow & { alive: boolean }) | null {
  const row = store.db
    .prepare<[], LeaseRow>('SELECT holder, pid, host, beat, since FROM lease WHERE id = 1')
    .get();
  return row ? { ...row, alive: !isGone(row) } : null;
}

function isGone(row: LeaseRow): boolean {
  if (row.host !== hostname()) return false;
  try {
    process.kill(row.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
