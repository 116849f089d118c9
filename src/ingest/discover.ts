import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../sources/source.ts';

/** Transcripts that are on disk now. */
export interface Found {
  source: Source;
  path: string;
  size: number;
  inode: number;
  mtime: number;
}

/** All transcripts of all sources, newest first: the recent past is searchable before the rest. */
export function discover(sources: readonly Source[], env: NodeJS.ProcessEnv): Found[] {
  const found: Found[] = [];
  for (const source of sources) {
    const visited = new Set<string>();
    for (const root of source.roots(env)) walk(root, source, visited, found);
  }
  return found.sort((a, b) => b.mtime - a.mtime || (a.path < b.path ? -1 : 1));
}

/**
 * Follows links once: a loop ends where it was entered, and a file with two names is found under one. What
 * cannot be listed holds nothing to read.
 */
function walk(folder: string, source: Source, visited: Set<string>, found: Found[]): void {
  try {
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path, source, visited, found);
      else if (entry.isFile() ? source.isTranscript(path) : entry.isSymbolicLink())
        take(path, source, visited, found);
    }
  } catch {
    return; // it vanished, or is not ours to read
  }
}

function take(path: string, source: Source, visited: Set<string>, found: Found[]): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) walk(path, source, visited, found);
  else if (stats?.isFile() && source.isTranscript(path)) {
    const identity = `${stats.dev}:${stats.ino}`;
    if (visited.has(identity)) return;
    visited.add(identity);
    found.push({ source, path, size: stats.size, inode: stats.ino, mtime: stats.mtimeMs });
  }
}
