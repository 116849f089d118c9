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

/** What is known, and what `lookUp` tells of the others; `isLasting` says what of it is kept. */
export function knownOr<T>(
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
