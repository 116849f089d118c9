import type { ActionKind, ActionOutcome } from '../shared/turn-facts.ts';
import type { Store } from './open.ts';
import { readDetail } from './detail.ts';
import { unpackPieces, type Piece } from './passages.ts';

/** What is read around an error: the calls of its turn and of those that follow, and the pieces of their text. */
export interface StoredStep {
  id: number;
  call_id: string;
  turn_id: number;
  /** Number of the turn in its session. */
  turn: number;
  tool: string;
  kind: ActionKind;
  target: string;
  outcome: ActionOutcome;
  error: string | null;
}

/** Calls of a turn and of the turns after it in the same session, at most so many turns, in order. */
export function stepsFrom({ db }: Store, turnId: number, turns: number): StoredStep[] {
  const first = db
    .prepare<[number], { session_id: number; n: number }>('SELECT session_id, n FROM turn WHERE id = ?')
    .get(turnId);
  if (!first) return [];
  return db
    .prepare<[number, number, number], StoredStep>(
      `SELECT a.id, a.call_id, a.turn_id, t.n AS turn, a.tool, a.kind, coalesce(a.target, p.path, '') AS target, a.outcome, a.error
       FROM turn t JOIN action a ON a.turn_id = t.id LEFT JOIN path p ON p.id = a.path_id
       WHERE t.session_id = ? AND t.n >= ? AND t.n < ? ORDER BY t.n, a.id`,
    )
    .all(first.session_id, first.n, first.n + turns);
}

/** All pieces of a turn, in order. */
export function piecesOfTurn({ db }: Store, turnId: number): Piece[] {
  return db
    .prepare<[number], string>('SELECT pieces FROM passage WHERE turn_id = ? ORDER BY seq')
    .pluck()
    .all(turnId)
    .flatMap((packed) => unpackPieces(packed));
}

/** What the calls of a turn gave back, by call. */
export function outputsOfTurn(store: Store, turnId: number): Map<string, string> {
  return new Map(
    readDetail(store, turnId).flatMap((event) =>
      event.type === 'tool-result' ? [[event.callId, event.text] as const] : [],
    ),
  );
}
