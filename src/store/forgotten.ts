import { createHash } from 'node:crypto';
import type { Store } from './open.ts';

/**
 * Tombstones: what was forgotten is known by hashes alone, so that reading its transcript again does not
 * bring it back. A session's sub-agents (`<session>/agent-…`) are out with it.
 */
export interface Forgotten {
  session(key: string): boolean;
  prompt(uuid: string): boolean;
  addSession(key: string): void;
  addPrompt(uuid: string): void;
}

export function forgottenIn({ db }: Store, now: () => number = Date.now): Forgotten {
  const find = db.prepare<[string], { found: 1 }>('SELECT 1 AS found FROM forgotten WHERE hash = ?');
  const insert = db.prepare<[string, number]>(
    'INSERT INTO forgotten (hash, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const has = (hash: string): boolean => find.get(hash) !== undefined;
  return {
    session: (key) => has(hashOf('session', key)) || has(hashOf('session', mainOf(key))),
    prompt: (uuid) => has(hashOf('prompt', uuid)),
    addSession: (key) => void insert.run(hashOf('session', key), now()),
    addPrompt: (uuid) => void insert.run(hashOf('prompt', uuid), now()),
  };
}

function mainOf(key: string): string {
  return key.split('/', 1)[0]!;
}

/** Ids are random (122 bits), so their hashes tell nothing. */
function hashOf(kind: 'session' | 'prompt', id: string): string {
  return createHash('sha256').update(`${kind}:${id}`).digest('base64url');
}
