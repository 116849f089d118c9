/**
 * What is left of a turn when it is given to others: who, where and when are taken out. What the words themselves
 * tell of is not recognised; whoever gives them reads them first.
 */
export interface Anonymiser {
  /** `session-1`, `session-2`, … in the order in which they are asked for; the same for the same. */
  session(id: string): string;
  project(name: string): string;
  /** The text without secrets, e-mail and IP addresses, phone numbers, home folders, ids, and the projects' names. */
  text(text: string): string;
  /** The Monday of the week, ISO date, UTC. @param at milliseconds */
  week(at: number): string;
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** A shorter name is a word of the language as often as a project's. */
const SHORTEST_NAME = 4;
const DAY = 86_400_000;

/**
 * @param redact with personal data switched on
 * @param projects names of all projects, whether they are exported or not: a text may speak of another one
 */
export function createAnonymiser(
  redact: (text: string) => string,
  projects: readonly string[] = [],
): Anonymiser {
  const session = numbered('session');
  const project = numbered('project');
  const names = projects.filter((name) => name.length >= SHORTEST_NAME).sort((a, b) => b.length - a.length);
  const named =
    names.length === 0
      ? undefined
      : new RegExp(`(?<![\\w-])(?:${names.map(literally).join('|')})(?![\\w-])`, 'gi');
  const ownNames = new Map(names.map((name) => [name.toLowerCase(), name]));
  return {
    session,
    project,
    text(text) {
      const clean = redact(text).replace(UUID, '[id]');
      return named === undefined
        ? clean
        : clean.replace(named, (name) => project(ownNames.get(name.toLowerCase()) ?? name));
    },
    week(at) {
      const day = Math.floor(at / DAY);
      // 1970-01-01 was a Thursday.
      const monday = day - ((((day + 3) % 7) + 7) % 7);
      return new Date(monday * DAY).toISOString().slice(0, 10);
    },
  };
}

function numbered(word: string): (name: string) => string {
  const numbers = new Map<string, number>();
  return (name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
    return `${word}-${numbers.get(name)}`;
  };
}

function literally(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
