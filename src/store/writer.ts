import type { PromptEvent, UsageEvent } from '../shared/events.ts';
import type { ActionKind, ActionOutcome } from '../shared/turn-facts.ts';
import { detailWriter, readDetail } from './detail.ts';
import type { Store } from './open.ts';
import { passageWriter, type Piece } from './passages.ts';

/** The statements that change history. All are called inside one transaction per batch (`ingest/batch`). */

export interface SessionRow {
  id: number;
  key: string;
  project_id: number | null;
  cwd: string | null;
  parent_key: string | null;
  parent_kind: string | null;
  inherited_turns: number;
}

export interface OpenTurnRow {
  id: number;
  n: number;
  role: string;
  prompt: string;
  started_at: number | null;
  has_reply: number;
}

export interface TurnOwner {
  turn_id: number;
  session_id: number;
  session_key: string;
  n: number;
  inherited_turns: number;
  /** When the owner's file was made, milliseconds. */
  born: number;
}

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

export interface SessionChange {
  projectPath?: string;
  projectName?: string;
  cwd?: string;
  branch?: string;
  version?: string;
  agentType?: string;
  parent?: { key: string; kind: string; callId?: string };
}

export interface TurnChange {
  id: number;
  /** Text to add to the reply. */
  reply: string;
  firstReplyAt: number | null;
  endedAt: number | null;
  model: string | null;
  interrupted: boolean;
}

/** Twice what a batch changes, half of what better-sqlite3 takes: the rest is in the system's memory all the same. */
const CACHE_KIB = 8192;

export type Writer = ReturnType<typeof writerOn>;

export function writerOn(store: Store) {
  const { db } = store;
  // Of an encrypted database the cache saves more than reading.
  if (!store.isEncrypted) db.pragma(`cache_size = -${CACHE_KIB}`);
  const detail = detailWriter(store);
  const passages = passageWriter(store);
  const projectNames = new Map<string, number>();
  const pathIds = new Map<string, number>();

  const sessionByKey = db.prepare<[string], SessionRow>(
    'SELECT id, key, project_id, cwd, parent_key, parent_kind, inherited_turns FROM session WHERE key = ?',
  );
  const insertSession = db.prepare<[string, string, number]>(
    'INSERT INTO session (key, source, born) VALUES (?, ?, ?)',
  );
  const insertProject = db.prepare<[string, string]>(
    'INSERT INTO project (path, name) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const projectByPath = db.prepare<[string], { id: number }>('SELECT id FROM project WHERE path = ?');
  // Apart from the other columns: an update of a foreign key has FTS5 write out what it gathered for the transaction,
  // a segment each time (a statement that may be undone is a savepoint; 172 ms of a pass over 206 MB).
  const setProject = db.prepare<[number, number]>('UPDATE session SET project_id = ? WHERE id = ?');
  const changeSession = db.prepare<
    [
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      number,
    ]
  >(
    `UPDATE session SET cwd = coalesce(?, cwd), branch = coalesce(?, branch), version = coalesce(?, version),
       agent_type = coalesce(?, agent_type), parent_key = coalesce(?, parent_key),
       parent_kind = coalesce(?, parent_kind), parent_call = coalesce(?, parent_call) WHERE id = ?`,
  );
  const kindOfParent = db
    .prepare<[number], string | null>('SELECT parent_kind FROM session WHERE id = ?')
    .pluck();
  const titleSession = db.prepare<[string, number, number, number]>(
    'UPDATE session SET title = ?, title_rank = ? WHERE id = ? AND title_rank <= ?',
  );
  const touchSession = db.prepare<[{ id: number; from: number; to: number }]>(
    `UPDATE session SET started_at = min(coalesce(started_at, @from), @from), ended_at = max(coalesce(ended_at, @to), @to)
     WHERE id = @id`,
  );
  const inherit = db.prepare<[number, number]>(
    'UPDATE session SET inherited_turns = max(inherited_turns, ?) WHERE id = ?',
  );
  const inheritPrompt = db.prepare<[number, number, string]>(
    'INSERT INTO inherited (session_id, n, prompt_uuid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const compacted = db.prepare<[number, number]>(
    'UPDATE session SET compactions = compactions + ? WHERE id = ?',
  );

  const openTurn = "SELECT id, n, role, prompt, started_at, reply <> '' AS has_reply FROM turn";
  const lastTurn = db.prepare<[number], OpenTurnRow>(
    `${openTurn} WHERE session_id = ? ORDER BY n DESC LIMIT 1`,
  );
  const turnById = db.prepare<[number], OpenTurnRow>(`${openTurn} WHERE id = ?`);
  const ownerOfPrompt = db.prepare<[string], TurnOwner>(
    // Subqueries: a join would be planned anew each time, ten times the cost (measured, SQLite 3.54).
    `SELECT id AS turn_id, session_id, (SELECT key FROM session WHERE id = session_id) AS session_key, n,
       (SELECT inherited_turns FROM session WHERE id = session_id) AS inherited_turns,
       (SELECT born FROM session WHERE id = session_id) AS born
     FROM turn WHERE prompt_uuid = ?`,
  );
  const insertTurn = db.prepare<
    [
      number,
      number,
      string,
      string | null,
      string | null,
      number | null,
      number | null,
      string,
      string | null,
      number,
    ]
  >(
    `INSERT INTO turn (session_id, n, role, prompt_uuid, parent_uuid, started_at, ended_at, prompt, context, images)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const changeTurn = db.prepare<[string, number | null, number | null, string | null, number, number]>(
    `UPDATE turn SET reply = reply || ?, first_reply_at = coalesce(first_reply_at, ?), ended_at = coalesce(max(ended_at, ?), ended_at),
       model = coalesce(?, model), interrupted = max(interrupted, ?) WHERE id = ?`,
  );
  const promptOn = db
    .prepare<[string, number, number], number | null>(
      'SELECT min(n) FROM turn WHERE parent_uuid = ? AND +session_id = ? AND n < ?',
    )
    .pluck();
  const rewind = db.prepare<[number, number, number]>(
    'UPDATE turn SET rewound = 1 WHERE session_id = ? AND n >= ? AND n < ?',
  );
  const dropTurn = db.prepare<[number]>('DELETE FROM turn WHERE id = ?');
  // A copied result names a sub-agent under the copy's session, where no transcript of it lies.
  const dropAgents = db.prepare<[string, number]>(
    `DELETE FROM session WHERE parent_key = ? AND parent_kind = 'subagent'
       AND parent_call IN (SELECT call_id FROM action WHERE turn_id = ?)
       AND NOT EXISTS (SELECT 1 FROM turn WHERE session_id = session.id)`,
  );
  const timesOfTurns = db.prepare<[{ id: number }]>(
    `UPDATE session SET started_at = (SELECT min(started_at) FROM turn WHERE session_id = @id),
       ended_at = (SELECT max(ended_at) FROM turn WHERE session_id = @id) WHERE id = @id`,
  );
  const adoptPrompt = db.prepare<
    [string, string | null, string | null, number | null, string, string | null, number, number]
  >(
    `UPDATE turn SET role = ?, prompt_uuid = ?, parent_uuid = ?, started_at = ?, prompt = ?, context = ?, images = ?
     WHERE id = ?`,
  );
  // UNION, not UNION ALL: records may claim a circle.
  const forkOf = db.prepare<[string, string]>(
    `WITH RECURSIVE above (key) AS (
       SELECT parent_key FROM session WHERE key = ? AND parent_kind = 'fork'
       UNION SELECT s.parent_key FROM session s JOIN above ON s.key = above.key WHERE s.parent_kind = 'fork'
     ) SELECT 1 FROM above WHERE key = ?`,
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
    // A subquery, for the same reason.
    `SELECT id, turn_id, tool, kind, coalesce(target, (SELECT path FROM path WHERE id = action.path_id), '') AS target, outcome
     FROM action WHERE session_id = ? AND call_id = ?`,
  );
  const finishAction = db.prepare<[ActionOutcome, string | null, number | null, string | null, number]>(
    'UPDATE action SET outcome = ?, error = ?, ended_at = ?, agent_key = coalesce(?, agent_key) WHERE id = ?',
  );
  const putUsage = db.prepare<
    [string, string, number, number | null, string, number | null, number, number, number, number, number]
  >(
    `INSERT INTO usage (message_id, request_id, session_id, turn_id, model, at, input, output, cache_read, cache_write_5m, cache_write_1h)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (message_id, request_id) DO UPDATE SET input = excluded.input, output = excluded.output,
       cache_read = excluded.cache_read, cache_write_5m = excluded.cache_write_5m, cache_write_1h = excluded.cache_write_1h
     WHERE excluded.input + excluded.output + excluded.cache_read + excluded.cache_write_5m + excluded.cache_write_1h
         > usage.input + usage.output + usage.cache_read + usage.cache_write_5m + usage.cache_write_1h`,
  );

  let lastUsage = '';
  /** Calls without a result yet: most results follow their call in the same batch. */
  const openCalls = new Map<string, ActionRow>();

  function projectId(path: string, name: string): number {
    let id = projectNames.get(path);
    if (id === undefined) {
      insertProject.run(path, name);
      id = projectByPath.get(path)!.id;
      projectNames.set(path, id);
    }
    return id;
  }

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
      lastUsage = '';
      openCalls.clear();
      projectNames.clear();
      pathIds.clear();
    },

    session(key: string, source: string, born: number): SessionRow {
      const row = sessionByKey.get(key);
      if (row) return row;
      insertSession.run(key, source, born);
      return sessionByKey.get(key)!;
    },

    findSession: (key: string): SessionRow | undefined => sessionByKey.get(key),

    changeSession(id: number, change: SessionChange): void {
      if (change.projectPath !== undefined)
        setProject.run(projectId(change.projectPath, change.projectName ?? change.projectPath), id);
      const { cwd, branch, version, agentType, parent } = change;
      // Copied turns prove a fork; each batch of a copied sub-agent tells again whose it is.
      const keeps = parent !== undefined && parent.kind !== 'fork' && kindOfParent.get(id) === 'fork';
      changeSession.run(
        cwd ?? null,
        branch ?? null,
        version ?? null,
        agentType ?? null,
        keeps ? null : (parent?.key ?? null),
        keeps ? null : (parent?.kind ?? null),
        parent?.callId ?? null,
        id,
      );
    },

    copyPlace(id: number, from: SessionRow): void {
      if (from.project_id !== null) setProject.run(from.project_id, id);
      changeSession.run(from.cwd, null, null, null, null, null, null, id);
    },

    title: (id: number, text: string, rank: number): void => void titleSession.run(text, rank, id, rank),
    /** Makes a session's title searchable, once there is something to find by it. */
    nameSession: (id: number): void => passages.name(id),
    touchSession: (id: number, from: number, to: number): void => void touchSession.run({ id, from, to }),
    /** @param promptUuid of the last of them; none when that was forgotten */
    inheritTurns(id: number, count: number, promptUuid?: string): void {
      inherit.run(count, id);
      if (promptUuid) inheritPrompt.run(id, count, promptUuid);
    },
    compacted: (id: number): void => void compacted.run(1, id),

    lastTurn: (sessionId: number): OpenTurnRow | undefined => lastTurn.get(sessionId),
    turn: (id: number): OpenTurnRow | undefined => turnById.get(id),
    /** How many events of a turn are stored. */
    storedEvents: (turnId: number): number => readDetail(store, turnId).length,
    ownerOfPrompt: (uuid: string): TurnOwner | undefined => ownerOfPrompt.get(uuid),
    /** Whether a session was forked from another, directly or over further forks. */
    isForkOf: (key: string, origin: string): boolean => forkOf.get(key, origin) !== undefined,

    /** Takes a turn from the fork that told it before the session that said it was read. */
    takeTurn({ turn_id, session_id, session_key }: TurnOwner): void {
      openCalls.clear();
      dropAgents.run(session_key, turn_id);
      const copied = readDetail(store, turn_id).filter((event) => event.type === 'compaction').length;
      if (copied > 0) compacted.run(-copied, session_id);
      dropTurn.run(turn_id);
      timesOfTurns.run({ id: session_id });
      passages.name(session_id);
    },

    /** Gives a turn that was opened without one its prompt. */
    adoptPrompt(turnId: number, event: PromptEvent): void {
      adoptPrompt.run(
        event.role,
        event.uuid || null,
        event.parentUuid,
        event.at,
        event.text,
        contextOf(event),
        event.images,
        turnId,
      );
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

    /** Marks the turns that a second prompt on the same parent replaces. */
    rewindTo(sessionId: number, parentUuid: string, before: number): void {
      const from = promptOn.get(parentUuid, sessionId, before) ?? null;
      if (from !== null) rewind.run(sessionId, from, before);
    },

    addTurn(sessionId: number, n: number, event: PromptEvent | null, at: number | null): number {
      const { lastInsertRowid } = insertTurn.run(
        sessionId,
        n,
        event?.role ?? 'none',
        event?.uuid || null,
        event?.parentUuid ?? null,
        at,
        at,
        event?.text ?? '',
        event && contextOf(event),
        event?.images ?? 0,
      );
      return Number(lastInsertRowid);
    },

    changeTurn(change: TurnChange): void {
      changeTurn.run(
        change.reply,
        change.firstReplyAt,
        change.endedAt,
        change.model,
        change.interrupted ? 1 : 0,
        change.id,
      );
    },

    appendDetail: (turnId: number, lines: readonly (string | Uint8Array)[]): void =>
      detail.append(turnId, lines),

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

    putUsage(sessionId: number, turnId: number | null, u: UsageEvent): void {
      // The records of one message follow each other and say the same.
      const said = `${u.messageId} ${u.requestId} ${u.input + u.output + u.cacheRead + u.cacheWrite5m + u.cacheWrite1h}`;
      if (said === lastUsage) return;
      lastUsage = said;
      putUsage.run(
        u.messageId,
        u.requestId,
        sessionId,
        turnId,
        u.model,
        u.at,
        u.input,
        u.output,
        u.cacheRead,
        u.cacheWrite5m,
        u.cacheWrite1h,
      );
    },

    appendPassages(
      turnId: number,
      projectId: number | null,
      pieces: readonly Piece[],
      at: number | null,
    ): void {
      passages.append(turnId, projectId, pieces, at);
    },
  };
}

function contextOf({ context }: PromptEvent): string | null {
  return context.length > 0 ? JSON.stringify(context) : null;
}
