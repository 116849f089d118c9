import { readDetail } from './detail.ts';
import type { Store } from './open.ts';
import type { TurnOwner } from './write-turns.ts';

/**
 * Takes a turn from the fork that told it before the session that said it was read.
 * @returns how often the conversation was compacted in it
 */
export function turnTaker(store: Store): (owner: TurnOwner) => number {
  const { db } = store;
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

  return ({ turn_id, session_id, session_key }) => {
    dropAgents.run(session_key, turn_id);
    const compactions = readDetail(store, turn_id).filter((event) => event.type === 'compaction').length;
    dropTurn.run(turn_id);
    timesOfTurns.run({ id: session_id });
    return compactions;
  };
}
