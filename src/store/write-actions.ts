import type { ActionKind, ActionOutcome } from '../shared/turn-facts.ts';
import type { Store } from './open.ts';
import type { SessionRow } from './write-sessions.ts';

export interface NewAction {
  turnId: number;
  sessionId: number;
  callId: string;
  tool: string;
  kind: ActionKind;
  /** Set when the call is about one file. */
  path: string | null;
  target: string;
  at: number | null;
}

export interface ActionRow {
  id: number;
  turn_id: number;
  tool: string;
  kind: ActionKind;
  target: string;
  outcome: ActionOutcome;
}

/** What is stored of a tool's calls, and which of them started which sub-agent. */
export function actionWriter({ db }: Store) {
  const pathIds = new Map<string, number>();
  /** Calls without a result yet: most results follow their call in the same batch. */
  const openCalls = new Map<string, ActionRow>();

  const insertPath = db.prepare<[string, string]>(
    'INSERT INTO path (path, name) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const pathByText = db.prepare<[string], { id: number }>('SELECT id FROM path WHERE path = ?');
  const insertAction = db.prepare<
    [number, number, string, string, string, number | null, string | null, number | null]
  >(
    `INSERT INTO action (turn_id, session_id, call_id, tool, kind, path_id, target, outcome, started_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?) ON CONFLICT DO NOTHING`,
  );
  const actionByCall = db.prepare<[number, string], ActionRow>(
    // A subquery: a join would be planned anew each time, ten times the cost (measured, SQLite 3.54).
    `SELECT id, turn_id, tool, kind, coalesce(target, (SELECT path FROM path WHERE id = action.path_id), '') AS target, outcome
     FROM action WHERE session_id = ? AND call_id = ?`,
  );
  const finishAction = db.prepare<[ActionOutcome, string | null, number | null, string | null, number]>(
    'UPDATE action SET outcome = ?, error = ?, ended_at = ?, agent_key = coalesce(?, agent_key) WHERE id = ?',
  );
  const callAmong = db.prepare<[string, string, string, string], { id: number; session_key: string }>(
    `SELECT a.id, s.key AS session_key FROM action a JOIN session s ON s.id = a.session_id
     WHERE a.call_id = ? AND (s.key = ? OR s.parent_key = ?) ORDER BY s.key = ? DESC LIMIT 1`,
  );
  const agentOfCall = db.prepare<[string, string, string | null], { key: string }>(
    `SELECT key FROM session WHERE parent_call = ? AND parent_kind = 'subagent' AND parent_key IN (?, ?) LIMIT 1`,
  );
  const hang = db.prepare<[string, string]>(
    "UPDATE session SET parent_key = ? WHERE key = ? AND parent_kind = 'subagent'",
  );
  const setAgent = db.prepare<[string, number]>('UPDATE action SET agent_key = ? WHERE id = ?');

  function pathId(path: string): number {
    let id = pathIds.get(path);
    if (id === undefined) {
      insertPath.run(path, path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
      id = pathByText.get(path)!.id;
      if (pathIds.size > 10_000) pathIds.clear();
      pathIds.set(path, id);
    }
    return id;
  }

  return {
    /** After a rollback, ids that were handed out inside it are void. */
    forgetCached(): void {
      openCalls.clear();
      pathIds.clear();
    },

    addAction(action: NewAction): void {
      const path = action.path === null ? null : pathId(action.path);
      const target = action.path === action.target ? null : action.target;
      const { changes, lastInsertRowid } = insertAction.run(
        action.turnId,
        action.sessionId,
        action.callId,
        action.tool,
        action.kind,
        path,
        target,
        action.at,
      );
      if (changes === 0) return;
      if (openCalls.size > 1000) openCalls.clear();
      openCalls.set(`${action.sessionId} ${action.callId}`, {
        id: Number(lastInsertRowid),
        turn_id: action.turnId,
        tool: action.tool,
        kind: action.kind,
        target: action.target,
        outcome: 'open',
      });
    },

    findAction: (sessionId: number, callId: string): ActionRow | undefined =>
      openCalls.get(`${sessionId} ${callId}`) ?? actionByCall.get(sessionId, callId),

    finishAction(
      id: number,
      outcome: ActionOutcome,
      error: string | null,
      at: number | null,
      agentKey: string | null,
    ): void {
      finishAction.run(outcome, error, at, agentKey, id);
    },

    /** Hangs a sub-agent on the call that started it: of its parent, or of a sub-agent beside it. */
    hangOnCall(agentKey: string, parentKey: string, callId: string): void {
      const call = callAmong.get(callId, parentKey, parentKey, parentKey);
      if (!call || call.session_key === agentKey) return;
      setAgent.run(agentKey, call.id);
      if (call.session_key !== parentKey) hang.run(call.session_key, agentKey);
    },

    /** The same, when the sub-agent was read before the call. */
    findAgentOf(row: SessionRow, callId: string): void {
      const agent = agentOfCall.get(callId, row.key, row.parent_kind === 'subagent' ? row.parent_key : null);
      const call = agent && actionByCall.get(row.id, callId);
      if (!call || agent.key === row.key) return;
      setAgent.run(agent.key, call.id);
      hang.run(row.key, agent.key);
    },
  };
}
