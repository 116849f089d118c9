import type { Store } from './open.ts';

const DAY_MS = 86_400_000;
/** Forgetting rewrites the whole file, so it makes room for a while. */
const ROOM = 0.9;

export interface Retention {
  /** Days since a session's last activity. */
  max_age_days?: number;
  max_bytes: number;
}

/** Keys of the sessions that are too old, or with which the database is too large, oldest first. */
export function sessionsBeyond(store: Store, retention: Retention, now: number): string[] {
  const old =
    retention.max_age_days === undefined ? [] : olderThan(store, now - retention.max_age_days * DAY_MS);
  const bytes = usedBytes(store);
  if (bytes <= retention.max_bytes) return old;
  return [...new Set([...old, ...oldestHolding(store, bytes - retention.max_bytes * ROOM, bytes)])];
}

function olderThan({ db }: Store, time: number): string[] {
  return db
    .prepare<[number], { key: string }>(
      `SELECT key FROM session WHERE ended_at < ? AND parent_kind IS NOT 'subagent' ORDER BY ended_at`,
    )
    .all(time)
    .map(({ key }) => key);
}

/** Free pages do not count: they are used again. */
function usedBytes({ db }: Store): number {
  const number = (name: string): number => Number(db.pragma(name, { simple: true }));
  return (number('page_count') - number('freelist_count')) * number('page_size');
}

interface SizeRow {
  key: string;
  bytes: number;
}

/** A session's share is measured by its detail and passages, and stands for its part of the index as well. */
function oldestHolding({ db }: Store, excess: number, total: number): string[] {
  const rows = db
    .prepare<[], SizeRow>(
      `SELECT main.key, sum((SELECT coalesce(sum(length(data)), 0) FROM detail WHERE turn_id = t.id)
                          + (SELECT coalesce(sum(chars), 0) FROM passage WHERE turn_id = t.id)) AS bytes
       FROM session s JOIN turn t ON t.session_id = s.id
         JOIN session main ON main.key = CASE WHEN s.parent_kind = 'subagent' THEN substr(s.key, 1, instr(s.key || '/', '/') - 1) ELSE s.key END
       GROUP BY main.id ORDER BY coalesce(main.ended_at, main.born)`,
    )
    .all();
  const measured = rows.reduce((sum, row) => sum + row.bytes, 0);
  const keys: string[] = [];
  let share = 0;
  for (const { key, bytes } of rows) {
    if (share >= excess) break;
    share += measured === 0 ? total : (bytes / measured) * total;
    keys.push(key);
  }
  return keys;
}
