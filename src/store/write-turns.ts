import type { PromptEvent } from '../shared/events.ts';
import { readDetail } from './detail.ts';
import type { Store } from './open.ts';

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

export interface TurnChange {
  id: number;
  /** Text to add to the reply. */
  reply: string;
  firstReplyAt: number | null;
  endedAt: number | null;
  model: string | null;
  interrupted: boolean;
}

/** What is stored of a turn: its prompt, its reply, whether it was taken back. */
export function turnWriter(store: Store) {
  const { db } = store;

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
  const adoptPrompt = db.prepare<
    [string, string | null, string | null, number | null, string, string | null, number, number]
  >(
    `UPDATE turn SET role = ?, prompt_uuid = ?, parent_uuid = ?, started_at = ?, prompt = ?, context = ?, images = ?
     WHERE id = ?`,
  );

  return {
    lastTurn: (sessionId: number): OpenTurnRow | undefined => lastTurn.get(sessionId),
    turn: (id: number): OpenTurnRow | undefined => turnById.get(id),
    /** How many events of a turn are stored. */
    storedEvents: (turnId: number): number => readDetail(store, turnId).length,
    ownerOfPrompt: (uuid: string): TurnOwner | undefined => ownerOfPrompt.get(uuid),
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

    /** Marks the turns that a second prompt on the same parent replaces. */
    rewindTo(sessionId: number, parentUuid: string, before: number): void {
      const from = promptOn.get(parentUuid, sessionId, before) ?? null;
      if (from !== null) rewind.run(sessionId, from, before);
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
  };
}

function contextOf({ context }: PromptEvent): string | null {
  return context.length > 0 ? JSON.stringify(context) : null;
}
