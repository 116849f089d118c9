import type { Pushback } from '../shared/answers.ts';
import type { Store } from './open.ts';

/** What the detector said of human turns. The queue is a query: human turns without a verdict. */
export interface Verdict {
  turnId: number;
  intent: string;
  pushback: { kind: string; cause: string; confidence: number; reasons: string[] } | null;
}

export interface UnjudgedTurn {
  id: number;
  session_id: number;
  n: number;
}

export interface Verdicts {
  unjudged(limit: number): UnjudgedTurn[];
  put(verdicts: readonly Verdict[]): void;
}

const DETECTOR_KEY = 'detector';

/** Verdicts of one detector; those of another are dropped, to be made anew. */
export function verdictsOf({ db }: Store, detector: string): Verdicts {
  const known = db
    .prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
    .get(DETECTOR_KEY)?.value;
  if (known !== detector) {
    db.transaction(() => {
      db.exec('DELETE FROM verdict');
      db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(DETECTOR_KEY, detector);
    }).immediate();
  }
  // Turns are judged in the order of their ids, so that the open ones are behind the last verdict.
  const unjudged = db.prepare<[number], UnjudgedTurn>(
    `SELECT id, session_id, n FROM turn WHERE id > coalesce((SELECT max(turn_id) FROM verdict), 0)
       AND role IN ('person', 'command') ORDER BY id LIMIT ?`,
  );
  const put = db.prepare<[number, string, string | null, string | null, number | null, string | null]>(
    'INSERT OR REPLACE INTO verdict (turn_id, intent, kind, cause, confidence, reasons) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    unjudged: (limit) => unjudged.all(limit),
    put(verdicts) {
      for (const { turnId, intent, pushback } of verdicts) {
        put.run(
          turnId,
          intent,
          pushback?.kind ?? null,
          pushback?.cause ?? null,
          pushback?.confidence ?? null,
          pushback ? JSON.stringify(pushback.reasons) : null,
        );
      }
    },
  };
}

/** Pushback of a session, by turn number. */
export function pushbackByTurn({ db }: Store, sessionKey: string): Map<number, Pushback> {
  const rows = db
    .prepare<[string], Pushback & { n: number }>(
      `SELECT t.n, v.kind, v.cause, v.confidence FROM judgement v JOIN turn t ON t.id = v.turn_id JOIN session s ON s.id = t.session_id
       WHERE s.key = ? AND v.kind IS NOT NULL`,
    )
    .all(sessionKey);
  return new Map(rows.map(({ n, ...pushback }) => [n, pushback]));
}

/** Turns that push back, as `judgement` has it: which, asked of all of a history, would judge each turn of it. */
export const TURNS_OF_PUSHBACK = `
  SELECT v.turn_id FROM verdict v JOIN turn t ON t.id = v.turn_id
  WHERE v.kind IS NOT NULL AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.prompt_uuid = t.prompt_uuid)
  UNION ALL
  SELECT t.id FROM annotation a CROSS JOIN turn t ON t.prompt_uuid = a.prompt_uuid WHERE a.kind IS NOT NULL`;

/** How many turns of each session push back, by session key; sessions without any are left out. */
export function pushbackCounts({ db }: Store): Map<string, number> {
  const rows = db
    .prepare<[], { key: string; n: number }>(
      `SELECT s.key, count(*) AS n FROM (${TURNS_OF_PUSHBACK}) AS p JOIN turn t ON t.id = p.turn_id
       JOIN session s ON s.id = t.session_id GROUP BY s.id`,
    )
    .all();
  return new Map(rows.map((row) => [row.key, row.n]));
}

/** Those of some turns in which the person refused or corrected what the assistant did. */
export function turnsThatRefuse({ db }: Store, turns: readonly number[]): Set<number> {
  const refusing = db
    .prepare<[string], number>(
      `SELECT turn_id FROM judgement WHERE turn_id IN (SELECT value FROM json_each(?)) AND kind IN ('rejection', 'correction')`,
    )
    .pluck();
  return new Set(refusing.all(JSON.stringify(turns)));
}
