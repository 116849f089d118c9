import { existsSync } from 'node:fs';
import chokidar, { type FSWatcher } from 'chokidar';
import { codeOf } from '../shared/errors.ts';
import type { Source } from '../sources/source.ts';

/**
 * Says when transcripts may have changed. chokidar tells at once where the file system gives events; a
 * look every few seconds covers what gives none (network and container file systems) or what was missed.
 */
export interface Watch {
  /** Something changed since `news` last resolved. */
  hasNews(): boolean;
  /** Resolves at the next change with the files that changed; with none when it is time to look at all. */
  news(signal: AbortSignal): Promise<Transcript[]>;
  /** Makes `news` resolve at once, with no file: it is time to look at all. */
  look(): void;
  /** Events cannot be had here. */
  isPolling(): boolean;
  /** Tells that a look at all found changes; where that happens without events, looking becomes frequent. */
  foundByLooking(): void;
  close(): Promise<void>;
}

export interface Transcript {
  source: Source;
  path: string;
}

/** Between two looks at all, where events can be had: for a thousand times as long as a look takes, 0.1 % of a core. */
const ROUTINE_LOOK_MS = 15_000;
const SELDOM_LOOK_MS = 120_000;
const REST_FOR_LOOK = 1000;
/** Where events cannot be had, looking is all there is. */
const POLL_MS = 500;
const MISSING_ROOT_MS = 1000;
/** Changes seen without a single event, after which none are to be expected. */
const SILENT_CHANGES = 2;

export function watchTranscripts(
  sources: readonly Source[],
  env: NodeJS.ProcessEnv,
  notice: (text: string) => void,
): Watch {
  const roots = sources.flatMap((source) => source.roots(env).map((root) => ({ root, source })));
  const changed = new Map<string, Transcript>();
  let lookAtAll = false;
  let wake: (() => void) | null = null;
  let interval = ROUTINE_LOOK_MS;
  let silentChanges = 0;
  let hadEvents = false;
  let lookBegan: number | null = null;
  const watchers = new Map<string, FSWatcher>();
  watchRoots();

  return {
    hasNews,
    async news(signal) {
      if (lookBegan !== null && interval !== POLL_MS) {
        const rest = (performance.now() - lookBegan) * REST_FOR_LOOK;
        interval = Math.min(Math.max(rest, ROUTINE_LOOK_MS), SELDOM_LOOK_MS);
      }
      if (!hasNews() && !signal.aborted) await nextChange(signal);
      const found = lookAtAll ? [] : [...changed.values()];
      changed.clear();
      lookAtAll = false;
      lookBegan = found.length === 0 ? performance.now() : null;
      return found;
    },
    look() {
      lookAtAll = true;
      wake?.();
    },
    isPolling: () => interval === POLL_MS,
    foundByLooking() {
      silentChanges += 1;
      if (!hadEvents && silentChanges >= SILENT_CHANGES)
        poll('The file system of the transcripts does not tell of changes');
    },
    async close() {
      await Promise.all([...watchers.values()].map((watcher) => watcher.close()));
    },
  };

  function hasNews(): boolean {
    return lookAtAll || changed.size > 0;
  }

  function watchRoots(): void {
    for (const { root, source } of roots) {
      if (watchers.has(root) || !existsSync(root)) continue;
      const watcher = chokidar.watch(root, {
        ignoreInitial: true,
        ignored: (path, stats) => stats?.isFile() === true && !source.isTranscript(path),
      });
      watcher.on('all', (event, path) => {
        if ((event !== 'add' && event !== 'change') || !source.isTranscript(path)) return;
        hadEvents = true;
        changed.set(path, { source, path });
        wake?.();
      });
      watcher.on('error', (error) => failed(error));
      // What changes before every folder is watched goes without an event.
      watcher.once('ready', () => {
        lookAtAll = true;
        wake?.();
      });
      watchers.set(root, watcher);
      lookAtAll = true;
    }
  }

  function failed(error: unknown): void {
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EMFILE')
      poll('The limit of file watches is reached (fs.inotify.max_user_watches)');
  }

  function poll(why: string): void {
    if (interval === POLL_MS) return;
    interval = POLL_MS;
    notice(`${why}: looking for changes twice a second instead.`);
    wake?.();
  }

  function nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, interval);
      const missing = roots.some(({ root }) => !watchers.has(root));
      const forRoots = missing ? setInterval(awaitRoots, MISSING_ROOT_MS) : undefined;
      signal.addEventListener('abort', done, { once: true });
      wake = done;
      function done(): void {
        clearTimeout(timer);
        clearInterval(forRoots);
        signal.removeEventListener('abort', done);
        wake = null;
        watchRoots();
        resolve();
      }
      // A folder of an assistant that is not used here: its absence is no reason to look at all the others.
      function awaitRoots(): void {
        watchRoots();
        if (hasNews()) done();
      }
    });
  }
}
