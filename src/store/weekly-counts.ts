import type { Store } from './open.ts';

/** How much happened in a week: counts alone, nothing that names a session, a project or a person. */
export interface WeekCounts {
  /** Its Monday, ISO date, UTC. */
  week: string;
  sessions: number;
  turns: number;
  pushback: number;
  interrupted: number;
  tool_calls: number;
  /** Calls that failed or were blocked. */
  errors: number;
}

/** Weeks with a turn of the person's in `[since, until)`, milliseconds; the earliest first. Sub-agents are left out. */
export function weeklyCounts({ db }: Store, since: number, until: number): WeekCounts[] {
  return db
    .prepare<[number, number], WeekCounts>(
      `WITH person AS (
         SELECT t.id, t.session_id, t.interrupted,
           date(coalesce(t.started_at, s.started_at, s.born) / 1000, 'unixepoch', 'weekday 0', '-6 days') AS week
         FROM turn t JOIN session s ON s.id = t.session_id
         WHERE t.role IN ('person', 'command') AND s.parent_kind IS NOT 'subagent'
           AND coalesce(t.started_at, s.started_at, s.born) >= ? AND coalesce(t.started_at, s.started_at, s.born) < ?),
       calls AS (
         SELECT turn_id, count(*) AS calls, sum(outcome IN ('failed', 'blocked')) AS errors FROM action GROUP BY turn_id)
       SELECT week, count(DISTINCT p.session_id) AS sessions, count(*) AS turns,
         coalesce(sum(v.kind IS NOT NULL), 0) AS pushback, sum(p.interrupted) AS interrupted,
         coalesce(sum(c.calls), 0) AS tool_calls, coalesce(sum(c.errors), 0) AS errors
       FROM person p LEFT JOIN judgement v ON v.turn_id = p.id LEFT JOIN calls c ON c.turn_id = p.id
       GROUP BY week ORDER BY week`,
    )
    .all(since, until);
}
