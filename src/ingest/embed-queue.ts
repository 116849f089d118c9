import { toInt8, type Embedder } from '../embed/embedder.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import type { Vectors } from '../store/vectors.ts';

/** The queue is a query: passages without a vector of the active model. */
export const EMBED_BATCH = 256;

/** Embeds the next passages; returns how many there were, 0 when none is left. @throws LeaseLost */
export async function embedNext(
  store: Store,
  lease: Lease,
  vectors: Vectors,
  embedder: Embedder,
): Promise<number> {
  const passages = vectors.pending(EMBED_BATCH);
  if (passages.length === 0) return 0;
  const found = await embedder.embed(passages.map((passage) => passage.text));
  const rows = passages.map((passage, index) => ({ id: passage.id, vector: toInt8(found[index]!) }));
  store.db
    .transaction(() => {
      lease.assertHeld();
      vectors.put(rows);
    })
    .immediate();
  return passages.length;
}
