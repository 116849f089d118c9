import { once } from './once.ts';
import type { Store } from './open.ts';
import { writesTo } from './writes.ts';

/**
 * What a question asks of the sessions of its hundreds of candidates, once it is known: looking it up costs as much as
 * reading their vectors. What may have changed is forgotten when a passage of the session is stored (`passage-scan.ts`).
 */
export interface SessionFacts {
  /** The conversation that a session belongs to. */
  roots: Map<number, number>;
  /** How many turns a session has. */
  turns: Map<number, number>;
  /** The project of a session, 0 for none. */
  projects: Map<number, number>;
}

export function sessionFacts(): SessionFacts {
  return { roots: new Map(), turns: new Map(), projects: new Map() };
}

/** The same where nobody tells what is stored: kept until anything is written. */
export function factsUntilWritten({ db }: Store): () => SessionFacts {
  const isWritten = writesTo(db);
  let facts = sessionFacts();
  return () => {
    if (isWritten()) facts = sessionFacts();
    return facts;
  };
}

const rootsIn = once((db) =>
  db
    .prepare<[string], [session: number, root: number, isLasting: number]>(
      `SELECT s.id, coalesce(r.id, s.id), r.id IS NOT NULL OR s.parent_kind IS NOT 'subagent' FROM session s LEFT JOIN session r ON s.parent_kind = 'subagent'
         AND r.key = substr(s.key, 1, instr(s.key, '/') - 1)
       WHERE s.id IN (SELECT value FROM json_each(?))`,
    )
    .raw(),
);

/**
 * The conversation that a session belongs to: of a sub-agent the one that started it, else itself. As long as that one
 * is not on record, it may still come.
 */
export function rootsOf(
  { db }: Store,
  sessions: Iterable<number>,
  known = new Map<number, number>(),
): Map<number, number> {
  return knownOr(known, sessions, (missing) =>
    rootsIn(db)
      .all(JSON.stringify(missing))
      .map(([session, root, isLasting]) => [session, root, isLasting === 1]),
  );
}

const lengthsIn = once((db) =>
  db
    .prepare<[string], [session: number, turns: number]>(
      'SELECT value, (SELECT max(n) FROM turn WHERE session_id = value) FROM json_each(?)',
    )
    .raw(),
);

/** How many turns each of these sessions has. */
export function turnsOfSessions(
  { db }: Store,
  ids: readonly number[],
  known = new Map<number, number>(),
): Map<number, number> {
  return knownOr(known, ids, (missing) =>
    lengthsIn(db)
      .all(JSON.stringify(missing))
      .map(([session, turns]) => [session, turns, true]),
  );
}

const projectsIn = once((db) =>
  db
    .prepare<[string], [session: number, project: number]>(
      'SELECT id, coalesce(project_id, 0) FROM session WHERE id IN (SELECT value FROM json_each(?))',
    )
    .raw(),
);

/** The project of each of these sessions, 0 where it has none. */
export function projectsOfSessions(
  { db }: Store,
  ids: readonly number[],
  known = new Map<number, number>(),
): Map<number, number> {
  return knownOr(known, ids, (missing) =>
    projectsIn(db)
      .all(JSON.stringify(missing))
      .map(([session, project]) => [session, project, true]),
  );
}

/** Titles of those of these sessions that have one. */
export function titlesOfSessions({ db }: Store, ids: readonly number[]): Map<number, string> {
  return new Map(
    db
      .prepare<[string], [number, string]>(
        'SELECT id, title FROM session WHERE id IN (SELECT value FROM json_each(?)) AND title IS NOT NULL',
      )
      .raw()
      .all(JSON.stringify(ids)),
  );
}

/** What is known, and what `lookUp` tells of the others; `isLasting` says what of it is kept. */
function knownOr<T>(
  known: Map<number, T>,
  ids: Iterable<number>,
  lookUp: (missing: number[]) => Iterable<[id: number, fact: T, isLasting: boolean]>,
): Map<number, T> {
  const facts = new Map<number, T>();
  const missing: number[] = [];
  for (const id of ids) {
    const fact = known.get(id);
    if (fact === undefined) missing.push(id);
    else facts.set(id, fact);
  }
  if (missing.length === 0) return facts;
  for (const [id, fact, isLasting] of lookUp(missing)) {
    facts.set(id, fact);
    if (isLasting) known.set(id, fact);
  }
  return facts;
}

/** Ids of these sessions as the assistant has them. */
export function keysOfSessions({ db }: Store, ids: readonly number[]): Map<number, string> {
  return new Map(
    db
      .prepare<[string], [number, string]>(
        'SELECT id, key FROM session WHERE id IN (SELECT value FROM json_each(?))',
      )
      .raw()
      .all(JSON.stringify(ids)),
  );
}
