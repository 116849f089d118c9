import { Worker } from 'node:worker_threads';
import type { Embedder } from '../embed/embedder.ts';
import { waitingCalls } from '../shared/waiting-calls.ts';
import { workerUrl } from '../shared/worker-url.ts';
import type { Store } from '../store/open.ts';
import { placesOf, type Known } from '../store/passage-places.ts';
import { whereInMarks } from '../store/passage-where.ts';
import { factsUntilWritten } from '../store/session-facts.ts';
import { storedVectors } from '../store/vectors.ts';
import {
  unpacked,
  type CandidateReply,
  type CandidateRequest,
  type CandidateThreadData,
} from './candidate-messages.ts';
import {
  candidateFinder,
  candidatesAt,
  joined,
  type CandidateFinder,
  type Candidates,
} from './candidates.ts';
import { closenessTo, NONE_NEAR } from './closeness.ts';

/**
 * A thread for a long history's candidates by meaning: scanning a million vectors and reading the nearest takes as
 * long as looking up the question's words and reading what was found by them, so that both are done at once. It reads
 * the vectors when it starts and holds them; where passages stand lies in memory that both threads see.
 */
export interface CandidateThread extends CandidateFinder {
  /** Resolves once it holds the vectors, or has failed. */
  readonly ready: Promise<undefined>;
  /** False once it has failed: candidates are then looked for on the thread that answers. */
  isAlive(): boolean;
  close(): Promise<void>;
}

/** Nine tenths of its memory are vectors, which lie outside of the heap. */
const HEAP_MB = 256;
const YOUNG_MB = 16;

/** @param log is told once when the thread fails */
export function startCandidateThread(
  store: Store,
  { model, dim }: Pick<Embedder, 'model' | 'dim'>,
  env: NodeJS.ProcessEnv,
  log: (sentence: string) => void,
): CandidateThread {
  const waiting = waitingCalls<Candidates>();
  const ready = Promise.withResolvers<undefined>();
  const facts = factsUntilWritten(store);
  /** Until the thread says what it has read, and of what is stored later: nothing, it is looked up. */
  let whereIs: Known['whereIs'] = () => undefined;
  let isReady = false;
  let isAlive = true;
  const data: CandidateThreadData = { database: store.path, env: { ...env }, model, dim };
  const worker = new Worker(workerUrl('candidate-worker', import.meta.url), {
    workerData: data,
    stdout: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  worker.on('message', (reply: CandidateReply) => {
    if ('isReady' in reply) {
      whereIs = whereInMarks(reply.marks);
      isReady = true;
      ready.resolve(undefined);
    } else if ('packed' in reply) waiting.settle(reply.id, { answer: unpacked(reply.packed) });
    else waiting.settle(reply.id, reply);
  });
  worker.on('error', (error) => giveUp(error.message));
  worker.on('exit', () => giveUp('The thread ended.'));

  function giveUp(why: string): void {
    if (!isAlive) return;
    log(`Search by meaning goes on without a thread of its own. ${why}`);
    end(why);
  }

  function end(why: string): void {
    isAlive = false;
    ready.resolve(undefined);
    waiting.failAll(new Error(why));
  }

  function ask(about: Omit<CandidateRequest, 'id'>): Promise<Candidates> {
    const { id, answer } = waiting.add();
    // A search that fails in between waits for nothing.
    answer.catch(() => undefined);
    worker.postMessage({ id, ...about } satisfies CandidateRequest);
    return answer;
  }

  const withoutThread = (): CandidateFinder => candidateFinder(store, storedVectors(store, model, dim));

  return {
    store,
    ready: ready.promise,
    isReady: () => isReady,
    isAlive: () => isAlive,
    look(question, limit, filter) {
      if (!isAlive) return withoutThread().look(question, limit, filter);
      const meaning = question && ask({ question, limit, filter });
      return {
        async with(byWords) {
          // Read here while the thread is at work.
          const vectors = question && storedVectors(store, model, dim);
          const measure = vectors && closenessTo(vectors, question, NONE_NEAR);
          const known = { whereIs, facts: facts() };
          const words = candidatesAt(store, placesOf(store, byWords, known), measure, known.facts);
          try {
            return joined(byWords, words, await meaning);
          } catch (error) {
            if (isAlive) throw error;
            return withoutThread().look(question, limit, filter).with(byWords);
          }
        },
      };
    },
    async close() {
      end('The thread was closed.');
      await worker.terminate();
    },
  };
}
