import { readFileSync } from 'node:fs';
import { codeOf, HerError } from './errors.ts';

/**
 * The text of a file of the person's in `HER_HOME`; undefined when there is none. A home that is no folder is told of
 * when the database is opened.
 * @param code of the error when it cannot be read
 * @throws HerError
 */
export function textInHome(path: string, code: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = codeOf(error) ?? 'unknown error';
    if (['ENOENT', 'ENOTDIR'].includes(why)) return undefined;
    throw new HerError(
      code,
      `${path} cannot be read (${why}). Check its owner and permissions, or set HER_HOME to another folder.`,
      { cause: error },
    );
  }
}
