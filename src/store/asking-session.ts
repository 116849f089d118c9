import { once } from './once.ts';
import type { Store } from './open.ts';

/** Who asks: the server's session, stale after `/clear`, and the call's own id, known once it is read. */
export interface Asking {
  session?: string;
  toolUseId?: string;
}

/**
 * Key of the main session that asks. Until its call is read, that is the one its server was started for, or
 * the one that `/clear` began after it in the same folder; undefined when nobody in a session asks.
 */
export function askingSession(store: Store, asking: Asking): string | undefined {
  const key = store.db
    .prepare<[string], string>(
      `SELECT s.key FROM turn t JOIN session s ON s.id = t.session_id
       WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY s.started_at DESC LIMIT 1`,
    )
    .pluck()
    .get(JSON.stringify(askedIn(store, asking)));
  return key?.split('/')[0];
}

const familyIn = once((db) =>
  db
    .prepare<[string], number>(
      `WITH RECURSIVE
       above (turn_id) AS (
         SELECT value FROM json_each(?)
         UNION SELECT a.turn_id FROM above JOIN turn t ON t.id = above.turn_id
           JOIN session s ON s.id = t.session_id AND s.parent_kind = 'subagent'
           JOIN action a ON a.call_id = s.parent_call AND a.agent_key = s.key),
       family (turn_id) AS (
         SELECT turn_id FROM above
         UNION SELECT t.id FROM family JOIN action a ON a.turn_id = family.turn_id
           JOIN session s ON s.key = a.agent_key JOIN turn t ON t.session_id = s.id)
       SELECT turn_id FROM family`,
    )
    .pluck(),
);

/**
 * The turns in which the asking goes on: no answer to their own question. A sub-agent asks for the turn that
 * started it, and what that turn's other sub-agents do is part of the same asking.
 */
export function askingTurns(store: Store, asking: Asking): number[] {
  return familyIn(store.db).all(JSON.stringify(askedIn(store, asking)));
}

function askedIn(store: Store, { session, toolUseId }: Asking): number[] {
  const call = toolUseId === undefined ? undefined : turnOfCall(store, toolUseId);
  if (call !== undefined) return [call];
  return session === undefined ? [] : latestTurnsAround(store, session);
}

const turnIn = once((db) =>
  db.prepare<[string], number>('SELECT turn_id FROM action WHERE call_id = ?').pluck(),
);

/** The turn that a tool call belongs to. */
function turnOfCall({ db }: Store, callId: string): number | undefined {
  return turnIn(db).get(callId);
}

const latestIn = once((db) =>
  db
    .prepare<[{ key: string }], number>(
      `SELECT t.id FROM turn t JOIN session s ON s.id = t.session_id
       WHERE s.key = @key OR s.id = (
         SELECT o.id FROM session o JOIN session mine ON mine.key = @key AND mine.cwd = o.cwd
         WHERE o.parent_kind IS NOT 'subagent' AND o.started_at > mine.ended_at ORDER BY o.started_at DESC LIMIT 1)
       GROUP BY t.session_id HAVING t.n = max(t.n)`,
    )
    .pluck(),
);

/** The last turn of a session, and of the session begun last in the same folder. */
function latestTurnsAround({ db }: Store, sessionKey: string): number[] {
  return latestIn(db).all({ key: sessionKey });
}
