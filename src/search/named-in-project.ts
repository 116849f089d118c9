/**
 * Who or what is spoken of is seldom named each time, and nobody names himself: a session of the project in which a name
 * is used may be meant though it lacks the name.
 *
 * @param sessions those that take part
 * @param heldIn the question's words that a session holds
 * @param names words that mean just themselves, with their weight
 * @param projectOf the project of a session
 * @returns of each session 0..1: the share of its project in the sessions that use the names; empty where there is no choice
 */
export function namedInProject(
  sessions: readonly number[],
  heldIn: (session: number) => ReadonlyMap<string, number>,
  names: ReadonlyMap<string, number>,
  projectOf: ReadonlyMap<number, number>,
): Map<number, number> {
  if (new Set(projectOf.values()).size < 2) return new Map();
  const shares = new Map<number, number>();
  let all = 0;
  for (const [name, weight] of names) {
    const using = sessions.filter((session) => heldIn(session).has(name));
    if (using.length === 0) continue;
    all += weight;
    for (const session of using) {
      const project = projectOf.get(session) ?? 0;
      shares.set(project, (shares.get(project) ?? 0) + weight / using.length);
    }
  }
  if (all === 0) return new Map();
  return new Map(sessions.map((session) => [session, (shares.get(projectOf.get(session) ?? 0) ?? 0) / all]));
}
