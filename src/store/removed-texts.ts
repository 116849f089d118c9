import { readDetail } from './detail.ts';
import type { Store } from './open.ts';
import { unpackPieces } from './passages.ts';

/** Every text that the database holds of some sessions: what a proof of removal must look for. */
export function* textsOf(store: Store, sessionIds: readonly number[]): Generator<string> {
  const { db } = store;
  const ids = JSON.stringify(sessionIds);
  const session = db.prepare<[string], Record<string, string | null>>(
    `SELECT s.title, s.cwd, s.branch, p.path FROM session s LEFT JOIN project p ON p.id = s.project_id
     WHERE s.id IN (SELECT value FROM json_each(?))`,
  );
  const turns = db.prepare<[string], { id: number; prompt: string; reply: string; context: string | null }>(
    'SELECT id, prompt, reply, context FROM turn WHERE session_id IN (SELECT value FROM json_each(?))',
  );
  const actions = db.prepare<[number], Record<string, string | null>>(
    `SELECT a.tool, a.target, a.error, p.path FROM action a LEFT JOIN path p ON p.id = a.path_id WHERE a.turn_id = ?`,
  );
  const passages = db.prepare<[number], { pieces: string }>('SELECT pieces FROM passage WHERE turn_id = ?');
  for (const row of session.all(ids)) yield* strings(row);
  for (const { id, ...turn } of turns.all(ids)) {
    yield* strings(turn);
    for (const row of actions.all(id)) yield* strings(row);
    for (const { pieces } of passages.all(id)) yield* unpackPieces(pieces).map(({ text }) => text);
    yield* strings(readDetail(store, id));
  }
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      if (!Array.isArray(value)) yield key;
      yield* strings(item);
    }
}
