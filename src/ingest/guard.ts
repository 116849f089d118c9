import { readConfig } from '../shared/config.ts';
import { SOURCES } from '../sources/registry.ts';
import { leaseOn, type Holder, type Lease } from '../store/lease.ts';
import { openStore, type Store } from '../store/open.ts';
import { watchFolders, type FolderWatch, type Sight } from './folder-watch.ts';
import { BEAT_MS, LEASE_POLL_MS } from './lease-times.ts';

/**
 * Stands in for the reading thread while nothing changes, at a hundredth of its cost: keeps the lease, or waits for
 * it, and tells when there is something to read.
 */
export interface Guard {
  /** Whether this server holds the lease; else the guard waits for it. */
  readonly isHolder: boolean;
  /** Whether something was seen since it was posted. */
  hasNews(): boolean;
  /** Resolves when there is something to read, or may be: then the reader is to be started again. */
  readonly news: Promise<News>;
  /** Transcripts that are known to have changed, to be read before anything else. */
  grown(): Grown[];
  /** Files looked at so far, apart from those that were there when it was posted: what resting costs. */
  filesLookedAt(): number;
  /** Tells `retry` at that time, ms since the epoch. */
  wakeAt(time: number): void;
  /** Leaves the lease as it is: the reader goes on with it. */
  dismiss(): void;
  /** Gives it back. */
  release(): void;
}

export type News =
  | Sight
  /** Another process no longer reads for all. */
  | 'lease'
  /** The database is another file, cannot be used, or another process took the lease. */
  | 'database'
  /** A file that could not be read is to be tried again. */
  | 'retry'
  /** Folders cannot be watched here. */
  | 'no-events';

/** A transcript, by its source's id. */
export interface Grown {
  source: string;
  path: string;
}

export interface GuardOptions {
  env: NodeJS.ProcessEnv;
  holder: Holder;
}

/** A look is followed by so many times its own length of rest: half a thousandth of a core. */
const REST_FOR_LOOK = 2000;
/** Pages of SQLite's cache, KiB: one row is read and written. */
const CACHE_KIB = 64;

/** @throws HerError of `openStore` */
export function postGuard({ env, holder }: GuardOptions): Guard {
  const store = openStore(readConfig(env).database, env);
  store.db.pragma(`cache_size = -${CACHE_KIB}`);
  const lease = leaseOn(store, undefined, undefined, holder);
  const timers = new Set<NodeJS.Timeout>();
  const { promise: news, resolve } = Promise.withResolvers<News>();
  let hasNews = false;
  let files = 0;
  const grown: Grown[] = [];
  let folders: FolderWatch | undefined;
  const tell = (what: News): void => {
    hasNews = true;
    resolve(what);
  };

  const isHolder = isHeld(lease);
  if (isHolder) {
    const failed = (): void => tell('no-events');
    folders = watchFolders({
      sources: SOURCES,
      env,
      changed(sight, { id }, path) {
        if (path !== undefined && !grown.some((known) => known.path === path))
          grown.push({ source: id, path });
        tell(sight);
      },
      failed,
    });
    lookLater(folders, 0);
    every(BEAT_MS, () => {
      if (!isBeaten(store, lease)) tell('database');
    });
  } else {
    every(LEASE_POLL_MS, () => {
      if (!store.isInPlace()) tell('database');
      else if (isHeld(lease)) tell('lease');
    });
  }

  return {
    isHolder,
    hasNews: () => hasNews,
    news,
    grown: () => grown,
    filesLookedAt: () => files,
    wakeAt: (time) => void later(Math.max(0, time - Date.now()), () => tell('retry')),
    dismiss,
    release() {
      try {
        lease.release();
      } catch {
        // Locked for a moment: it is seen to be free when this process is gone.
      }
      dismiss();
    },
  };

  function dismiss(): void {
    for (const timer of timers) clearTimeout(timer);
    folders?.close();
    store.close();
  }

  function lookLater(watch: FolderWatch, lastTook: number): void {
    const timer = later(REST_FOR_LOOK * Math.max(1, lastTook), () => {
      timers.delete(timer);
      const begun = performance.now();
      files += watch.lookOn();
      lookLater(watch, performance.now() - begun);
    });
  }

  function every(ms: number, act: () => void): void {
    timers.add(setInterval(act, ms).unref());
  }

  function later(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(act, ms).unref();
    timers.add(timer);
    return timer;
  }
}

function isHeld(lease: Lease): boolean {
  try {
    return lease.acquire();
  } catch {
    return false; // locked for a moment
  }
}

function isBeaten(store: Store, lease: Lease): boolean {
  try {
    return store.isInPlace() && lease.renew();
  } catch {
    return true; // locked for a moment
  }
}
