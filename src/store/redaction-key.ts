import { randomBytes } from 'node:crypto';
import type { Store } from './open.ts';

const NAME = 'redaction_key';

/** The key by which the same secret gets the same tag within this database; made when it is first asked for. */
export function redactionKey({ db }: Store): Buffer {
  db.prepare<[string, string]>('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
    NAME,
    randomBytes(32).toString('hex'),
  );
  const row = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(NAME);
  return Buffer.from(row!.value, 'hex');
}
