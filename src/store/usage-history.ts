import type { TokenCounts } from '../shared/cost.ts';
import { sessionTitle } from '../shared/session-labels.ts';
import type { UsageGroup } from '../shared/usage-answer.ts';
import { OPENING } from './opening.ts';
import type { Store } from './open.ts';

/** Tokens, turns and times of the whole history or a part of it. Sub-agents count towards their session. */
export interface HistoryFilter {
  projects?: readonly number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
}

export interface GroupedUsage extends TokenCounts {
  key: string;
  model: string;
  messages: number;
}

export interface TimedTurn {
  session_id: string;
  turn: number;
  at: number;
  project: string | null;
  turn_ms: number | null;
  first_reply_ms: number | null;
  actions: number;
  prompt: string;
  key: string;
}

/** Days, weeks (by their Monday), months and hours are of the local calendar. */
const TIME_KEYS: Partial<Record<UsageGroup, (at: string) => string>> = {
  day: (at) => `date(${at} / 1000, 'unixepoch', 'localtime')`,
  week: (at) => `date(${at} / 1000, 'unixepoch', 'localtime', 'weekday 0', '-6 days')`,
  month: (at) => `strftime('%Y-%m', ${at} / 1000, 'unixepoch', 'localtime')`,
  hour: (at) => `strftime('%H:00', ${at} / 1000, 'unixepoch', 'localtime')`,
};

function keyOf(group: UsageGroup | undefined, at: string, model: string): string {
  const time = group && TIME_KEYS[group]?.(at);
  if (time) return `coalesce(${time}, 'unknown')`;
  if (group === 'project') return "coalesce(pr.name, 'unknown')";
  if (group === 'model') return `coalesce(${model}, 'unknown')`;
  if (group === 'session') return MAIN_SESSION;
  return "''";
}

const MAIN_SESSION =
  "CASE instr(s.key, '/') WHEN 0 THEN s.key ELSE substr(s.key, 1, instr(s.key, '/') - 1) END";
const AT = 'coalesce(u.at, s.started_at, s.born)';
const WITHIN = `(@projects IS NULL OR s.project_id IN (SELECT value FROM json_each(@projects)))`;

interface Bound {
  projects: string | null;
  since: number;
  until: number;
}

function bound({ projects, since, until }: HistoryFilter): Bound {
  return {
    projects: projects ? JSON.stringify(projects) : null,
    since: since ?? Number.MIN_SAFE_INTEGER,
    until: until ?? Number.MAX_SAFE_INTEGER,
  };
}

/** One row per group and model. */
export function groupedUsage({ db }: Store, filter: HistoryFilter, group?: UsageGroup): GroupedUsage[] {
  return db
    .prepare<[Bound], GroupedUsage>(
      `SELECT ${keyOf(group, AT, 'u.model')} AS key, u.model, count(*) AS messages, sum(u.input) AS input,
         sum(u.output) AS output, sum(u.cache_read) AS cache_read, sum(u.cache_write_5m) AS cache_write_5m,
         sum(u.cache_write_1h) AS cache_write_1h
       FROM usage u JOIN session s ON s.id = u.session_id LEFT JOIN project pr ON pr.id = s.project_id
       WHERE ${WITHIN} AND ${AT} >= @since AND ${AT} < @until GROUP BY 1, 2`,
    )
    .all(bound(filter));
}

/** Human turns of main sessions, with the key of their group. */
export function timedTurns({ db }: Store, filter: HistoryFilter, group?: UsageGroup): TimedTurn[] {
  return db
    .prepare<[Bound], TimedTurn>(
      `SELECT s.key AS session_id, t.n AS turn, coalesce(t.started_at, s.started_at, s.born) AS at, pr.name AS project,
         t.ended_at - t.started_at AS turn_ms, t.first_reply_at - t.started_at AS first_reply_ms,
         (SELECT count(*) FROM action WHERE turn_id = t.id) AS actions, substr(t.prompt, 1, 400) AS prompt,
         ${keyOf(group, 't.started_at', 't.model')} AS key
       FROM turn t JOIN session s ON s.id = t.session_id LEFT JOIN project pr ON pr.id = s.project_id
       WHERE t.role IN ('person', 'command') AND s.parent_kind IS NOT 'subagent' AND ${WITHIN}
         AND coalesce(t.started_at, s.started_at, s.born) >= @since AND coalesce(t.started_at, s.started_at, s.born) < @until
       ORDER BY t.started_at`,
    )
    .all(bound(filter));
}

/** How long each tool call took that came to its own end. */
export function toolTimes({ db }: Store, filter: HistoryFilter): { tool: string; ms: number }[] {
  return db
    .prepare<[Bound], { tool: string; ms: number }>(
      `SELECT a.tool, a.ended_at - a.started_at AS ms FROM action a JOIN session s ON s.id = a.session_id
       WHERE a.outcome IN ('ok', 'failed') AND a.ended_at >= a.started_at AND ${WITHIN}
         AND a.started_at >= @since AND a.started_at < @until`,
    )
    .all(bound(filter));
}

/** Titles of sessions by key; of those that have asked nothing, none. */
export function titlesOf({ db }: Store, keys: readonly string[]): Map<string, string> {
  const rows = db
    .prepare<[string], { key: string; title: string | null; opening: string | null }>(
      `SELECT s.key, s.title, ${OPENING} AS opening FROM session s
       WHERE s.key IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(keys));
  return new Map(
    rows
      .filter(({ title, opening }) => title || opening)
      .map(({ key, title, opening }) => [key, sessionTitle(title, opening)]),
  );
}
