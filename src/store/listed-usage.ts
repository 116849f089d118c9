import type { Store } from './open.ts';
import { sumUsage, usageBySession, type UsageRow } from './usage.ts';

/** What listed sessions used, that of their sub-agents included. */

interface ListedRow {
  id: number;
  key: string;
}

/** Row ids of the sub-agents that a session had: an agent of an agent is written under the same session. */
export type Subagents = (key: string) => readonly number[];

/** Looked up for each session that is asked for. */
export function subagentsOf({ db }: Store): Subagents {
  const under = db
    .prepare<[{ key: string }], number>(
      // "0" follows "/".
      `SELECT id FROM session WHERE key > @key || '/' AND key < @key || '0' AND parent_kind = 'subagent'
       UNION SELECT id FROM session WHERE parent_key = @key AND parent_kind = 'subagent' AND instr(key, '/') = 0`,
    )
    .pluck();
  return (key) => under.all({ key });
}

/** Read at once, for a list that asks for all sessions. */
export function allSubagents({ db }: Store): Subagents {
  const rows = db
    .prepare<[], { id: number; main_key: string }>(
      `SELECT s.id, CASE instr(s.key, '/') WHEN 0 THEN s.parent_key ELSE substr(s.key, 1, instr(s.key, '/') - 1) END AS main_key
       FROM session s WHERE s.parent_kind = 'subagent'`,
    )
    .all();
  const found = new Map<string, number[]>();
  for (const { id, main_key: key } of rows) {
    const others = found.get(key);
    if (others) others.push(id);
    else found.set(key, [id]);
  }
  return (key) => found.get(key) ?? [];
}

export interface ListedUsage {
  /** Reads that of some sessions, before it is asked for. */
  load(rows: readonly ListedRow[]): void;
  /** With that of its sub-agents. */
  of(row: ListedRow): ReturnType<typeof sumUsage>;
}

export function usageOf(store: Store, served: Subagents): ListedUsage {
  const bySession = new Map<number, UsageRow[]>();
  const idsOf = (row: ListedRow): number[] => [row.id, ...served(row.key)];
  function load(wanted: readonly ListedRow[]): void {
    for (const usage of usageBySession(store, wanted.flatMap(idsOf))) {
      bySession.set(usage.session_id, [...(bySession.get(usage.session_id) ?? []), usage]);
    }
  }
  return { load, of: (row) => sumUsage(idsOf(row).flatMap((id) => bySession.get(id) ?? [])) };
}
