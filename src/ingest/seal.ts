import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import type { VectorWriter } from '../store/vector-writer.ts';
import { chunkSealer, type ChunkSealer } from '../store/chunk-sealer.ts';

/**
 * Makes a part of what a long history is searched by: lists of words, and blocks of vectors where there are some.
 * Like the embedding queue it is a query, for what is missing. Returns whether anything was. @throws LeaseLost
 */
export function sealNext(store: Store, lease: Lease, vectors: VectorWriter | null): boolean {
  return (vectors?.sealNext(lease) ?? 0) > 0 || sealerOf(store, lease).next();
}

const sealers = new WeakMap<Store, ChunkSealer>();

function sealerOf(store: Store, lease: Lease): ChunkSealer {
  const sealer = sealers.get(store) ?? chunkSealer(store, lease);
  sealers.set(store, sealer);
  return sealer;
}
