/**
 * Who or what is spoken of is seldom named each time, and nobody names himself: a session of the project in which a name
 * is used may be meant though it lacks the name.
 */
export interface NamedInProject {
  /** Of each session 0..1: its project's part of the sessions that use the names; empty where there is no choice. */
  shares: Map<number, number>;
  /** Whether a session of its project uses a name. */
  isUsedAround(session: number, name: string): boolean;
}

/**
 * @param sessions those that take part
 * @param heldIn the question's words that a session holds
 * @param names words that mean just themselves, with their weight
 * @param projectOf the project of a session
 */
export function namedInProject(
  sessions: readonly number[],
  heldIn: (session: number) => ReadonlyMap<string, number>,
  names: ReadonlyMap<string, number>,
  projectOf: (session: number) => number,
): NamedInProject {
  /** By name, the part of the sessions that use it which each project has. */
  const parts = new Map<string, Map<number, number>>();
  for (const name of names.keys()) {
    const using = sessions.filter((session) => heldIn(session).has(name));
    const part = new Map<number, number>();
    for (const project of using.map(projectOf))
      part.set(project, (part.get(project) ?? 0) + 1 / using.length);
    if (using.length > 0) parts.set(name, part);
  }
  const all = [...parts.keys()].reduce((sum, name) => sum + names.get(name)!, 0);
  const shareOf = (project: number): number =>
    [...parts].reduce((sum, [name, part]) => sum + names.get(name)! * (part.get(project) ?? 0), 0) / all;
  const hasChoice = all > 0 && new Set(sessions.map(projectOf)).size > 1;
  return {
    shares: new Map(hasChoice ? sessions.map((session) => [session, shareOf(projectOf(session))]) : []),
    isUsedAround: (session, name) => parts.get(name)?.has(projectOf(session)) ?? false,
  };
}
