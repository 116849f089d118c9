import { once, oncePerText } from './once.ts';
import type { Store } from './open.ts';
import type { PieceKind } from './passages.ts';

/** Which passages a search is limited to. Acts before ranking: what does not fit is no candidate. */
export interface SearchFilter {
  projects?: number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
  /** Turns that read, changed or named a file. */
  turns?: number[];
  kinds?: PieceKind[];
}

const idsIn = oncePerText((db, sql) => db.prepare<unknown[], number>(sql).pluck());

/** Which of some passages pass a filter; of all when none are given. */
export function passagesAmong({ db }: Store, filter: SearchFilter, ids?: readonly number[]): number[] {
  const { joins, where, values } = conditions(filter);
  if (ids && where === '') return [...ids];
  return idsIn(
    db,
    `SELECT p.id FROM passage p ${joins} WHERE ${ids ? 'p.id IN (SELECT value FROM json_each(?))' : '1'} ${where}`,
  ).all(...(ids ? [JSON.stringify(ids)] : []), ...values);
}

/** Ids of all passages that pass a filter, newest first; undefined when the filter lets everything pass. */
export function passagesWithin({ db }: Store, filter: SearchFilter): number[] | undefined {
  const { joins, where, values } = conditions(filter);
  if (where === '') return undefined;
  return idsIn(db, `SELECT p.id FROM passage p ${joins} WHERE 1 ${where} ORDER BY p.at DESC`).all(...values);
}

/** Sessions that are listed where a whole project is asked for: nobody turns so many pages. */
const MOST_SESSIONS = 300;

const latestIn = once((db) =>
  db
    .prepare<[string, number], number>(
      `SELECT p.id FROM (SELECT id FROM session WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY ended_at DESC LIMIT ?) s
         CROSS JOIN turn t ON t.session_id = s.id CROSS JOIN passage p ON p.turn_id = t.id`,
    )
    .pluck(),
);

/** Ids of the passages of the latest sessions of some projects. */
export function latestPassages({ db }: Store, projects: readonly number[]): number[] {
  return latestIn(db).all(JSON.stringify(projects), MOST_SESSIONS);
}

/** A filter as part of a statement in which `p` is the passage; kinds, of which its row does not tell, are left out. */
export function conditions({ projects, since, until, turns }: SearchFilter): {
  joins: string;
  where: string;
  values: unknown[];
} {
  const parts: string[] = [];
  const values: unknown[] = [];
  if (since !== undefined) {
    parts.push('p.at >= ?');
    values.push(since);
  }
  if (until !== undefined) {
    parts.push('p.at < ?');
    values.push(until);
  }
  if (turns) {
    parts.push('p.turn_id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(turns));
  }
  const byProject = projects !== undefined;
  if (byProject) {
    parts.push('s.project_id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(projects));
  }
  const joins = byProject
    ? 'JOIN turn t INDEXED BY turn_place ON t.id = p.turn_id JOIN session s ON s.id = t.session_id'
    : parts.length > 0
      ? ' '
      : '';
  return { joins, where: parts.map((part) => `AND ${part}`).join(' '), values };
}
