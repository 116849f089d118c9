import { statSync } from 'node:fs';
import { setImmediate as nextTick } from 'node:timers/promises';
import { stepBack } from '../shared/step-back.ts';
import type { Source } from '../sources/source.ts';
import { discover, type Found } from './discover.ts';
import type { IngestContext } from './file.ts';
import { addTo, hasNews, ingestSafely, noTotals, type PassTotals, type Urgent } from './pass.ts';

/**
 * Files that grow while something long is at work: the person writes on. They are found by looking, since a busy
 * thread hears events late, and some file systems give none.
 */
export interface Meanwhile extends Urgent {
  /** Reads what has grown since the last look. To be called every few ten milliseconds. @throws LeaseLost */
  readGrown(): Promise<void>;
  /** What was read so far. */
  readonly totals: PassTotals;
}

export interface MeanwhileOptions {
  sources: readonly Source[];
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Milliseconds that only grow. */
  monotonic?: () => number;
}

/** A file written to this lately is asked at every call: such files are few, and a stat takes microseconds. */
const LATELY_MS = 600_000;
/** All files are looked at no more often than this, and for a twentieth of the time at most. */
const LOOK_EVERY_MS = 100;
const SHARE_OF_TIME = 20;
/** Those written to lately are looked at for a tenth of the time at most: they may be thousands. */
const SHARE_FOR_LATELY = 10;

/** Who wrote a line may write another. */
const LIVE_MS = 10_000;
/** Who writes may be asking as well: answers go before this thread's work. */
const NICENESS = 5;

/** What is there already when it is made is not news. */
export function meanwhile(
  context: IngestContext,
  { sources, env, signal, monotonic = () => performance.now() }: MeanwhileOptions,
): Meanwhile {
  const totals = noTotals();
  const sizes = new Map<string, number>();
  let lately: Found[] = [];
  let nextLook = 0;
  let nextLately = 0;
  let grewAt = -Infinity;
  lookAtAll();

  return {
    totals,
    isLive: () => monotonic() - grewAt < LIVE_MS,
    async readGrown() {
      const found = monotonic() >= nextLook ? lookAtAll() : lookAtLately();
      for (const file of found) {
        if (sizes.get(file.path) === file.size) continue;
        sizes.set(file.path, file.size);
        grewAt = monotonic();
        stepBack(NICENESS);
        if (hasNews(file, context.files.byPath(file.path), context.now())) await readToEnd(file);
      }
    },
  };

  function lookAtAll(): Found[] {
    const begun = monotonic();
    const found = discover(sources, env);
    const since = Date.now() - LATELY_MS;
    if (nextLook === 0) for (const { path, size } of found) sizes.set(path, size);
    // Newest first.
    const old = found.findIndex(({ mtime }) => mtime < since);
    lately = old < 0 ? found : found.slice(0, old);
    const ended = monotonic();
    nextLook = ended + Math.max(LOOK_EVERY_MS, SHARE_OF_TIME * (ended - begun));
    return found;
  }

  function lookAtLately(): Found[] {
    const begun = monotonic();
    if (begun < nextLately) return [];
    const found = lately.map(sizeNow);
    const ended = monotonic();
    nextLately = ended + SHARE_FOR_LATELY * (ended - begun);
    return found;
  }

  async function readToEnd({ source, path }: Found): Promise<void> {
    totals.files += 1;
    for (let more = true; more && !signal?.aborted;) {
      const read = ingestSafely(context, { source, path });
      addTo(totals, read);
      more = read.more;
      await nextTick();
    }
  }
}

function sizeNow(file: Found): Found {
  const stats = statSync(file.path, { throwIfNoEntry: false });
  return stats ? { ...file, size: stats.size, inode: stats.ino } : file;
}
