import type { Embedder } from '../embed/embedder.ts';
import type { Store } from '../store/open.ts';
import type { CandidateFinder } from './candidates.ts';

/** What a search has at hand, whatever is asked. */
export interface SearchContext {
  store: Store;
  /** Null when questions cannot be compared by meaning at the moment. */
  embedder: Embedder | null;
  hasMeaning: 'ready' | 'loading' | 'off' | 'unavailable';
  /** Of a long history, beside the thread that answers; else candidates are looked for on it. */
  finder?: CandidateFinder;
  /** Milliseconds since the epoch; what relative dates are read against. */
  now: number;
}
