import { HerError } from '../shared/errors.ts';
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
 * Projects of exactly this name or path; if there is none, those whose path holds the text. Case is ignored.
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
  return exact.length > 0 ? exact : all.filter(({ path }) => path.toLowerCase().includes(wanted));
}

/** @throws HerError `unknown-project` when none is meant */
export function projectIds(store: Store, text: string): number[] {
  const found = projectsMatching(store, text);
  if (found.length === 0)
    throw new HerError(
      'unknown-project',
      `No project is called "${text}", and none has it in its path. \`her sessions\` shows the projects.`,
    );
  return found.map(({ id }) => id);
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
