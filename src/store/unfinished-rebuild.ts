import { existsSync, renameSync, rmSync } from 'node:fs';

/**
 * A rebuild makes the new database beside the damaged one and puts it in its place at the end. While one of its
 * files is there, nobody opens the database: killed anywhere, a rebuild leaves the old one whole, or both.
 */
const ENDS = ['-wal', '-shm', ''];

/** The new database while transcripts are read into it. */
export const rebuildingFile = (path: string): string => `${path}.rebuilding`;
/** The new database when it holds everything and only has to take its place. */
const rebuiltFile = (path: string): string => `${path}.rebuilt`;

/** `reading`: begun, to be begun again; `ready`: all but in place; null when there is none. */
export function unfinishedRebuild(path: string): 'reading' | 'ready' | null {
  if (existsSync(rebuiltFile(path))) return 'ready';
  return existsSync(rebuildingFile(path)) ? 'reading' : null;
}

/** Removes what a rebuild that was cut off has read: transcripts and the old database still hold all of it. */
export function dropUnfinished(path: string): void {
  for (const end of ENDS) rmSync(rebuildingFile(path) + end, { force: true });
}

/** The new database is complete and closed. */
export function declareComplete(path: string): void {
  renameSync(rebuildingFile(path), rebuiltFile(path));
}

/**
 * Sets the old database aside with its journal, so that the journal is never taken for the new one's, and puts
 * the new one in its place. Cut off anywhere, it can be called again.
 * @returns where the old one lies
 */
export function putInPlace(path: string): string {
  const aside = nameAside(path);
  // The file itself last: until then the name for all three is the same.
  for (const end of ENDS) if (existsSync(path + end)) renameSync(path + end, aside + end);
  renameSync(rebuiltFile(path), path);
  return existsSync(aside) ? aside : lastAside(path);
}

function nameAside(path: string): string {
  let aside = `${path}.damaged`;
  for (let n = 2; existsSync(aside); n += 1) aside = `${path}.damaged-${n}`;
  return aside;
}

/** It had been set aside before the call. */
function lastAside(path: string): string {
  let last = `${path}.damaged`;
  for (let n = 2; existsSync(`${path}.damaged-${n}`); n += 1) last = `${path}.damaged-${n}`;
  return last;
}
