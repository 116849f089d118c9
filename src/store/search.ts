import { BM25 } from './column-weights.ts';
import { once, oncePerText } from './once.ts';
import type { Store } from './open.ts';
import type { PassageWhere } from './passage-scan.ts';
import { COLUMN_OF, unpackPieces, type Piece, type PieceKind } from './passages.ts';
import { knownOr, type SessionFacts } from './session-facts.ts';
import { projectTag } from './words.ts';

/** What a search reads: candidates by words, the rows around them, and how common words are. */

/** Acts before ranking: what does not fit is no candidate. */
export interface SearchFilter {
  projects?: number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
  /** Turns that read, changed or named a file. */
  turns?: number[];
  kinds?: PieceKind[];
}

const scored = oncePerText((db, sql) => db.prepare<unknown[], { id: number; b: number }>(sql));
const idsIn = oncePerText((db, sql) => db.prepare<unknown[], number>(sql).pluck());

/** The best passages for a full-text expression with their scores, best first. @param match an FTS5 expression without a column filter */
export function passagesByWords(
  { db }: Store,
  match: string,
  filter: SearchFilter,
  limit: number,
): Map<number, number> {
  if (filter.projects?.length === 0 || match === '') return new Map();
  const columns = filter.kinds
    ? filter.kinds.flatMap((kind) => (kind === 'thinking' ? [] : COLUMN_OF[kind]))
    : [...Object.values(COLUMN_OF), 'parts'];
  const tags = filter.projects
    ? ` AND tags : (${filter.projects.map((id) => projectTag(id)).join(' OR ')})`
    : '';
  const { joins, where, values } = conditions({ ...filter, projects: undefined });
  const rows = scored(
    db,
    `SELECT passage_words.rowid AS id, ${BM25} AS b FROM passage_words ${joins ? `JOIN passage p ON p.id = passage_words.rowid ${joins}` : ''}
     WHERE passage_words MATCH ? ${where} ORDER BY b LIMIT ?`,
  ).all(`({${columns.join(' ')}} : (${match}))${tags}`, ...values, limit);
  return new Map(rows.map(({ id, b }) => [id, -b]));
}

/** All passages with a word in pieces of some kinds. @param match an FTS5 expression without a column filter */
export function passagesWithKinds({ db }: Store, match: string, kinds: readonly PieceKind[]): number[] {
  const columns = kinds.flatMap((kind) => (kind === 'thinking' ? [] : COLUMN_OF[kind]));
  if (columns.length === 0) return [];
  return idsIn(db, 'SELECT rowid FROM passage_words WHERE passage_words MATCH ?').all(
    `{${columns.join(' ')}} : (${match})`,
  );
}

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

function conditions({ projects, since, until, turns }: SearchFilter): {
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
    ? 'JOIN turn t ON t.id = p.turn_id JOIN session s ON s.id = t.session_id'
    : parts.length > 0
      ? ' '
      : '';
  return { joins, where: parts.map((part) => `AND ${part}`).join(' '), values };
}

/** Where a candidate stands. */
export interface CandidatePlace {
  id: number;
  turn_id: number;
  at: number | null;
  session_id: number;
  /** The conversation a person sees: of a sub-agent, the session it served in the end. */
  root_id: number;
}

type PlaceRow = [id: number, turn: number, at: number | null, session: number];

const placesIn = once((db) =>
  db
    .prepare<[string], PlaceRow>(
      `SELECT p.id, p.turn_id, p.at, t.session_id
       FROM passage p INDEXED BY passage_place CROSS JOIN turn t INDEXED BY turn_place ON t.id = p.turn_id
       WHERE p.id IN (SELECT value FROM json_each(?))`,
    )
    .raw(),
);

const rootsIn = once((db) =>
  db
    .prepare<[string], [session: number, root: number, isLasting: number]>(
      `SELECT s.id, coalesce(r.id, s.id), r.id IS NOT NULL OR s.parent_kind IS NOT 'subagent' FROM session s LEFT JOIN session r ON s.parent_kind = 'subagent'
         AND r.key = substr(s.key, 1, instr(s.key, '/') - 1)
       WHERE s.id IN (SELECT value FROM json_each(?))`,
    )
    .raw(),
);

/**
 * The conversation that a session belongs to: of a sub-agent the one that started it, else itself. As long as that one
 * is not on record, it may still come.
 */
function rootsOf(
  db: Store['db'],
  sessions: Iterable<number>,
  known = new Map<number, number>(),
): Map<number, number> {
  return knownOr(known, sessions, (missing) =>
    rootsIn(db)
      .all(JSON.stringify(missing))
      .map(([session, root, isLasting]) => [session, root, isLasting === 1]),
  );
}

/** What is known from memory, which costs a hundredth of looking it up. */
export interface Known {
  whereIs(id: number): PassageWhere | undefined;
  facts: SessionFacts;
}

export function placesOf({ db }: Store, ids: readonly number[], known?: Known): Map<number, CandidatePlace> {
  const remembered: PlaceRow[] = [];
  const others = ids.filter((id) => {
    const where = known?.whereIs(id);
    if (where) remembered.push([id, where.turn, where.time === 0 ? null : 1000 * where.time, where.session]);
    return !where;
  });
  const rows = others.length === 0 ? [] : placesIn(db).all(JSON.stringify(others));
  return new Map([
    ...placed(remembered, rootsOf(db, sessionsIn(remembered), known?.facts.roots)),
    ...placed(rows, rootsOf(db, sessionsIn(rows))),
  ]);
}

function sessionsIn(rows: readonly PlaceRow[]): Set<number> {
  return new Set(rows.map(([, , , session]) => session));
}

function placed(rows: readonly PlaceRow[], roots: ReadonlyMap<number, number>): [number, CandidatePlace][] {
  return rows.map(([id, turn_id, at, session_id]) => [
    id,
    { id, turn_id, at, session_id, root_id: roots.get(session_id) ?? session_id },
  ]);
}

const piecesIn = once((db) =>
  db.prepare<[string], { id: number; pieces: string }>(
    'SELECT id, pieces FROM passage WHERE id IN (SELECT value FROM json_each(?))',
  ),
);

/** The pieces of passages, by the passage's id. */
export function piecesOfPassages({ db }: Store, ids: readonly number[]): Map<number, Piece[]> {
  const rows = piecesIn(db).all(JSON.stringify(ids));
  return new Map(rows.map((row) => [row.id, unpackPieces(row.pieces)]));
}

const holders = once((db) =>
  db
    .prepare<[string, number], number>('SELECT rowid FROM passage_words WHERE passage_words MATCH ? LIMIT ?')
    .pluck(),
);

/** The passages that hold a word or phrase (as the index has it: folded and stemmed), at most `limit` of them. */
export function documentsWith({ db }: Store, phrase: string, limit: number): Set<number> {
  return new Set(holders(db).all(phrase, limit));
}

/** Words of the index with a beginning and about as long, the most common first. */
export function indexedWordsLike(
  { db }: Store,
  beginning: string,
  length: number,
): { word: string; passages: number }[] {
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_word USING fts5vocab (main, passage_words, row)`);
  return db
    .prepare<[string, string, number, number], { word: string; passages: number }>(
      `SELECT term AS word, doc AS passages FROM temp.indexed_word
       WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? AND doc > 1 ORDER BY doc DESC LIMIT 20000`,
    )
    .all(beginning, beginning + '\u{10ffff}', length - 1, length + 1);
}

const newestPassageIn = once((db) => db.prepare<[], number | null>('SELECT max(id) FROM passage').pluck());

/** The highest id of a passage, 0 when there is none: more than there are, for a passage that grows takes a new id. */
export function newestPassage({ db }: Store): number {
  return newestPassageIn(db).get() ?? 0;
}

const averagesIn = once((db) =>
  db.prepare<[], Buffer>('SELECT block FROM passage_words_data WHERE id = 1').pluck(),
);

/**
 * How many passages there are, without counting them: the first number of FTS5's averages record
 * (`FTS5_AVERAGES_ROWID` in its fts5_index.c), seven bits a byte, the highest first. `search.test.ts` holds it to a count.
 */
export function passageCount({ db }: Store): number {
  let count = 0;
  for (const byte of averagesIn(db).get() ?? []) {
    count = count * 128 + (byte & 127);
    if (byte < 128) break;
  }
  return count;
}

const turnsIn = once((db) =>
  db
    .prepare<[string, string, string], number>(
      `SELECT DISTINCT a.turn_id FROM path JOIN action a ON a.path_id = path.id
       WHERE path.name = ? COLLATE NOCASE AND (path.path = ? OR path.path LIKE '%/' || ? ESCAPE '\\')`,
    )
    .pluck(),
);

/** Turns that have to do with a file, given by the end of its path. */
export function turnsOfFile({ db }: Store, file: string): number[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return turnsIn(db).all(name, file, file.replace(/[\\%_]/g, '\\$&'));
}

const changedIn = once((db) =>
  db
    .prepare<[string, string, string], number>(
      `SELECT DISTINCT a.session_id FROM path JOIN action a ON a.path_id = path.id
       WHERE path.name = ? COLLATE NOCASE AND (path.path = ? OR path.path LIKE '%/' || ? ESCAPE '\\')
         AND a.kind = 'edit' AND a.outcome = 'ok'`,
    )
    .pluck(),
);

/** Conversations in which a file was changed, given by the end of its path; those of a sub-agent count for its own. */
export function sessionsThatChanged({ db }: Store, file: string): number[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const sessions = changedIn(db).all(name, file, file.replace(/[\\%_]/g, '\\$&'));
  return [...new Set(rootsOf(db, new Set(sessions)).values())];
}

const lengthsIn = once((db) =>
  db
    .prepare<[string], [session: number, turns: number]>(
      'SELECT value, (SELECT max(n) FROM turn WHERE session_id = value) FROM json_each(?)',
    )
    .raw(),
);

/** How many turns each of these sessions has. */
export function turnsOfSessions(
  { db }: Store,
  ids: readonly number[],
  known = new Map<number, number>(),
): Map<number, number> {
  return knownOr(known, ids, (missing) =>
    lengthsIn(db)
      .all(JSON.stringify(missing))
      .map(([session, turns]) => [session, turns, true]),
  );
}

const projectsIn = once((db) =>
  db
    .prepare<[string], [session: number, project: number]>(
      'SELECT id, coalesce(project_id, 0) FROM session WHERE id IN (SELECT value FROM json_each(?))',
    )
    .raw(),
);

/** The project of each of these sessions, 0 where it has none. */
export function projectsOfSessions(
  { db }: Store,
  ids: readonly number[],
  known = new Map<number, number>(),
): Map<number, number> {
  return knownOr(known, ids, (missing) =>
    projectsIn(db)
      .all(JSON.stringify(missing))
      .map(([session, project]) => [session, project, true]),
  );
}

/** Titles of those of these sessions that have one. */
export function titlesOfSessions({ db }: Store, ids: readonly number[]): Map<number, string> {
  return new Map(
    db
      .prepare<[string], [number, string]>(
        'SELECT id, title FROM session WHERE id IN (SELECT value FROM json_each(?)) AND title IS NOT NULL',
      )
      .raw()
      .all(JSON.stringify(ids)),
  );
}

const namesIn = once((db) => db.prepare<[], string>('SELECT name FROM project').pluck());

/** Names of all projects, in no order. */
export function namesOfProjects({ db }: Store): string[] {
  return namesIn(db).all();
}

const newestTurnIn = once((db) => db.prepare<[], number | null>('SELECT max(id) FROM turn').pluck());

/** The id of the turn that was stored last; 0 when there is none. */
export function newestTurn({ db }: Store): number {
  return newestTurnIn(db).get() ?? 0;
}
