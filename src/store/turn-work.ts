import { costOf } from '../shared/cost.ts';
import type { EditStep } from '../shared/session-edits.ts';
import type { Store } from './open.ts';
import type { UsageRow } from './usage.ts';

/** What turns took: tokens, dollars and time, the sub-agents they started included. */
export interface TurnWork {
  tokens: number;
  output: number;
  /** Of the messages whose price is known. */
  cost_usd: number;
  /** From the prompt to the last record, at most an hour: a turn may wait all night for a permission. */
  ms: number;
}

const LONGEST_MS = 3_600_000;

/** By row id of the turn; a turn without usage on record has zeros. */
export function workByTurn({ db }: Store): Map<number, TurnWork> {
  const work = new Map<number, TurnWork>();
  const turns = db
    .prepare<[number], { id: number; ms: number | null }>(
      `SELECT id, min(ended_at - started_at, ?) AS ms FROM turn WHERE role IN ('person', 'command')`,
    )
    .all(LONGEST_MS);
  for (const { id, ms } of turns)
    work.set(id, { tokens: 0, output: 0, cost_usd: 0, ms: Math.max(0, ms ?? 0) });
  const rows = db
    .prepare<[], UsageRow>(
      `WITH RECURSIVE served (session_id, turn_id) AS (
         SELECT s.id, a.turn_id FROM action a JOIN session s ON s.key = a.agent_key
           JOIN turn t ON t.id = a.turn_id AND t.role IN ('person', 'command')
         UNION
         SELECT s.id, served.turn_id FROM served JOIN action a ON a.session_id = served.session_id
           JOIN session s ON s.key = a.agent_key)
       SELECT u.session_id, coalesce(served.turn_id, u.turn_id) AS turn_id, u.model, sum(u.input) AS input,
         sum(u.output) AS output, sum(u.cache_read) AS cache_read, sum(u.cache_write_5m) AS cache_write_5m,
         sum(u.cache_write_1h) AS cache_write_1h
       FROM usage u LEFT JOIN served ON served.session_id = u.session_id
       GROUP BY coalesce(served.turn_id, u.turn_id), u.model`,
    )
    .all();
  for (const row of rows) {
    const of = row.turn_id === null ? undefined : work.get(row.turn_id);
    if (!of) continue;
    of.tokens += row.input + row.output + row.cache_read + row.cache_write_5m + row.cache_write_1h;
    of.output += row.output;
    of.cost_usd += costOf(row.model, row) ?? 0;
  }
  return work;
}

/** Edits that went well, and the git and rm commands that may have taken them back, in order. */
export function editSteps({ db }: Store, turnIds: readonly number[]): EditStep[] {
  type Row = Omit<EditStep, 'rewound' | 'rejectedNext'> & { rewound: number; rejectedNext: number };
  return db
    .prepare<[string], Row>(
      `WITH wanted AS (SELECT value AS id FROM json_each(?)),
       refused AS (
         SELECT (SELECT max(b.n) FROM turn b WHERE b.session_id = t.session_id AND b.n < t.n AND b.role IN ('person', 'command')) AS n,
           t.session_id FROM judgement v JOIN turn t ON t.id = v.turn_id WHERE v.kind = 'rejection')
       SELECT a.session_id AS sessionId, a.turn_id AS turnId, a.kind, coalesce(p.path, a.target, '') AS target, t.rewound,
         EXISTS (SELECT 1 FROM refused r WHERE r.session_id = t.session_id AND r.n = t.n) AS rejectedNext
       FROM action a JOIN turn t ON t.id = a.turn_id LEFT JOIN path p ON p.id = a.path_id
       WHERE a.outcome = 'ok' AND a.session_id IN (SELECT session_id FROM turn WHERE id IN wanted)
         AND (a.kind = 'edit' OR (a.kind = 'command' AND (a.target LIKE '%git %' OR a.target LIKE '%rm %')))
       ORDER BY a.session_id, a.id`,
    )
    .all(JSON.stringify(turnIds))
    .map((row) => ({ ...row, rewound: row.rewound === 1, rejectedNext: row.rejectedNext === 1 }));
}
