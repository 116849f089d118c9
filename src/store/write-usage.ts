import type { UsageEvent } from '../shared/events.ts';
import type { Store } from './open.ts';

/** Tokens of a message: told again for each of its blocks and copies, stored once, the largest. */
export function usageWriter({ db }: Store) {
  const putUsage = db.prepare<
    [string, string, number, number | null, string, number | null, number, number, number, number, number]
  >(
    `INSERT INTO usage (message_id, request_id, session_id, turn_id, model, at, input, output, cache_read, cache_write_5m, cache_write_1h)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (message_id, request_id) DO UPDATE SET input = excluded.input, output = excluded.output,
       cache_read = excluded.cache_read, cache_write_5m = excluded.cache_write_5m, cache_write_1h = excluded.cache_write_1h
     WHERE excluded.input + excluded.output + excluded.cache_read + excluded.cache_write_5m + excluded.cache_write_1h
         > usage.input + usage.output + usage.cache_read + usage.cache_write_5m + usage.cache_write_1h`,
  );
  let lastUsage = '';
  return {
    forgetCached: (): void => void (lastUsage = ''),

    putUsage(sessionId: number, turnId: number | null, u: UsageEvent): void {
      // The records of one message follow each other and say the same.
      const said = `${u.messageId} ${u.requestId} ${u.input + u.output + u.cacheRead + u.cacheWrite5m + u.cacheWrite1h}`;
      if (said === lastUsage) return;
      lastUsage = said;
      putUsage.run(
        u.messageId,
        u.requestId,
        sessionId,
        turnId,
        u.model,
        u.at,
        u.input,
        u.output,
        u.cacheRead,
        u.cacheWrite5m,
        u.cacheWrite1h,
      );
    },
  };
}
