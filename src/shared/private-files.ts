import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, HerError } from './errors.ts';

/** `HER_HOME` is its owner's alone: everything said and run lies in it. */
const OTHERS = 0o077;
const DEEPEST = 3;

/**
 * Makes the folder (0700) where it is missing, and takes every right of others away from it and from what
 * lies in it. Returns the paths that had to be mended; links are left alone, as they point elsewhere.
 * @throws HerError `bad-home`
 */
export function keepPrivate(home: string): string[] {
  makeHome(home);
  const mended: string[] = [];
  if (process.platform !== 'win32') mend(home, DEEPEST, mended);
  return mended;
}

function makeHome(home: string): void {
  try {
    makeFolder(home);
  } catch (error) {
    throw badHome(home, error);
  }
}

/**
 * Makes a folder (0700) and those above it. Not with `recursive`: where mkdir says that the folder above is missing
 * although it is there (/proc), Node 24 tries for ever.
 * @throws what mkdir throws
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !isFolder(path)) throw error; // another process may be making it, too
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function badHome(home: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || code === 'ENOSPC') return error;
  const sentence = ['EEXIST', 'ENOTDIR'].includes(code)
    ? `${home} cannot be Her's folder: a file stands there or above it.`
    : `Her cannot write in ${home} (${code}).`;
  return new HerError('bad-home', `${sentence} Set HER_HOME to a folder of yours.`, { cause: error });
}

function mend(path: string, depth: number, mended: string[]): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isSymbolicLink()) return;
  if ((stats.mode & OTHERS) !== 0) {
    chmodSync(path, stats.mode & 0o700);
    mended.push(path);
  }
  if (!stats.isDirectory() || depth === 0) return;
  for (const name of readdirSync(path)) mend(join(path, name), depth - 1, mended);
}

/** The sentence for a person; null when nothing was mended. */
export function mendedNotice(mended: readonly string[]): string | null {
  if (mended.length === 0) return null;
  const more = mended.length > 1 ? ` and ${mended.length - 1} more` : '';
  return `Others could read ${mended[0]!}${more}; now only you can. If this comes back, look at what sets the permissions.`;
}

/**
 * What a client of the HTTP server must show: made once for each home, in a file that only its owner reads.
 * @throws HerError `bad-home`
 */
export function httpToken(home: string): string {
  const path = join(home, 'token');
  makeHome(home);
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw badHome(home, error);
  }
  return readFileSync(path, 'utf8').trim();
}
