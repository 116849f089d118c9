import { costOfAll, type TokenCounts } from '../shared/cost.ts';
import type { Tokens } from '../shared/answers.ts';
import type { Store } from './open.ts';

/** Tokens by session, turn and model. Each message of the API is counted once, whatever copies there are. */
export interface UsageRow extends TokenCounts {
  session_id: number;
  turn_id: number | null;
  model: string;
}

const SUMS = `sum(input) AS input, sum(output) AS output, sum(cache_read) AS cache_read,
  sum(cache_write_5m) AS cache_write_5m, sum(cache_write_1h) AS cache_write_1h`;

/** One row per turn and model. @param sessionIds row ids */
export function usageByTurn({ db }: Store, sessionIds: readonly number[]): UsageRow[] {
  return db
    .prepare<[string], UsageRow>(
      `SELECT session_id, turn_id, model, ${SUMS} FROM usage
       WHERE session_id IN (SELECT value FROM json_each(?)) GROUP BY session_id, turn_id, model`,
    )
    .all(JSON.stringify(sessionIds));
}

/** One row per session and model; `turn_id` is null. @param sessionIds row ids; all sessions when left out */
export function usageBySession({ db }: Store, sessionIds?: readonly number[]): UsageRow[] {
  const where = sessionIds ? 'WHERE session_id IN (SELECT value FROM json_each(?))' : '';
  return db
    .prepare<string[], UsageRow>(
      `SELECT session_id, NULL AS turn_id, model, ${SUMS} FROM usage ${where} GROUP BY session_id, model`,
    )
    .all(...(sessionIds ? [JSON.stringify(sessionIds)] : []));
}

/** Tokens and dollars of some rows together; without `cost_usd` when a model's price is not known. */
export function sumUsage(rows: readonly UsageRow[]): { tokens: Tokens; cost_usd?: number; models: string[] } {
  const sum = (of: (row: UsageRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const read = sum((row) => row.cache_read);
  const write = sum((row) => row.cache_write_5m + row.cache_write_1h);
  const cost = costOfAll(rows);
  return {
    tokens: {
      input: sum((row) => row.input),
      output: sum((row) => row.output),
      ...(read > 0 ? { cache_read: read } : {}),
      ...(write > 0 ? { cache_write: write } : {}),
    },
    ...(cost === null || rows.length === 0 ? {} : { cost_usd: cost }),
    models: [...new Set(rows.map((row) => row.model))].sort(),
  };
}

/** Rows of one turn, one per model. */
export function usageOfTurn({ db }: Store): (turnId: number) => UsageRow[] {
  const rows = db.prepare<[number], UsageRow>(
    `SELECT session_id, turn_id, model, ${SUMS} FROM usage WHERE turn_id = ? GROUP BY model`,
  );
  return (turnId) => rows.all(turnId);
}
