import { forgottenIn } from './forgotten.ts';
import type { Store } from './open.ts';

/**
 * Which sessions may be given to others: a mark per session, set by the person alone. It is kept among what no
 * transcript says, so that it outlives a database that is made anew.
 */
const PREFIX = 'consent:';

export interface Consent {
  session_id: string;
  /** When it was given, milliseconds. */
  at: number;
}

/** @param key the session's; marks it, or keeps the mark that is there */
export function giveConsent({ db }: Store, key: string, at: number): void {
  db.prepare<[string, string]>('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)').run(
    PREFIX + key,
    String(at),
  );
}

/** Returns whether there was a mark. */
export function withdrawConsent({ db }: Store, key: string): boolean {
  return db.prepare<[string]>('DELETE FROM meta WHERE key = ?').run(PREFIX + key).changes > 0;
}

/** The earliest first. */
export function consents({ db }: Store): Consent[] {
  return db
    .prepare<[{ prefix: string }], Consent>(
      `SELECT substr(key, length(@prefix) + 1) AS session_id, CAST(value AS INTEGER) AS at
       FROM meta WHERE substr(key, 1, length(@prefix)) = @prefix ORDER BY at, key`,
    )
    .all({ prefix: PREFIX });
}

/** Whether a session, or the one that a sub-agent served (`<session>/agent-<id>`), may be given to others. */
export function consentOf(store: Store): (key: string) => boolean {
  const given = new Set(consents(store).map(({ session_id: key }) => key));
  return (key) => given.has(key) || given.has(key.split('/', 1)[0]!);
}

/** The marks of forgotten sessions go with them: they hold the id. */
export function dropForgottenConsents(store: Store): void {
  const forgotten = forgottenIn(store);
  for (const { session_id: key } of consents(store)) if (forgotten.session(key)) withdrawConsent(store, key);
}
