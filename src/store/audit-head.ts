import { codeOf } from '../shared/errors.ts';
import type { Store } from './open.ts';

/** The last line of the audit log as it was written: a log that ends before it was cut off. */
export interface AuditHead {
  seq: number;
  hash: string;
}

const KEY = 'audit-head';

/**
 * Several processes write one log: a line that was written later stays. An answer's process must not wait for the
 * one that stores a batch: while that writes, nothing is kept, and the next line's end tells as much.
 */
export function keepAuditHead({ db }: Store, head: AuditHead): void {
  const patience = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma('busy_timeout = 0');
  try {
    write(db, head);
  } catch (error) {
    if (codeOf(error) !== 'SQLITE_BUSY') throw error;
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
}

function write(db: Store['db'], { seq, hash }: AuditHead): void {
  db.prepare<[string, string]>(
    `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
     WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)`,
  ).run(KEY, `${seq} ${hash}`);
}

/** Undefined when nothing was noted since this is kept. */
export function auditHead({ db }: Store): AuditHead | undefined {
  const value = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(KEY);
  const [seq, hash] = value?.split(' ') ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}
