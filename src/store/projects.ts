import { HerError } from '../shared/errors.ts';
import { nearlyWritten } from '../shared/near-spelling.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';

/** Projects that a person means by a word. */
export interface ProjectRow {
  id: number;
  path: string;
  name: string;
}

const projectsIn = once((db) =>
  db.prepare<[], ProjectRow>('SELECT id, path, name FROM project ORDER BY path'),
);

/**
 * Projects of exactly this name or path; if there is none, those whose path holds the text. Case is ignored,
 * and, where nothing else fits, what stands between words.
 */
export function projectsMatching({ db }: Store, text: string): ProjectRow[] {
  const wanted = text
    .trim()
    .replace(/(.)[/\\]+$/, '$1')
    .toLowerCase();
  const all = projectsIn(db).all();
  const exact = all.filter(
    ({ path, name }) => name.toLowerCase() === wanted || path.toLowerCase() === wanted,
  );
  if (exact.length > 0) return exact;
  const within = all.filter(({ path }) => path.toLowerCase().includes(wanted));
  // "completion stanza manager" is the folder completion-stanza-manager.
  const joined = (words: string): string => words.replace(/[\s_-]+/g, '-');
  return within.length > 0
    ? within
    : all.filter(({ path }) => joined(path.toLowerCase()).includes(joined(wanted)));
}

/** @throws HerError `unknown-project` when none is meant */
export function projectIds(store: Store, text: string): number[] {
  const found = projectsMatching(store, text);
  if (found.length === 0) throw new HerError('unknown-project', unknownProject(store, text));
  return found.map(({ id }) => id);
}

const MOST_NAMES = 8;

/** That there is no such project, and which there are: those written nearly so, else those with the latest work. */
export function unknownProject(store: Store, text: string): string {
  const names = projectNames(store);
  const near = nearlyWritten(text, names);
  const known =
    near.length > 0
      ? `Did you mean ${near.slice(0, MOST_NAMES).join(' or ')}?`
      : names.length > 0
        ? `Known: ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', …' : ''}.`
        : 'Nothing has been read yet.';
  return `No project is called "${text}", and none has it in its path. ${known}`;
}

/** Names of all projects, those with the latest work first. */
export function projectNames({ db }: Store): string[] {
  const rows = db
    .prepare<[], { name: string }>(
      `SELECT p.name FROM project p LEFT JOIN session s ON s.project_id = p.id GROUP BY p.name ORDER BY max(s.ended_at) DESC`,
    )
    .all();
  return rows.map((row) => row.name);
}

export function projectNamesById({ db }: Store): Map<number, string> {
  const rows = db.prepare<[], { id: number; name: string }>('SELECT id, name FROM project').all();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const namesIn = once((db) => db.prepare<[], string>('SELECT name FROM project').pluck());

/** Names of all projects, in no order. */
export function namesOfProjects({ db }: Store): string[] {
  return namesIn(db).all();
}
