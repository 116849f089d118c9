import type { Store } from './open.ts';

/** How far each transcript has been read, and what was wrong with it. */
export interface FileRow {
  id: number;
  source: string;
  path: string;
  inode: number;
  offset: number;
  lines: number;
  unknown_lines: number;
  bad_lines: number;
  head: string;
  state: string;
  /** Key of the session that it tells. */
  session: string | null;
  error: string | null;
  error_code: string | null;
  error_count: number;
  retry_at: number | null;
  read_at: number;
}

export interface Files {
  all(): FileRow[];
  byPath(path: string): FileRow | undefined;
  byInode(inode: number): FileRow[];
  /** Makes the row of a file that is read for the first time. */
  create(source: string, path: string, inode: number, head: string): FileRow;
  /** Where the next batch begins; part of the batch's own transaction. */
  advance(row: FileRow, now: number): void;
  /** The file tells this session. */
  belongsTo(id: number, session: string): void;
  /** The file was renamed: it goes on under its new path. */
  move(id: number, path: string): void;
  badLine(fileId: number, line: number, reason: string): void;
  unknownType(source: string, type: string, version: string | null): void;
  /** When the first of the files that could not be read is to be tried again, ms; null when all could. */
  nextRetry(): number | null;
  failed(path: string, source: string, code: string, sentence: string, now: number, retryAt: number): void;
}

/** Bad lines named one by one; beyond that only their number is kept. */
const NAMED_BAD_LINES = 50;

export function filesIn({ db }: Store): Files {
  const byPath = db.prepare<[string], FileRow>('SELECT * FROM file WHERE path = ?');
  const byInode = db.prepare<[number], FileRow>('SELECT * FROM file WHERE inode = ?');
  const insert = db.prepare<[string, string, number, string]>(
    `INSERT INTO file (source, path, inode, offset, lines, unknown_lines, bad_lines, head, state, read_at)
     VALUES (?, ?, ?, 0, 0, 0, 0, ?, '{}', 0)`,
  );
  const advance = db.prepare<[number, number, number, number, number, string, string, number, number]>(
    `UPDATE file SET inode = ?, offset = ?, lines = ?, unknown_lines = ?, bad_lines = ?, head = ?, state = ?, read_at = ?,
       error = NULL, error_code = NULL, error_count = 0, retry_at = NULL WHERE id = ?`,
  );
  const bad = db.prepare<[number, number, string, number]>(
    `INSERT INTO bad_line (file_id, line, reason) SELECT ?, ?, ?
     WHERE (SELECT count(*) FROM bad_line WHERE file_id = ?) < ${NAMED_BAD_LINES} ON CONFLICT DO NOTHING`,
  );
  const unknown = db.prepare<[string, string, string | null]>(
    `INSERT INTO unknown_type (source, type, first_version, count) VALUES (?, ?, ?, 1)
     ON CONFLICT (source, type) DO UPDATE SET count = count + 1, first_version = coalesce(first_version, excluded.first_version)`,
  );
  const belongsTo = db.prepare<[string, number]>('UPDATE file SET session = ? WHERE id = ?');
  const nextRetry = db.prepare<[], { at: number | null }>('SELECT min(retry_at) AS at FROM file');
  const fail = db.prepare<[string, string, number, number]>(
    'UPDATE file SET error = ?, error_code = ?, error_count = error_count + 1, retry_at = ? WHERE id = ?',
  );

  const files: Files = {
    all: () => db.prepare<[], FileRow>('SELECT * FROM file').all(),
    byPath: (path) => byPath.get(path),
    byInode: (inode) => byInode.all(inode),
    create(source, path, inode, head) {
      insert.run(source, path, inode, head);
      return byPath.get(path)!;
    },
    advance(row, now) {
      advance.run(
        row.inode,
        row.offset,
        row.lines,
        row.unknown_lines,
        row.bad_lines,
        row.head,
        row.state,
        now,
        row.id,
      );
    },
    belongsTo: (id, session) => void belongsTo.run(session, id),
    move: (id, path) =>
      void db.prepare<[string, number]>('UPDATE file SET path = ? WHERE id = ?').run(path, id),
    badLine: (fileId, line, reason) => void bad.run(fileId, line, reason, fileId),
    unknownType: (source, type, version) => void unknown.run(source, type, version),
    nextRetry: () => nextRetry.get()?.at ?? null,
    failed(path, source, code, sentence, now, retryAt) {
      const row = byPath.get(path) ?? files.create(source, path, 0, '');
      fail.run(sentence, code, retryAt, row.id);
    },
  };
  return files;
}
