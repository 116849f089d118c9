import type { Database } from 'better-sqlite3';
import type { Store } from './open.ts';
import { passageWriter, unpackPieces } from './passages.ts';

/** Copies out of a damaged database what can still be read of it, row by row. */
export interface Salvaged {
  /** Turns that only the old database held. */
  turns: number;
  sessions: number;
  /** Turns of the old database that cannot be read any more. */
  unreadable: number;
}

export interface Rescue {
  /** What no transcript says: hashes of what was forgotten, annotations, the key of redaction. */
  whatOnlyItKnows(): void;
  turnsWithoutTranscript(): Salvaged;
}

type Row = Record<string, unknown>;

const OWN_TABLES = ['meta', 'forgotten', 'annotation'];

/** @param old the damaged database; undefined when it cannot even be opened */
export function salvage(store: Store, old: Database | undefined): Rescue {
  const { db } = store;
  const passages = passageWriter(store);
  const found: Salvaged = { turns: 0, sessions: 0, unreadable: 0 };

  return {
    whatOnlyItKnows() {
      for (const table of OWN_TABLES)
        for (const row of rowsOf(`SELECT * FROM ${table}`)) put(table, row, true);
      for (const row of rowsOf(`SELECT a.*, p.path AS project_path, p.name AS project_name
                                FROM taken_advice a LEFT JOIN project p ON p.id = a.project_id`))
        put('taken_advice', { ...row, project_id: projectOf(row) });
    },

    turnsWithoutTranscript() {
      const ids = turnIds();
      db.transaction(() => {
        for (const id of ids) if (!isThere(id)) copyTurn(id);
      }).immediate();
      return found;
    },
  };

  /** As many rows as can be read; what is behind a damaged page is not. */
  function rowsOf(sql: string, ...values: unknown[]): Row[] {
    const rows: Row[] = [];
    try {
      if (!old) return rows;
      for (const row of old.prepare<unknown[], Row>(sql).iterate(...values)) rows.push(row);
    } catch {
      return rows;
    }
    return rows;
  }

  /** Ids from both ends, and all between: one damaged page must not hide those behind it. */
  function turnIds(): number[] {
    const ends = [
      ...rowsOf('SELECT id FROM turn ORDER BY id LIMIT 1'),
      ...rowsOf('SELECT id FROM turn ORDER BY id DESC LIMIT 1'),
    ];
    const known = rowsOf("SELECT seq AS id FROM sqlite_sequence WHERE name = 'turn'")
      .concat(ends)
      .map((row) => Number(row['id']));
    const last = Math.max(0, ...known);
    return Array.from({ length: last }, (_, index) => index + 1);
  }

  function isThere(id: number): boolean {
    const row = rowsOf('SELECT prompt_uuid FROM turn WHERE id = ?', id)[0];
    const uuid = row?.['prompt_uuid'];
    return (
      typeof uuid === 'string' &&
      db.prepare('SELECT 1 FROM turn WHERE prompt_uuid = ?').get(uuid) !== undefined
    );
  }

  function copyTurn(id: number): void {
    const turn = rowsOf('SELECT * FROM turn WHERE id = ?', id)[0];
    if (!turn) {
      found.unreadable += Number(rowsOf('SELECT 1 FROM detail WHERE turn_id = ?', id).length > 0);
      return;
    }
    const session = sessionOf(turn['session_id']);
    if (!session) {
      found.unreadable += 1;
      return;
    }
    const isTaken =
      db.prepare('SELECT 1 FROM turn WHERE session_id = ? AND n = ?').get(session.id, turn['n']) !==
      undefined;
    // Work without a prompt has no name of its own: its place says that the transcript told it.
    if (isTaken && turn['prompt_uuid'] === null) return;
    const n = isTaken
      ? Number(db.prepare('SELECT max(n) + 1 FROM turn WHERE session_id = ?').pluck().get(session.id))
      : turn['n'];
    const turnId = put('turn', { ...turn, id: undefined, session_id: session.id, n });
    const here = { id: undefined, turn_id: turnId, session_id: session.id };
    for (const row of rowsOf('SELECT * FROM detail WHERE turn_id = ? ORDER BY seq', id))
      put('detail', { ...row, ...here });
    for (const row of rowsOf(
      'SELECT a.*, p.path, p.name FROM action a LEFT JOIN path p ON p.id = a.path_id WHERE turn_id = ?',
      id,
    ))
      put('action', { ...row, ...here, path_id: pathOf(row) }, true);
    for (const { image_id: imageId } of rowsOf('SELECT image_id FROM turn_image WHERE turn_id = ?', id))
      copyImage(imageId, turnId);
    for (const row of rowsOf('SELECT * FROM usage WHERE turn_id = ?', id))
      put('usage', { ...row, ...here }, true);
    for (const row of rowsOf('SELECT pieces, at FROM passage WHERE turn_id = ? ORDER BY seq', id))
      passages.append(turnId, session.projectId, unpackPieces(String(row['pieces'])), asTime(row['at']));
    found.turns += 1;
  }

  function copyImage(oldId: unknown, turnId: number): void {
    const image = rowsOf('SELECT * FROM image WHERE id = ?', oldId)[0];
    if (!image) return;
    put('image', { ...image, id: undefined }, true);
    const id = db.prepare('SELECT id FROM image WHERE hash = ?').pluck().get(image['hash']);
    put('turn_image', { turn_id: turnId, image_id: id }, true);
  }

  function sessionOf(oldId: unknown): { id: number; projectId: number | null } | undefined {
    const row = rowsOf(
      `SELECT s.*, p.path AS project_path, p.name AS project_name FROM session s LEFT JOIN project p ON p.id = s.project_id
       WHERE s.id = ?`,
      oldId,
    )[0];
    if (!row) return undefined;
    const known = (): { id: number; projectId: number | null } | undefined =>
      db
        .prepare<[unknown], { id: number; projectId: number | null }>(
          'SELECT id, project_id AS projectId FROM session WHERE key = ?',
        )
        .get(row['key']);
    const there = known();
    if (there) return there;
    put('session', { ...row, id: undefined, project_id: projectOf(row) });
    found.sessions += 1;
    const made = known();
    for (const inherited of rowsOf('SELECT n, prompt_uuid FROM inherited WHERE session_id = ?', oldId))
      put('inherited', { ...inherited, session_id: made?.id }, true);
    return made;
  }

  function projectOf(row: Row): number | null {
    return named('project', row['project_path'], row['project_name']);
  }

  function pathOf(row: Row): number | null {
    return named('path', row['path'], row['name']);
  }

  function named(table: 'project' | 'path', path: unknown, name: unknown): number | null {
    if (typeof path !== 'string') return null;
    put(table, { path, name }, true);
    return Number(db.prepare(`SELECT id FROM ${table} WHERE path = ?`).pluck().get(path));
  }

  /** Inserts the columns that the new table knows; returns the row's id. */
  function put(table: string, row: Row, ifNew = false): number {
    const columns = columnsOf(table).filter((column) => row[column] !== undefined);
    const sql = `INSERT ${ifNew ? 'OR IGNORE ' : ''}INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    return Number(db.prepare(sql).run(...columns.map((column) => row[column])).lastInsertRowid);
  }

  function columnsOf(table: string): string[] {
    return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  }
}

function asTime(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
