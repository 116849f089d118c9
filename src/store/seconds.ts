/** Whole seconds since the epoch, 0 when the time is not known: how lists and blocks for searching keep times. */
export function secondsOf(at: number | null): number {
  return at === null ? 0 : Math.max(0, Math.floor(at / 1000));
}
