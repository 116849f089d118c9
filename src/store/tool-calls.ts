import type { ToolCall } from '../shared/tool-call.ts';
import type { HistoryFilter } from './usage-history.ts';
import type { Store } from './open.ts';

/** Tool calls for error statistics; calls of sub-agents count towards the sub-agent's own session. */

export interface ToolOutcome {
  outcome: ToolCall['outcome'];
  count: number;
}

interface Bound {
  projects: string | null;
  since: number;
  until: number;
}

const FROM = `FROM action a JOIN turn t ON t.id = a.turn_id JOIN session s ON s.id = a.session_id`;
const WITHIN = `(@projects IS NULL OR s.project_id IN (SELECT value FROM json_each(@projects)))
  AND coalesce(a.started_at, t.started_at, s.born) >= @since AND coalesce(a.started_at, t.started_at, s.born) < @until`;

function bound({ projects, since, until }: HistoryFilter): Bound {
  return {
    projects: projects ? JSON.stringify(projects) : null,
    since: since ?? Number.MIN_SAFE_INTEGER,
    until: until ?? Number.MAX_SAFE_INTEGER,
  };
}

/** How many calls ended how. */
export function toolOutcomes({ db }: Store, filter: HistoryFilter): ToolOutcome[] {
  return db
    .prepare<[Bound], ToolOutcome>(`SELECT a.outcome, count(*) AS count ${FROM} WHERE ${WITHIN} GROUP BY 1`)
    .all(bound(filter));
}

const CALL = `SELECT s.key AS sessionId, t.n AS turn, a.tool, a.kind, coalesce(a.target, p.path, '') AS target, a.outcome,
  coalesce(a.error, '') AS error ${FROM} LEFT JOIN path p ON p.id = a.path_id WHERE ${WITHIN}`;

/** The latest first. */
export function failedCalls({ db }: Store, filter: HistoryFilter): ToolCall[] {
  return db
    .prepare<[Bound], ToolCall>(`${CALL} AND a.outcome = 'failed' ORDER BY a.started_at DESC, a.id DESC`)
    .all(bound(filter));
}

/** How many calls failed, by row id of the turn; turns without any are left out. */
export function failuresByTurn({ db }: Store): Map<number, number> {
  const rows = db
    .prepare<[], { id: number; count: number }>(
      "SELECT turn_id AS id, count(*) AS count FROM action WHERE outcome = 'failed' GROUP BY 1",
    )
    .all();
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** All calls of the turns in which something failed, in the order in which they ran. */
export function callsAroundFailures({ db }: Store, filter: HistoryFilter): ToolCall[] {
  return db
    .prepare<[Bound], ToolCall>(
      `${CALL} AND a.turn_id IN (SELECT turn_id FROM action WHERE outcome = 'failed') ORDER BY a.turn_id, a.id`,
    )
    .all(bound(filter));
}
