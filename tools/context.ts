import type { Embedder } from '../src/embed/embedder.ts';
import type { Freshness } from '../src/shared/answers.ts';
import type { Store } from '../src/store/open.ts';

/** Whether questions can be compared by meaning now; `unavailable`: the model or sqlite-vec does not work here. */
export type Meaning = 'ready' | 'loading' | 'off' | 'unavailable';

/** What handlers get from the process that serves them. */
export interface ToolContext {
  /** Opened at the first call. @throws HerError of `openStore` */
  store(): Promise<Store>;
  /** Never waits: the embedder is null until it is ready. */
  meaning(): { embedder: Embedder | null; hasMeaning: Meaning };
  /** Milliseconds since the epoch. */
  now(): number;
  freshness(): Promise<Freshness>;
}

/**
 * Who asks, so that the asking turn is no hit. `session` is what the server was started for and is stale
 * after `/clear`; `toolUseId` is the call's own id, which the transcript records.
 */
export interface Asking {
  session?: string;
  toolUseId?: string;
}
