import { once } from './once.ts';
import type { Store } from './open.ts';

/**
 * Which sessions go on with another one's work: forked from it or begun with /clear in it, or the same task taken up
 * again, that is, on the same branch of the same project within two days. A resumed or compacted session is one session.
 */
export interface Continuation {
  /** Key of the session before. */
  continues?: string;
  /** Key of the session after. */
  continued_by?: string;
}

const HOUR = 3_600_000;
const LONGEST_GAP = 48 * HOUR;
/** A session after that lasts longer than this is not found: there is no index on when sessions began. */
const LONGEST_SESSION = 48 * HOUR;

interface Pair {
  own_key: string;
  other_key: string;
  /** 1 when the other came first. */
  is_before: number;
}

/** Both parents and same tasks, the nearest first; on the trunk a branch tells nothing. */
const pairs = once((db) =>
  db.prepare<[{ keys: string; gap: number; longest: number }], Pair>(
    `WITH own AS (SELECT * FROM session WHERE key IN (SELECT value FROM json_each(@keys))),
     pair AS (
       SELECT own.id AS own, o.id AS other, 1 AS is_before, 1 AS is_parent
         FROM own JOIN session o ON o.key = own.parent_key WHERE own.parent_kind IN ('fork', 'clear')
       UNION ALL
       SELECT own.id, o.id, 0, 1
         FROM own JOIN session o ON o.parent_key = own.key WHERE o.parent_kind IN ('fork', 'clear')
       UNION ALL
       SELECT own.id, o.id, o.started_at < own.started_at, 0
         FROM own CROSS JOIN session o
           ON o.ended_at BETWEEN own.started_at - @gap AND own.ended_at + @gap + @longest
         WHERE o.project_id = own.project_id AND o.branch = own.branch AND o.id <> own.id
           AND own.branch NOT IN ('HEAD', 'main', 'master', 'trunk', 'develop')
           AND o.parent_kind IS NOT 'subagent' AND o.started_at <= own.ended_at + @gap)
     SELECT own.key AS own_key, o.key AS other_key, is_before
     FROM pair JOIN own ON own.id = pair.own JOIN session o ON o.id = pair.other
     ORDER BY is_parent DESC, abs(o.started_at - own.started_at)`,
  ),
);

/** By key; the nearest in time where there are several. @param keys of main sessions */
export function continuations({ db }: Store, keys: readonly string[]): Map<string, Continuation> {
  const continuing = new Map<string, Continuation>();
  for (const { own_key, other_key, is_before } of pairs(db).all({
    keys: JSON.stringify(keys),
    gap: LONGEST_GAP,
    longest: LONGEST_SESSION,
  })) {
    const of = continuing.get(own_key) ?? {};
    continuing.set(own_key, of);
    if (is_before) of.continues ??= other_key;
    else of.continued_by ??= other_key;
  }
  return continuing;
}
