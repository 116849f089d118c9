import type { ActionKind, ActionOutcome } from '../shared/turn-facts.ts';
import type { Store } from './open.ts';
import { OPENING } from './opening.ts';

/** What a replay reads of one session. Times are milliseconds. */
export interface SessionHead {
  id: number;
  key: string;
  source: string;
  project: string | null;
  cwd: string | null;
  branch: string | null;
  title: string | null;
  opening: string | null;
  parent_key: string | null;
  parent_kind: 'fork' | 'subagent' | 'clear' | null;
  /** Turns at its start that were said in the session it was forked from. */
  inherited_turns: number;
  started_at: number;
  ended_at: number;
}

const HEAD = `
  SELECT s.id, s.key, s.source, p.name AS project, s.cwd, nullif(s.branch, 'HEAD') AS branch, s.title, s.parent_key, s.parent_kind, s.inherited_turns,
    ${OPENING} AS opening,
    coalesce(s.started_at, s.born) AS started_at, coalesce(s.ended_at, s.started_at, s.born) AS ended_at
  FROM session s LEFT JOIN project p ON p.id = s.project_id`;

export function sessionByKey({ db }: Store, key: string): SessionHead | undefined {
  return db.prepare<[string], SessionHead>(`${HEAD} WHERE s.key = ?`).get(key);
}

/** Main sessions whose id begins so, latest first; if there is none, sub-agents whose own id does. */
export function sessionsByPrefix({ db }: Store, prefix: string, limit: number): SessionHead[] {
  const latest = 'ORDER BY coalesce(s.ended_at, s.born) DESC LIMIT ?';
  const isAgent = prefix.includes('/');
  const main = db
    .prepare<[string, string, number], SessionHead>(
      `${HEAD} WHERE substr(s.key, 1, length(?)) = ? ${isAgent ? '' : "AND instr(s.key, '/') = 0"} ${latest}`,
    )
    .all(prefix, prefix, limit);
  if (main.length > 0 || isAgent) return main;
  return db
    .prepare<[string, string, string, number], SessionHead>(
      `${HEAD} WHERE instr(s.key, '/agent-' || ?) > 0 OR (? LIKE 'agent-%' AND instr(s.key, '/' || ?) > 0) ${latest}`,
    )
    .all(prefix, prefix, prefix, limit);
}

/**
 * The session with the latest activity up to `now` after skipping so many; sub-agents do not count.
 * @param without sessions that are not meant, named by a turn of theirs
 */
export function recentSession(
  { db }: Store,
  now: number,
  skip: number,
  without: readonly number[] = [],
): SessionHead | undefined {
  return db
    .prepare<[number, string, number], SessionHead>(
      `${HEAD} WHERE s.parent_kind IS NOT 'subagent' AND coalesce(s.started_at, s.born) <= ?
         AND EXISTS (SELECT 1 FROM turn WHERE session_id = s.id)
         AND s.id NOT IN (SELECT session_id FROM turn WHERE id IN (SELECT value FROM json_each(?)))
       ORDER BY coalesce(s.ended_at, s.started_at, s.born) DESC, s.id DESC LIMIT 1 OFFSET ?`,
    )
    .get(now, JSON.stringify(without), skip);
}

/** The sub-agents that a session started, in the order in which they began. */
export function subagentHeads({ db }: Store, sessionKey: string): { id: number; key: string }[] {
  return db
    .prepare<[string, string, string], { id: number; key: string }>(
      `SELECT id, key FROM session WHERE parent_kind = 'subagent'
         AND (parent_key = ? OR substr(key, 1, length(?) + 1) = ? || '/') ORDER BY started_at, id`,
    )
    .all(sessionKey, sessionKey, sessionKey);
}

/** A turn without its texts. */
export interface TurnHead {
  id: number;
  n: number;
  role: 'person' | 'command' | 'task' | 'none';
  started_at: number | null;
  first_reply_at: number | null;
  ended_at: number | null;
  rewound: number;
}

export function turnHeads({ db }: Store, sessionId: number): TurnHead[] {
  return db
    .prepare<[number], TurnHead>(
      'SELECT id, n, role, started_at, first_reply_at, ended_at, rewound FROM turn WHERE session_id = ? ORDER BY n',
    )
    .all(sessionId);
}

/** Turns that a fork inherited, in its order, each with the session that said it; without those that are gone. */
export function inheritedTurns({ db }: Store, sessionId: number): (TurnHead & { session: string })[] {
  return db
    .prepare<[number], TurnHead & { session: string }>(
      `SELECT t.id, i.n, t.role, t.started_at, t.first_reply_at, t.ended_at, 0 AS rewound, s.key AS session
       FROM inherited i JOIN turn t ON t.prompt_uuid = i.prompt_uuid JOIN session s ON s.id = t.session_id
       WHERE i.session_id = ? AND t.session_id <> i.session_id ORDER BY i.n`,
    )
    .all(sessionId);
}

export interface TurnTexts {
  prompt: string;
  reply: string;
  /** JSON array of what an editor added. */
  context: string | null;
  images: number;
  interrupted: number;
}

export function turnTexts({ db }: Store, turnId: number): TurnTexts | undefined {
  return db
    .prepare<[number], TurnTexts>('SELECT prompt, reply, context, images, interrupted FROM turn WHERE id = ?')
    .get(turnId);
}

export interface TurnAction {
  call_id: string;
  tool: string;
  kind: ActionKind;
  target: string;
  outcome: ActionOutcome;
  error: string | null;
  started_at: number | null;
  ended_at: number | null;
  /** The sub-agent that it started. */
  agent_key: string | null;
}

export function turnActions({ db }: Store, turnId: number): TurnAction[] {
  return db
    .prepare<[number], TurnAction>(
      `SELECT a.call_id, a.tool, a.kind, coalesce(a.target, p.path, '') AS target, a.outcome, a.error,
         a.started_at, a.ended_at, a.agent_key
       FROM action a LEFT JOIN path p ON p.id = a.path_id WHERE a.turn_id = ? ORDER BY a.id`,
    )
    .all(turnId);
}
