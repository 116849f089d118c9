import type { Store } from './open.ts';
import { latestTurnsAround, turnOfCall } from './search.ts';

/**
 * Key of the main session that asks. Until its call is read, that is the one its server was started for, or
 * the one that `/clear` began after it in the same folder; undefined when nobody in a session asks.
 */
export function askingSession(
  store: Store,
  { session, toolUseId }: { session?: string; toolUseId?: string },
): string | undefined {
  const call = toolUseId === undefined ? undefined : turnOfCall(store, toolUseId);
  const turns = call !== undefined ? [call] : session === undefined ? [] : latestTurnsAround(store, session);
  const key = store.db
    .prepare<[string], string>(
      `SELECT s.key FROM turn t JOIN session s ON s.id = t.session_id
       WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY s.started_at DESC LIMIT 1`,
    )
    .pluck()
    .get(JSON.stringify(turns));
  return key?.split('/')[0];
}
