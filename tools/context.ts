import type { Freshness } from '../src/shared/answers.ts';
import type { SearchContext } from '../src/search/search-context.ts';
import type { Store } from '../src/store/open.ts';

/**
 * Who asks, so that the asking turn is no hit. `session` is what the server was started for and is stale
 * after `/clear`; `toolUseId` is the call's own id, which the transcript records.
 */
export type { Asking } from '../src/store/asking-session.ts';

/** What handlers get from the process that serves them. */
export interface ToolContext {
  /** Opened at the first call. @throws HerError of `openStore` */
  store(): Promise<Store>;
  /** Never waits: the embedder is null until it is ready. */
  meaning(): Pick<SearchContext, 'embedder' | 'hasMeaning' | 'finder'>;
  /** Just after start, waits a moment for what is on disk to be read; at any other time returns at once. */
  settled(): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  freshness(): Promise<Freshness>;
  /** Replaces secrets, by the person's own settings: for what a tool stores. */
  redact(): Promise<(text: string) => string>;
}
