import type { Embedder } from '../embed/embedder.ts';
import type { CandidateThread } from '../search/candidate-thread.ts';
import { sentenceOf } from '../shared/errors.ts';
import type { Store } from '../store/open.ts';

/** From so many passages on, what a thread saves a question is worth its 10 MB (docs/search.md). */
const LONG = 100_000;

/** The thread that looks for a long history's candidates by meaning, one for the database that is open. */
export interface LongHistory {
  /** Undefined for a history that is short or has no vectors of the model yet, and once its thread has failed. */
  finder(): CandidateThread | undefined;
  /** Starts the thread where the history is long, and waits until it holds the vectors. */
  begin(store: Store, embedder: Embedder): Promise<void>;
  /** Another database was put in the place of the one that the thread reads. */
  follow(store: Store): void;
  close(): Promise<void>;
}

/** @param from passages of a long one */
export function longHistory(
  env: NodeJS.ProcessEnv,
  log: (sentence: string) => void,
  from = LONG,
): LongHistory {
  let begun: { thread: CandidateThread; embedder: Embedder } | undefined;

  async function begin(store: Store, embedder: Embedder): Promise<void> {
    const [{ passageCount }, { storedVectors }] = await Promise.all([
      import('../store/history-size.ts'),
      import('../store/vectors.ts'),
    ]);
    if (!store.hasVectors || passageCount(store) < from) return;
    if (!storedVectors(store, embedder.model, embedder.dim)) return;
    const { startCandidateThread } = await import('../search/candidate-thread.ts');
    const thread = startCandidateThread(store, embedder, env, log);
    begun = { thread, embedder };
    await thread.ready;
  }

  return {
    finder: () => (begun?.thread.isAlive() ? begun.thread : undefined),
    begin,
    follow(store) {
      if (!begun || begun.thread.store === store) return;
      const { thread, embedder } = begun;
      begun = undefined;
      void thread.close();
      begin(store, embedder).catch((error: unknown) => log(sentenceOf(error)));
    },
    close: async () => begun?.thread.close(),
  };
}
