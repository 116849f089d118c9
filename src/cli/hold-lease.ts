import { setTimeout as sleep } from 'node:timers/promises';
import { HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { leaseHolder, LeaseLost, type Lease } from '../store/lease.ts';
import { explainStoreError, type Store } from '../store/open.ts';
import { notice } from './output.ts';

/** A holder that hangs is seen as gone after five seconds; a little more, so that waiting is worth it. */
const PATIENCE_MS = 6500;
const POLL_MS = 250;
const BEAT_MS = 800;

/**
 * Runs the work of the one process that writes, and keeps saying that it lives meanwhile.
 * @throws HerError `lease-held` when another process keeps writing, `db-gone` when the file was deleted or replaced
 */
export async function holdLease<Result>(
  store: Store,
  lease: Lease,
  work: () => Promise<Result>,
): Promise<Result> {
  await acquire(store, lease);
  const beat = setInterval(() => renew(lease), BEAT_MS);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw explainStoreError(error, store.path);
    throw store.isInPlace() ? heldBy(store) : gone(store);
  } finally {
    clearInterval(beat);
    lease.release();
  }
}

/** A database that is locked for a moment says nothing about the lease; any other trouble meets the work as well. */
function renew(lease: Lease): void {
  try {
    lease.renew();
  } catch {
    return;
  }
}

async function acquire(store: Store, lease: Lease): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let isFirst = true; !lease.acquire(); isFirst = false) {
    if (performance.now() > until) {
      throw heldBy(store);
    }
    if (isFirst) notice(`waiting for ${holderOf(store)}, which reads transcripts …`);
    await sleep(POLL_MS);
  }
}

function heldBy(store: Store): HerError {
  return new HerError(
    'lease-held',
    `${holderOf(store)} reads transcripts at the moment, so this one cannot. It follows all transcripts by itself: \`${TYPED_HER} status\` says how far it is. To read here instead, end it first.`,
  );
}

function gone({ path }: Store): HerError {
  return new HerError(
    'db-gone',
    `${path} was deleted or replaced while it was being written. What was written to it is gone; run \`${TYPED_HER} ingest\` again: it reads everything anew.`,
  );
}

function holderOf(store: Store): string {
  const holder = leaseHolder(store);
  return holder ? `another Her (process ${holder.pid} on ${holder.host})` : 'another Her';
}
