/** What is written while the lease goes from one process to the next waits so long at most. */
export const LEASE_POLL_MS = 200;
/** Half a dozen beats before anybody could call the lease stale. */
export const BEAT_MS = 800;
