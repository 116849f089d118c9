import type { Embedder } from '../embed/embedder.ts';
import { toInt8 } from '../shared/int8.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import type { VectorWriter } from '../store/vector-writer.ts';

/** The queue is a query: passages without a vector of the active model. */
export const EMBED_BATCH = 128;

/** Embeds the next passages. Returns how many, 0 when all are. @throws LeaseLost */
export async function embedNext(
  store: Store,
  lease: Lease,
  vectors: VectorWriter,
  embedder: Embedder,
): Promise<number> {
  const passages = vectors.pending(EMBED_BATCH);
  if (passages.length === 0) return 0;
  const found = await embedder.embed(passages.flatMap(({ fragments }) => fragments.map(({ text }) => text)));
  let from = 0;
  const rows = passages.map(({ id, fragments }) => {
    const parts = found.slice(from, (from += fragments.length));
    const prompts = fragments.filter(({ isPrompt }) => isPrompt).length;
    return { id, whole: toInt8(sumOf(parts, embedder.dim)), vectors: parts, prompts };
  });
  store.db
    .transaction(() => {
      lease.assertHeld();
      vectors.put(rows);
    })
    .immediate();
  return passages.length;
}

function sumOf(vectors: readonly Float32Array[], dim: number): Float32Array {
  const sum = new Float32Array(dim);
  for (const vector of vectors) for (let k = 0; k < dim; k++) sum[k]! += vector[k]!;
  return sum;
}
