import { once } from './once.ts';
import type { Store } from './open.ts';
import type { PassageWhere } from './passage-where.ts';
import { rootsOf, type SessionFacts } from './session-facts.ts';

/** Where a candidate stands. */
export interface CandidatePlace {
  id: number;
  turn_id: number;
  at: number | null;
  session_id: number;
  /** The conversation a person sees: of a sub-agent, the session it served in the end. */
  root_id: number;
}

type PlaceRow = [id: number, turn: number, at: number | null, session: number];

const placesIn = once((db) =>
  db
    .prepare<[string], PlaceRow>(
      `SELECT p.id, p.turn_id, p.at, t.session_id
       FROM passage p INDEXED BY passage_place CROSS JOIN turn t INDEXED BY turn_place ON t.id = p.turn_id
       WHERE p.id IN (SELECT value FROM json_each(?))`,
    )
    .raw(),
);

/** What is known from memory, which costs a hundredth of looking it up. */
export interface Known {
  whereIs(id: number): PassageWhere | undefined;
  facts: SessionFacts;
}

export function placesOf(store: Store, ids: readonly number[], known?: Known): Map<number, CandidatePlace> {
  const remembered: PlaceRow[] = [];
  const others = ids.filter((id) => {
    const where = known?.whereIs(id);
    if (where) remembered.push([id, where.turn, where.time === 0 ? null : 1000 * where.time, where.session]);
    return !where;
  });
  const rows = others.length === 0 ? [] : placesIn(store.db).all(JSON.stringify(others));
  return new Map([
    ...placed(remembered, rootsOf(store, sessionsIn(remembered), known?.facts.roots)),
    ...placed(rows, rootsOf(store, sessionsIn(rows))),
  ]);
}

function sessionsIn(rows: readonly PlaceRow[]): Set<number> {
  return new Set(rows.map(([, , , session]) => session));
}

function placed(rows: readonly PlaceRow[], roots: ReadonlyMap<number, number>): [number, CandidatePlace][] {
  return rows.map(([id, turn_id, at, session_id]) => [
    id,
    { id, turn_id, at, session_id, root_id: roots.get(session_id) ?? session_id },
  ]);
}
