import { HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { dropForgottenConsents } from './consent.ts';
import { forgottenIn } from './forgotten.ts';
import type { Lease } from './lease.ts';
import type { Store } from './open.ts';
import { projectIds } from './projects.ts';
import { textsOf } from './removed-texts.ts';
import { OPENING } from './opening.ts';

/**
 * Removes whole sessions for good, in three steps, each of which may be cut off by a crash:
 * the intent is recorded as tombstones, the rows go, and what is left of them in free pages, in the index's
 * segments and in the write-ahead log is wiped. `finishForgetting` does what an earlier process left undone.
 */
export interface ForgetFilter {
  /** Keys of sessions. */
  sessions?: readonly string[];
  /** Name or path of a project, or a part of it. */
  project?: string;
  /** Milliseconds: sessions whose last activity lies before it. */
  before?: number;
  /** Sessions that hold these words, as they are written, whatever their case. */
  words?: string;
}

export interface ForgettableSession {
  id: number;
  key: string;
  project: string | null;
  title: string | null;
  opening: string | null;
  turns: number;
  started_at: number;
  ended_at: number;
  /** Sub-agents that go with it. */
  subagents: ForgettableSubagent[];
}

export interface ForgettableSubagent {
  id: number;
  key: string;
}

interface SessionRow extends Omit<ForgettableSession, 'subagents'> {
  parent_key: string | null;
  is_subagent: number;
}

/**
 * The sessions that all given conditions name, oldest first; a sub-agent that is named stands for its session.
 * @throws HerError `unknown-project`
 */
export function sessionsToForget(store: Store, filter: ForgetFilter): ForgettableSession[] {
  const { sessions, project, before, words } = filter;
  const projects = project === undefined ? null : JSON.stringify(projectIds(store, project));
  const rows = store.db
    .prepare<[{ projects: string | null }], SessionRow & { named: number }>(
      `SELECT s.id, s.key, p.name AS project, s.title, s.parent_key, s.parent_kind IS 'subagent' AS is_subagent,
         ${OPENING} AS opening,
         (SELECT count(*) FROM turn WHERE session_id = s.id) AS turns,
         coalesce(s.started_at, s.born) AS started_at, coalesce(s.ended_at, s.started_at, s.born) AS ended_at,
         @projects IS NULL OR s.project_id IN (SELECT value FROM json_each(@projects)) AS named
       FROM session s LEFT JOIN project p ON p.id = s.project_id ORDER BY ended_at, s.id`,
    )
    .all({ projects });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const mainOf = (row: SessionRow): SessionRow => {
    for (let at = row, hops = 0; ; hops++) {
      const parent = at.is_subagent ? byKey.get(at.parent_key ?? '') : undefined;
      if (!parent || hops > rows.length) return at;
      at = parent;
    }
  };
  const wanted = new Set<string>();
  const keys = sessions && new Set(sessions);
  const needle = words?.toLowerCase();
  for (const row of rows) {
    const main = mainOf(row);
    if (!row.named || (keys && !keys.has(row.key)) || wanted.has(main.key)) continue;
    if (before !== undefined && main.ended_at >= before) continue;
    if (needle !== undefined && !holds(store, row.id, needle)) continue;
    wanted.add(main.key);
  }
  const served = Map.groupBy(
    rows.filter((row) => mainOf(row) !== row),
    (row) => mainOf(row).key,
  );
  return rows
    .filter((row) => wanted.has(row.key))
    .map(({ parent_key: _, is_subagent: __, named: ___, ...row }) => ({
      ...row,
      subagents: (served.get(row.key) ?? []).map(({ id, key }) => ({ id, key })),
    }));
}

function holds(store: Store, sessionId: number, needle: string): boolean {
  for (const text of textsOf(store, [sessionId])) if (text.toLowerCase().includes(needle)) return true;
  return false;
}

/** The first step: from now on these sessions are forgotten, even if the process dies at once. */
export function recordForgetting(store: Store, lease: Lease, sessions: readonly ForgettableSession[]): void {
  const prompts = store.db.prepare<[number], { uuid: string }>(
    'SELECT prompt_uuid AS uuid FROM turn WHERE session_id = ? AND prompt_uuid IS NOT NULL',
  );
  const forgotten = forgottenIn(store);
  store.db
    .transaction(() => {
      lease.assertHeld();
      for (const { id, key } of sessions.flatMap((session) => [session, ...session.subagents])) {
        forgotten.addSession(key);
        for (const { uuid } of prompts.all(id)) forgotten.addPrompt(uuid);
      }
      markForWiping(store);
    })
    .immediate();
}

const UNFINISHED = 'forgetting';

/** True while a removal is recorded and not finished. */
export function isForgettingUnfinished({ db }: Store): boolean {
  return db.prepare<[string]>('SELECT 1 FROM meta WHERE key = ?').get(UNFINISHED) !== undefined;
}

/**
 * The other steps, for whatever is recorded; does nothing when nothing is. Takes the time of writing the
 * database anew: about a second for 200 MB.
 * @throws LeaseLost; HerError `log-in-use` when another process keeps reading old pages: they go at the next start
 */
export function finishForgetting(store: Store, lease: Lease): void {
  if (!isForgettingUnfinished(store)) return;
  removeForgotten(store, lease);
  wipe(store, lease);
  store.db.prepare<[string]>('DELETE FROM meta WHERE key = ?').run(UNFINISHED);
}

/** The second step: all rows of forgotten sessions, and what nothing else uses. */
export function removeForgotten(store: Store, lease: Lease): void {
  const { db } = store;
  // What a removed cell held is overwritten, not only given free.
  db.pragma('secure_delete = ON');
  const forgotten = forgottenIn(store);
  db.transaction(() => {
    lease.assertHeld();
    const rows = db.prepare<[], { id: number; key: string }>('SELECT id, key FROM session').all();
    const remove = db.prepare<[number]>('DELETE FROM session WHERE id = ?');
    for (const { id, key } of rows) if (forgotten.session(key)) remove.run(id);
    const notes = db.prepare<[], { uuid: string }>('SELECT prompt_uuid AS uuid FROM annotation').all();
    const removeNote = db.prepare<[string]>('DELETE FROM annotation WHERE prompt_uuid = ?');
    for (const { uuid } of notes) if (forgotten.prompt(uuid)) removeNote.run(uuid);
    const inherited = db.prepare<[], { uuid: string }>('SELECT prompt_uuid AS uuid FROM inherited').all();
    const removeInherited = db.prepare<[string]>('DELETE FROM inherited WHERE prompt_uuid = ?');
    for (const { uuid } of inherited) if (forgotten.prompt(uuid)) removeInherited.run(uuid);
    dropForgottenConsents(store);
    db.exec(`
      DELETE FROM path WHERE id NOT IN (SELECT path_id FROM action WHERE path_id IS NOT NULL);
      DELETE FROM project WHERE id NOT IN (SELECT project_id FROM session WHERE project_id IS NOT NULL);
    `);
    forgetFiles(store, (key) => forgotten.session(key));
  }).immediate();
}

/** Transcripts of forgotten sessions are no longer known: their paths name the project. */
function forgetFiles({ db }: Store, isForgotten: (key: string) => boolean): void {
  const rows = db
    .prepare<[], { id: number; session: string }>('SELECT id, session FROM file WHERE session IS NOT NULL')
    .all();
  const remove = db.prepare<[number]>('DELETE FROM file WHERE id = ?');
  for (const { id, session } of rows) if (isForgotten(session)) remove.run(id);
}

/** The third step: the index's segments are merged without the removed words, the file is written anew, the log emptied. */
export function wipe(store: Store, lease: Lease): void {
  const { db } = store;
  db.pragma('secure_delete = ON');
  db.transaction(() => {
    lease.assertHeld();
    db.exec("INSERT INTO passage_words (passage_words) VALUES ('optimize')");
  }).immediate();
  db.exec('VACUUM');
  lease.renew();
  const [log] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (log?.busy !== 0)
    throw new HerError(
      'log-in-use',
      `The rows are removed, but another process is reading, so the write-ahead log still holds old pages. End it and run \`${TYPED_HER} forget\` again; otherwise the next start of Her empties the log.`,
    );
}

/** Asks `finishForgetting` to wipe what a change left in free pages, within the change's own transaction. */
export function markForWiping(store: Store): void {
  setMeta(store, UNFINISHED, 'rows');
}

function setMeta({ db }: Store, key: string, value: string): void {
  db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}
