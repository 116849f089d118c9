import { closeSync, openSync, readSync } from 'node:fs';

/** The records that a fork begins with are copies; how far it is looked for one that says of what. */
const LOOKED_AT = 256 * 1024;
const ORIGIN = /"requestSessionId":"([\w-]+)"/g;

/**
 * The session that a file was forked from, as its first answers tell (real-client FACTS, section 5): they come after the
 * first prompt, which is a copy already. Undefined when none does, or the file is gone.
 */
export function forkedFrom(path: string, own: string): string | undefined {
  const beginning = beginningOf(path);
  for (const [, origin] of beginning.matchAll(ORIGIN)) if (origin !== own) return origin;
  return undefined;
}

function beginningOf(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(LOOKED_AT);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, LOOKED_AT, 0));
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
