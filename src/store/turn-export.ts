import type { Store } from './open.ts';
import type { SessionFilter } from './sessions.ts';
import { projectIds } from './projects.ts';

/** Turns one by one, as `her export turns` writes them. Times are milliseconds. */
export interface ExportRow {
  session_id: string;
  project: string | null;
  n: number;
  turn_id: number;
  prompt_uuid: string | null;
  started_at: number | null;
  first_reply_at: number | null;
  ended_at: number | null;
  prompt: string;
  reply: string;
  model: string | null;
  tool_calls: number;
  /** Calls that failed or were blocked; not those that the person refused or stopped. */
  errors: number;
  interrupted: number;
  /** What the detector said; null when the turn does not push back. */
  kind: string | null;
  cause: string | null;
  confidence: number | null;
}

export interface ExportFilter extends SessionFilter {
  /** Also the turns of sub-agents, and work whose prompt is not on record. */
  hasSubagents?: boolean;
}

/**
 * Ordered by session id and n; read as it is consumed, so that memory does not grow with history.
 * @throws HerError `unknown-project`
 */
export function* exportedTurns(store: Store, filter: ExportFilter): Generator<ExportRow> {
  const projects = filter.project === undefined ? null : JSON.stringify(projectIds(store, filter.project));
  yield* store.db
    .prepare<[{ projects: string | null; since: number; until: number; all: number }], ExportRow>(
      `SELECT s.key AS session_id, p.name AS project, t.n, t.id AS turn_id, t.prompt_uuid,
         t.started_at, t.first_reply_at, t.ended_at, t.prompt, t.reply, t.model, t.interrupted, v.kind, v.cause, v.confidence,
         (SELECT count(*) FROM action WHERE turn_id = t.id) AS tool_calls,
         (SELECT count(*) FROM action WHERE turn_id = t.id AND outcome IN ('failed', 'blocked')) AS errors
       FROM session s JOIN turn t ON t.session_id = s.id LEFT JOIN project p ON p.id = s.project_id
         LEFT JOIN judgement v ON v.turn_id = t.id
       WHERE (@projects IS NULL OR s.project_id IN (SELECT value FROM json_each(@projects)))
         AND coalesce(t.started_at, s.started_at, s.born) >= @since
         AND coalesce(t.started_at, s.started_at, s.born) < @until
         AND (@all OR t.role IN ('person', 'command') AND s.parent_kind IS NOT 'subagent')
       ORDER BY s.key, t.n`,
    )
    .iterate({
      projects,
      since: filter.since ?? Number.MIN_SAFE_INTEGER,
      until: filter.until ?? Number.MAX_SAFE_INTEGER,
      all: filter.hasSubagents ? 1 : 0,
    });
}
