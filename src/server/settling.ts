import { setTimeout as sleep } from 'node:timers/promises';

/** A session's first question may come before the last session's end has been read: that takes this long. */
const SETTLING_MS = 3000;
const MOST_WAIT_MS = 400;

/**
 * What a question waits for: just after the start, for what is on disk to be read, and for that no longer than 400 ms;
 * at any other time for nothing.
 * @param caughtUp resolves when all has been read; undefined where nobody reads
 */
export function settling(
  caughtUp: () => Promise<unknown> | undefined,
  clock: () => number = () => performance.now(),
): () => Promise<void> {
  const startedAt = clock();
  return async () => {
    if (clock() - startedAt > SETTLING_MS) return;
    await Promise.race([caughtUp(), sleep(MOST_WAIT_MS, undefined, { ref: false })]);
  };
}
