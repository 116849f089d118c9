import { OPENING } from './opening.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';
import { unpackPieces } from './passages.ts';

/** What a hit shows of its turn. */

export interface TurnCard {
  turn_id: number;
  n: number;
  key: string;
  source: string;
  title: string | null;
  opening: string | null;
  project: string | null;
  cwd: string | null;
  /** The session's where the records tell no time; of a session without any, when its file was made. */
  started_at: number;
  prompt: string;
  reply: string;
  interrupted: number;
  errors: number;
}

const cardsIn = once((db) =>
  db.prepare<[string], TurnCard>(
    `SELECT t.id AS turn_id, t.n, s.key, s.source, s.title, pr.name AS project, s.cwd,
         coalesce(t.started_at, s.started_at, s.born) AS started_at, t.prompt, t.reply, t.interrupted,
         ${OPENING} AS opening,
         (SELECT count(*) FROM action a WHERE a.turn_id = t.id AND a.outcome = 'failed') AS errors
       FROM turn t JOIN session s ON s.id = t.session_id LEFT JOIN project pr ON pr.id = s.project_id
       WHERE t.id IN (SELECT value FROM json_each(?))`,
  ),
);

/** What a hit shows of its turn and session. */
export function turnCards({ db }: Store, turnIds: readonly number[]): Map<number, TurnCard> {
  return new Map(
    cardsIn(db)
      .all(JSON.stringify(turnIds))
      .map((row) => [row.turn_id, row]),
  );
}

const filesIn = once((db) =>
  db.prepare<[number, number], { path: string }>(
    `SELECT path.path, max(a.kind = 'edit') AS edited FROM action a JOIN path ON path.id = a.path_id
       WHERE a.turn_id = ? AND a.outcome = 'ok' GROUP BY path.id ORDER BY edited DESC, min(a.id) LIMIT ?`,
  ),
);

/** Files a turn changed, else those it read; at most `limit`. */
export function filesOfTurn({ db }: Store, turnId: number, limit: number): string[] {
  return filesIn(db)
    .all(turnId, limit)
    .map((row) => row.path);
}

const repliesBefore = once((db) =>
  db
    .prepare<[number], string>(
      `SELECT b.reply FROM turn t JOIN turn b ON b.session_id = t.session_id AND b.n < t.n
       WHERE t.id = ? AND b.rewound = 0 ORDER BY b.n DESC LIMIT 1`,
    )
    .pluck(),
);

/** What the assistant said in the turn before; undefined for the first. */
export function replyBefore({ db }: Store, turnId: number): string | undefined {
  return repliesBefore(db).get(turnId);
}

const committingIn = once((db) =>
  db
    .prepare<[number], string>(
      `SELECT p.pieces FROM passage p
       WHERE p.turn_id = ? AND p.pieces LIKE '%["commit",%' AND EXISTS (SELECT 1 FROM action a
         WHERE a.turn_id = p.turn_id AND a.kind = 'command' AND a.outcome = 'ok' AND a.target LIKE '%git%commit%')
       ORDER BY p.seq DESC LIMIT 1`,
    )
    .pluck(),
);

/** The message of the last commit that a turn made; undefined when it made none. */
export function commitOfTurn({ db }: Store, turnId: number): string | undefined {
  const packed = committingIn(db).get(turnId);
  const last = packed && unpackPieces(packed).findLast(({ kind }) => kind === 'commit');
  return last ? last.text : undefined;
}

const spawningIn = once((db) =>
  db
    .prepare<[number, number], number>(
      `SELECT a.turn_id FROM session c JOIN action a ON a.call_id = c.parent_call AND a.session_id = ? WHERE c.id = ?`,
    )
    .pluck(),
);

/** The turn of the main conversation that started a sub-agent; undefined when the records do not tell. */
export function spawningTurn({ db }: Store, agentSessionId: number, rootId: number): number | undefined {
  return spawningIn(db).get(rootId, agentSessionId);
}
