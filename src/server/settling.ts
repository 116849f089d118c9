import { setTimeout as sleep } from 'node:timers/promises';

/** A session's first question may come before the last session's end has been read: that takes this long. */
const SETTLING_MS = 3000;
const MOST_WAIT_MS = 400;

/**
 * What a question waits for: just after the start, for what is on disk to be read, and for that no longer than 400 ms,
 * once: where that is not enough, there is much to read. At any other time it waits for nothing.
 * @param caughtUp resolves when all has been read; undefined where nobody reads
 */
export function settling(
  caughtUp: () => Promise<unknown> | undefined,
  clock: () => number = () => performance.now(),
): () => Promise<void> {
  const startedAt = clock();
  let isLong = false;
  return async () => {
    if (isLong || clock() - startedAt > SETTLING_MS) return;
    const waited = sleep(MOST_WAIT_MS, undefined, { ref: false }).then(() => (isLong = true));
    await Promise.race([caughtUp(), waited]);
  };
}
