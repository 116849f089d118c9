import type { Store } from './open.ts';

/** What the person says of a turn, over the detector's head. Kept by prompt uuid: it outlives re-reading. */
export interface Annotation {
  prompt_uuid: string;
  /** Null: no pushback. */
  kind: string | null;
  cause: string | null;
  note: string | null;
  /** Milliseconds. */
  at: number;
}

export function putAnnotation({ db }: Store, { prompt_uuid, kind, cause, note, at }: Annotation): void {
  db.prepare<[string, string | null, string | null, string | null, number]>(
    'INSERT OR REPLACE INTO annotation (prompt_uuid, kind, cause, note, at) VALUES (?, ?, ?, ?, ?)',
  ).run(prompt_uuid, kind, cause, note, at);
}

/** The detector's word counts again. Returns whether there was an annotation. */
export function dropAnnotation({ db }: Store, promptUuid: string): boolean {
  return db.prepare<[string]>('DELETE FROM annotation WHERE prompt_uuid = ?').run(promptUuid).changes > 0;
}

export interface AnnotatedTurn extends Annotation {
  session_id: string | null;
  turn: number | null;
  project: string | null;
  prompt: string | null;
  /** What the detector says. */
  detected_kind: string | null;
  detected_cause: string | null;
  detected_confidence: number | null;
}

/** All of them, the earliest first; of a turn that is not stored (any more) the place is null. */
export function annotations({ db }: Store): AnnotatedTurn[] {
  return db
    .prepare<[], AnnotatedTurn>(
      `SELECT a.prompt_uuid, a.kind, a.cause, a.note, a.at, s.key AS session_id, t.n AS turn, p.name AS project,
         t.prompt, v.kind AS detected_kind, v.cause AS detected_cause, v.confidence AS detected_confidence
       FROM annotation a LEFT JOIN turn t ON t.prompt_uuid = a.prompt_uuid LEFT JOIN session s ON s.id = t.session_id
         LEFT JOIN project p ON p.id = s.project_id LEFT JOIN verdict v ON v.turn_id = t.id
       ORDER BY a.at, a.prompt_uuid`,
    )
    .all();
}

export interface TurnVerdict {
  prompt_uuid: string | null;
  prompt: string;
  role: string;
  kind: string | null;
  cause: string | null;
  confidence: number | null;
}

/** A turn as it is judged now. @param sessionId row id */
export function verdictOfTurn({ db }: Store, sessionId: number, n: number): TurnVerdict | undefined {
  return db
    .prepare<[number, number], TurnVerdict>(
      `SELECT t.prompt_uuid, t.prompt, t.role, v.kind, v.cause, v.confidence
       FROM turn t LEFT JOIN judgement v ON v.turn_id = t.id WHERE t.session_id = ? AND t.n = ?`,
    )
    .get(sessionId, n);
}
