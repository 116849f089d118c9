import { readdirSync, realpathSync, statSync, watch, type FSWatcher, type Stats } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../shared/errors.ts';
import type { Source } from '../sources/source.ts';

/**
 * Watches folders of transcripts at next to no cost: an event source for each folder, not for each file, and one
 * number for all that a folder holds.
 */
export interface FolderWatch {
  /**
   * Looks at the next folders for about a millisecond, as events may have been missed. A full round sees every file
   * once. Returns how many files it looked at.
   */
  lookOn(): number;
  close(): void;
}

/** How a change became known. */
export type Sight = 'event' | 'look';

export interface FolderWatchOptions {
  sources: readonly Source[];
  env: NodeJS.ProcessEnv;
  /** @param path the transcript, where an event told of it */
  changed(sight: Sight, source: Source, path?: string): void;
  /** A folder cannot be watched: the system's limit is reached. Nothing more is told of it but by looking. */
  failed(): void;
}

interface Folder {
  source: Source;
  path: string;
  watcher: FSWatcher | undefined;
  /** A link to a transcript elsewhere: its folder has no events of it. */
  linked: Map<string, FSWatcher>;
  /** Of all transcripts in it: their names, inodes, sizes, times and rights. */
  print: number;
}

const LOOK_MS = 1;

/** What is there already when it is made is not news. */
export function watchFolders({ sources, env, changed, failed }: FolderWatchOptions): FolderWatch {
  /** By real path: a loop of links ends where it was entered. */
  const folders = new Map<string, Folder>();
  const roots = sources.flatMap((source) => source.roots(env).map((path) => ({ path, source })));
  let isNew = true;
  for (const { path, source } of roots) enter(path, source);
  isNew = false;
  let round = folders.values();

  return {
    lookOn() {
      let files = 0;
      const until = performance.now() + LOOK_MS;
      do {
        const next = round.next();
        if (!next.done) files += look(next.value);
        else {
          round = folders.values();
          for (const { path, source } of roots) enter(path, source);
          break;
        }
      } while (performance.now() < until);
      return files;
    },
    close() {
      for (const folder of folders.values()) leave(folder);
    },
  };

  function enter(path: string, source: Source, hasEvent = false): void {
    try {
      const real = realpathSync(path);
      const known = folders.get(real);
      // Told of by an event: it may be a new one in the place of the one that is known.
      if (known && hasEvent) look(known);
      if (known) return;
      const folder: Folder = { source, path, watcher: undefined, linked: new Map(), print: 0 };
      folders.set(real, folder);
      folder.watcher = watchPath(path, (name) => heard(folder, name));
      look(folder);
      if (!isNew) changed('look', source);
    } catch {
      return; // not there yet, or not ours to read
    }
  }

  function watchPath(path: string, tell: (name: string | null) => void): FSWatcher | undefined {
    try {
      // It ends with its file or folder; what was watched in vain is found by looking.
      return watch(path, { persistent: false }, (_kind, name) => tell(name)).on('error', () => undefined);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOSPC' || code === 'EMFILE') failed();
      return undefined;
    }
  }

  function heard(folder: Folder, name: string | null): void {
    const path = join(folder.path, name ?? '');
    if (name === null) return changed('event', folder.source);
    if (folder.source.isTranscript(path)) return changed('event', folder.source, path);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) enter(path, folder.source, true);
  }

  function look(folder: Folder): number {
    let files = 0;
    let print = 0;
    try {
      for (const entry of readdirSync(folder.path, { withFileTypes: true })) {
        const path = join(folder.path, entry.name);
        if (entry.isDirectory()) enter(path, folder.source);
        else if (entry.isSymbolicLink() || folder.source.isTranscript(path)) {
          const stats = statSync(path, { throwIfNoEntry: false });
          if (stats?.isDirectory()) enter(path, folder.source);
          else if (stats?.isFile() && folder.source.isTranscript(path)) {
            files += 1;
            // A sum, as folders are not listed in any order.
            print = (print + printOf(entry.name, stats)) | 0;
            if (entry.isSymbolicLink()) follow(folder, path);
          }
        }
      }
    } catch {
      print = -1; // it vanished, or may not be listed now
    }
    if (print !== folder.print && !isNew) {
      // Another folder may have taken its place: that one has no events yet.
      leave(folder);
      folder.watcher = watchPath(folder.path, (name) => heard(folder, name));
      changed('look', folder.source);
    }
    folder.print = print;
    return files;
  }

  function follow(folder: Folder, path: string): void {
    if (folder.linked.has(path)) return;
    const watcher = watchPath(path, () => changed('event', folder.source, path));
    if (watcher) folder.linked.set(path, watcher);
  }

  function leave(folder: Folder): void {
    folder.watcher?.close();
    for (const watcher of folder.linked.values()) watcher.close();
    folder.linked.clear();
  }
}

/** 32 bits of all that tells one state of a file from another (FNV-1a). */
function printOf(name: string, { ino, size, mtimeMs, ctimeMs, mode }: Stats): number {
  let print = 0x811c9dc5;
  const take = (value: number): void => void (print = Math.imul(print ^ value, 0x01000193));
  for (let at = 0; at < name.length; at += 1) take(name.charCodeAt(at));
  for (const value of [ino, size, mtimeMs, ctimeMs, mode]) {
    take(Math.floor(value) | 0);
    take(Math.floor(value / 2 ** 32));
  }
  return print;
}
