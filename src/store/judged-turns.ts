import type { JudgedTurn } from '../shared/judged-turn.ts';
import type { Store } from './open.ts';

/** Human turns with what the detector said of them, for statistics. */
export interface JudgedFilter {
  projects?: readonly number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
}

type Row = Omit<JudgedTurn, 'interrupted' | 'answers' | 'annotated'> & {
  interrupted: number;
  answers: number;
  annotated: number;
};

/** Characters of the assistant's last words that an example shows. */
const BEFORE_CHARS = 300;

export function judgedTurns({ db }: Store, { projects, since, until }: JudgedFilter): JudgedTurn[] {
  return db
    .prepare<[{ projects: string | null; since: number; until: number }], Row>(
      `WITH human AS MATERIALIZED (
         SELECT t.id, t.session_id, t.n, t.prompt_uuid, t.prompt, t.images, t.started_at, t.model, t.interrupted,
           lag(t.id) OVER (PARTITION BY t.session_id ORDER BY t.n) AS before_id,
           s.key, s.inherited_turns, pr.name AS project, s.project_id
         FROM turn t JOIN session s ON s.id = t.session_id LEFT JOIN project pr ON pr.id = s.project_id
         WHERE t.role IN ('person', 'command') AND t.rewound = 0)
       SELECT h.id, h.before_id AS beforeId, h.key AS sessionId, h.n AS turn, coalesce(h.prompt_uuid, '') AS promptUuid, h.prompt, h.images, h.started_at AS at,
         coalesce(h.project, '') AS project, coalesce(b.model, h.model) AS model, h.interrupted,
         b.id IS NOT NULL OR (h.before_id IS NULL AND h.inherited_turns > 0) AS answers,
         length(b.prompt) AS beforeChars,
         (SELECT intent FROM verdict WHERE turn_id = h.before_id) AS beforeIntent,
         coalesce(substr(b.reply, -${BEFORE_CHARS}), '') AS before,
         v.intent, v.kind, v.cause, v.confidence, coalesce(v.annotated, 0) AS annotated
       FROM human h LEFT JOIN turn b ON b.id = h.before_id LEFT JOIN judgement v ON v.turn_id = h.id
       WHERE coalesce(h.started_at, 0) >= @since AND coalesce(h.started_at, 0) < @until
         AND (@projects IS NULL OR h.project_id IN (SELECT value FROM json_each(@projects)))
       ORDER BY h.started_at, h.id`,
    )
    .all({
      projects: projects ? JSON.stringify(projects) : null,
      since: since ?? 0,
      until: until ?? Number.MAX_SAFE_INTEGER,
    })
    .map((row) => ({
      ...row,
      interrupted: row.interrupted === 1,
      answers: row.answers === 1,
      annotated: row.annotated === 1,
    }));
}
