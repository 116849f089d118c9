/** How large a batch may be, so that it takes about so long here and now: what a live session says waits for it. */
export interface Pace {
  /** Bytes of the next batch. @param live whether a session is being written */
  most(live: boolean): number;
  /** Tells how long a batch took. */
  took(bytes: number, ms: number): void;
}

/** Of a transaction: large enough to be cheap; batches of a quarter cost a tenth more CPU. */
export const BATCH_BYTES = 3 * 1024 * 1024;
/** Of a transaction: with files of a few hundred bytes each. */
export const MOST_FILES = 256;
const LEAST_BYTES = BATCH_BYTES / 12;
const BATCH_MS = 80;
const LIVE_MS = 25;
/** Bytes a millisecond, before anything is known: half of what a slow machine does. */
const FIRST_RATE = 10_000;
/** Of a batch smaller than this the time says little. */
const TELLING_BYTES = 65_536;

export function pace(): Pace {
  let rate = FIRST_RATE;
  return {
    most: (live) => Math.min(BATCH_BYTES, Math.max(LEAST_BYTES, rate * (live ? LIVE_MS : BATCH_MS))),
    took(bytes, ms) {
      if (bytes >= TELLING_BYTES) rate = (rate + bytes / Math.max(1, ms)) / 2;
    },
  };
}
