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

/** @param known facts that were told before; to these is added what was missing */
type FactReader = (
  store: Store,
  sessions: Iterable<number>,
  known?: Map<number, number>,
) => Map<number, number>;

/**
 * The conversation that a session belongs to: of a sub-agent the one that started it, else itself. As long as that one
 * is not on record, it may still come.
 */
export const rootsOf = factReader(
  `SELECT s.id, coalesce(r.id, s.id), r.id IS NOT NULL OR s.parent_kind IS NOT 'subagent' FROM session s LEFT JOIN session r ON s.parent_kind = 'subagent'
     AND r.key = substr(s.key, 1, instr(s.key, '/') - 1)
   WHERE s.id IN (SELECT value FROM json_each(?))`,
);

/** How many turns each of these sessions has. */
export const turnsOfSessions = factReader(
  'SELECT value, (SELECT max(n) FROM turn WHERE session_id = value), 1 FROM json_each(?)',
);

/** The project of each of these sessions, 0 where it has none. */
export const projectsOfSessions = factReader(
  'SELECT id, coalesce(project_id, 0), 1 FROM session WHERE id IN (SELECT value FROM json_each(?))',
);

/** Titles of those of these sessions that have one. */
export const titlesOfSessions = textReader(
  'SELECT id, title FROM session WHERE id IN (SELECT value FROM json_each(?)) AND title IS NOT NULL',
);

/** Ids of these sessions as the assistant has them. */
export const keysOfSessions = textReader(
  'SELECT id, key FROM session WHERE id IN (SELECT value FROM json_each(?))',
);

/** @param sql tells of each session of a JSON array the fact, and whether it lasts: only then it is kept */
function factReader(sql: string): FactReader {
  const told = once((db) => db.prepare<[string], [session: number, fact: number, lasts: number]>(sql).raw());
  return ({ db }, sessions, known = new Map()) => {
    const facts = new Map<number, number>();
    const missing: number[] = [];
    for (const session of sessions) {
      const fact = known.get(session);
      if (fact === undefined) missing.push(session);
      else facts.set(session, fact);
    }
    if (missing.length === 0) return facts;
    for (const [session, fact, lasts] of told(db).all(JSON.stringify(missing))) {
      facts.set(session, fact);
      if (lasts === 1) known.set(session, fact);
    }
    return facts;
  };
}

function textReader(sql: string): (store: Store, sessions: readonly number[]) => Map<number, string> {
  const told = once((db) => db.prepare<[string], [session: number, text: string]>(sql).raw());
  return ({ db }, sessions) => new Map(told(db).all(JSON.stringify(sessions)));
}
