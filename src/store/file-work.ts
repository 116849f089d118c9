import { IS_FILE, meantFile, type MeantFile } from './file-meant.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';
import { rootsOf } from './session-facts.ts';

/** Who had to do with a file, and what was done with it. A file is given as `meantFile` takes it. */

const turnsIn = once((db) =>
  db
    .prepare<[MeantFile], number>(
      `SELECT DISTINCT a.turn_id FROM path JOIN action a ON a.path_id = path.id WHERE ${IS_FILE}`,
    )
    .pluck(),
);

/** Turns that read or changed a file, or named it in a call. */
export function turnsOfFile(store: Store, file: string): number[] {
  return turnsIn(store.db).all(meantFile(store, file));
}

const changedIn = once((db) =>
  db
    .prepare<[MeantFile], number>(
      `SELECT DISTINCT a.session_id FROM path JOIN action a ON a.path_id = path.id
       WHERE ${IS_FILE} AND a.kind = 'edit' AND a.outcome = 'ok'`,
    )
    .pluck(),
);

/** Conversations in which a file was changed; those of a sub-agent count for its own. */
export function sessionsThatChanged(store: Store, file: string): number[] {
  const sessions = changedIn(store.db).all(meantFile(store, file));
  return [...new Set(rootsOf(store, new Set(sessions)).values())];
}

/** What a turn did with a file. */
export interface FileWork {
  turn_id: number;
  path: string;
  reads: number;
  edits: number;
  refused: number;
  errors: number;
  /** The error that came last. */
  error: string | null;
}

/** One row for each turn and file, in no order. */
export function fileWork(store: Store, file: string): FileWork[] {
  return store.db
    .prepare<[MeantFile], FileWork>(
      `SELECT a.turn_id, path.path,
         sum(a.kind <> 'edit' AND a.outcome = 'ok') AS reads, sum(a.kind = 'edit' AND a.outcome = 'ok') AS edits,
         sum(a.outcome IN ('refused', 'blocked')) AS refused, sum(a.outcome = 'failed') AS errors,
         max(CASE WHEN a.outcome = 'failed' THEN a.error END) AS error
       FROM path JOIN action a ON a.path_id = path.id
       WHERE ${IS_FILE}
       GROUP BY a.turn_id, path.id`,
    )
    .all(meantFile(store, file));
}

/** Names of files that begin with the same two letters as the one at the end of a path. */
export function namesLike({ db }: Store, file: string): string[] {
  const start = file.slice(file.lastIndexOf('/') + 1).slice(0, 2);
  if (start.length < 2) return [];
  return db
    .prepare<[string, string], string>(
      'SELECT DISTINCT name FROM path WHERE name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE',
    )
    .pluck()
    .all(start, `${start}\u{10ffff}`);
}

/** Where a turn stands in the conversation that a person sees. */
export interface TurnPlace {
  turn_id: number;
  session_id: number;
  project_id: number | null;
  started_at: number | null;
  rewound: number;
  key: string;
  /** Where its session worked. */
  cwd: string | null;
  /** Of a sub-agent, the session it served in the end. */
  root_id: number;
}

export function turnPlaces({ db }: Store, turnIds: readonly number[]): Map<number, TurnPlace> {
  const rows = db
    .prepare<[string], TurnPlace>(
      `SELECT t.id AS turn_id, t.session_id, s.project_id, coalesce(t.started_at, s.started_at, s.born) AS started_at, t.rewound, s.key, s.cwd,
         CASE WHEN s.parent_kind = 'subagent' THEN coalesce(
           (SELECT r.id FROM session r WHERE r.key = substr(s.key, 1, instr(s.key, '/') - 1)), s.id) ELSE s.id END AS root_id
       FROM turn t JOIN session s ON s.id = t.session_id WHERE t.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(turnIds));
  return new Map(rows.map((row) => [row.turn_id, row]));
}

/** Commands of turns whose text holds a name, whatever its case, in order. */
export function commandsNaming(
  { db }: Store,
  turnIds: readonly number[],
  name: string,
): { turn_id: number; target: string }[] {
  return db
    .prepare<[string, string], { turn_id: number; target: string }>(
      `SELECT turn_id, target FROM action WHERE turn_id IN (SELECT value FROM json_each(?))
         AND kind = 'command' AND outcome IN ('ok', 'failed') AND instr(lower(target), lower(?)) > 0 ORDER BY id`,
    )
    .all(JSON.stringify(turnIds), name);
}

/** Some of the files below a folder, given by the end of its path, those that most calls were about first. */
export function filesBelow({ db }: Store, folder: string, limit: number): string[] {
  return db
    .prepare<[{ folder: string; limit: number }], string>(
      `SELECT path.path FROM path JOIN action a ON a.path_id = path.id
       WHERE instr(lower('/' || replace(path.path, '\\', '/')), lower('/' || @folder || '/')) > 0
       GROUP BY path.id ORDER BY count(*) DESC, path.path LIMIT @limit`,
    )
    .pluck()
    .all({ folder: folder.replace(/^\/+|\/+$/g, ''), limit });
}
