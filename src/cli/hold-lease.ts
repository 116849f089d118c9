import { setTimeout as sleep } from 'node:timers/promises';
import { HerError } from '../shared/errors.ts';
import { leaseHolder, type Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { notice } from './output.ts';

/** A holder that hangs is seen as gone after five seconds; a little more, so that waiting is worth it. */
const PATIENCE_MS = 6500;
const POLL_MS = 250;
const BEAT_MS = 800;

/**
 * Runs the work of the one process that writes, and keeps saying that it lives meanwhile.
 * @throws HerError `lease-held` when another process keeps writing
 */
export async function holdLease<Result>(
  store: Store,
  lease: Lease,
  work: () => Promise<Result>,
): Promise<Result> {
  await acquire(store, lease);
  const beat = setInterval(() => lease.renew(), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    lease.release();
  }
}

async function acquire(store: Store, lease: Lease): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let isFirst = true; !lease.acquire(); isFirst = false) {
    const who = holderOf(store);
    if (performance.now() > until) {
      throw new HerError(
        'lease-held',
        `${who} reads transcripts at the moment, so this one cannot. It follows all transcripts by itself: \`her status\` says how far it is. To read here instead, end it first.`,
      );
    }
    if (isFirst) notice(`waiting for ${who}, which reads transcripts …`);
    await sleep(POLL_MS);
  }
}

function holderOf(store: Store): string {
  const holder = leaseHolder(store);
  return holder ? `another Her (process ${holder.pid} on ${holder.host})` : 'another Her';
}
