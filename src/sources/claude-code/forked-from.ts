import { beginningOf } from './beginning.ts';

/** The records that a fork begins with are copies; how far it is looked for one that says of what. */
const LOOKED_AT = 256 * 1024;
const ORIGIN = /"requestSessionId":"([\w-]+)"/g;

/**
 * The session that a file was forked from, as its first answers tell (real-client FACTS, section 5): they come after the
 * first prompt, which is a copy already. Undefined when none does, or the file is gone.
 */
export function forkedFrom(path: string, own: string): string | undefined {
  for (const [, origin] of beginningOf(path, LOOKED_AT).matchAll(ORIGIN)) if (origin !== own) return origin;
  return undefined;
}
