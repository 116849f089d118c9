import type { Store } from './open.ts';

export interface SessionRow {
  id: number;
  key: string;
  project_id: number | null;
  cwd: string | null;
  parent_key: string | null;
  parent_kind: string | null;
  inherited_turns: number;
}

export interface SessionChange {
  projectPath?: string;
  projectName?: string;
  cwd?: string;
  branch?: string;
  version?: string;
  agentType?: string;
  parent?: { key: string; kind: string; callId?: string };
}

/** What is stored of a session as a whole: its place, its title, its times, what it inherited. */
export function sessionWriter({ db }: Store) {
  const projectNames = new Map<string, number>();
  const sessionByKey = db.prepare<[string], SessionRow>(
    'SELECT id, key, project_id, cwd, parent_key, parent_kind, inherited_turns FROM session WHERE key = ?',
  );
  const insertSession = db.prepare<[string, string, number]>(
    'INSERT INTO session (key, source, born) VALUES (?, ?, ?)',
  );
  const insertProject = db.prepare<[string, string]>(
    'INSERT INTO project (path, name) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const projectByPath = db.prepare<[string], { id: number }>('SELECT id FROM project WHERE path = ?');
  // Apart from the other columns: an update of a foreign key has FTS5 write out what it gathered for the transaction,
  // a segment each time (a statement that may be undone is a savepoint; 172 ms of a pass over 206 MB).
  const setProject = db.prepare<[number, number]>('UPDATE session SET project_id = ? WHERE id = ?');
  const changeSession = db.prepare<
    [
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      number,
    ]
  >(
    `UPDATE session SET cwd = coalesce(?, cwd), branch = coalesce(?, branch), version = coalesce(?, version),
       agent_type = coalesce(?, agent_type), parent_key = coalesce(?, parent_key),
       parent_kind = coalesce(?, parent_kind), parent_call = coalesce(?, parent_call) WHERE id = ?`,
  );
  const kindOfParent = db
    .prepare<[number], string | null>('SELECT parent_kind FROM session WHERE id = ?')
    .pluck();
  const titleSession = db.prepare<[string, number, number, number]>(
    'UPDATE session SET title = ?, title_rank = ? WHERE id = ? AND title_rank <= ?',
  );
  const touchSession = db.prepare<[{ id: number; from: number; to: number }]>(
    `UPDATE session SET started_at = min(coalesce(started_at, @from), @from), ended_at = max(coalesce(ended_at, @to), @to)
     WHERE id = @id`,
  );
  const inherit = db.prepare<[number, number]>(
    'UPDATE session SET inherited_turns = max(inherited_turns, ?) WHERE id = ?',
  );
  const inheritPrompt = db.prepare<[number, number, string]>(
    'INSERT INTO inherited (session_id, n, prompt_uuid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const compacted = db.prepare<[number, number]>(
    'UPDATE session SET compactions = compactions + ? WHERE id = ?',
  );
  // UNION, not UNION ALL: records may claim a circle.
  const forkOf = db.prepare<[string, string]>(
    `WITH RECURSIVE above (key) AS (
       SELECT parent_key FROM session WHERE key = ? AND parent_kind = 'fork'
       UNION SELECT s.parent_key FROM session s JOIN above ON s.key = above.key WHERE s.parent_kind = 'fork'
     ) SELECT 1 FROM above WHERE key = ?`,
  );

  function projectId(path: string, name: string): number {
    let id = projectNames.get(path);
    if (id === undefined) {
      insertProject.run(path, name);
      id = projectByPath.get(path)!.id;
      projectNames.set(path, id);
    }
    return id;
  }

  return {
    /** After a rollback, ids that were handed out inside it are void. */
    forgetCached: (): void => projectNames.clear(),

    session(key: string, source: string, born: number): SessionRow {
      const row = sessionByKey.get(key);
      if (row) return row;
      insertSession.run(key, source, born);
      return sessionByKey.get(key)!;
    },

    findSession: (key: string): SessionRow | undefined => sessionByKey.get(key),

    changeSession(id: number, change: SessionChange): void {
      if (change.projectPath !== undefined)
        setProject.run(projectId(change.projectPath, change.projectName ?? change.projectPath), id);
      const { cwd, branch, version, agentType, parent } = change;
      // Copied turns prove a fork; each batch of a copied sub-agent tells again whose it is.
      const keeps = parent !== undefined && parent.kind !== 'fork' && kindOfParent.get(id) === 'fork';
      changeSession.run(
        cwd ?? null,
        branch ?? null,
        version ?? null,
        agentType ?? null,
        keeps ? null : (parent?.key ?? null),
        keeps ? null : (parent?.kind ?? null),
        parent?.callId ?? null,
        id,
      );
    },

    copyPlace(id: number, from: SessionRow): void {
      if (from.project_id !== null) setProject.run(from.project_id, id);
      changeSession.run(from.cwd, null, null, null, null, null, null, id);
    },

    title: (id: number, text: string, rank: number): void => void titleSession.run(text, rank, id, rank),
    touchSession: (id: number, from: number, to: number): void => void touchSession.run({ id, from, to }),
    /** @param promptUuid of the last of them; none when that was forgotten */
    inheritTurns(id: number, count: number, promptUuid?: string): void {
      inherit.run(count, id);
      if (promptUuid) inheritPrompt.run(id, count, promptUuid);
    },
    /** @param times fewer when negative */
    compacted(id: number, times = 1): void {
      if (times !== 0) compacted.run(times, id);
    },
    /** Whether a session was forked from another, directly or over further forks. */
    isForkOf: (key: string, origin: string): boolean => forkOf.get(key, origin) !== undefined,
  };
}
