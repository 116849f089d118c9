import { Worker } from 'node:worker_threads';
import { TYPED_HER } from '../shared/typed-her.ts';
import type { Holder } from '../store/lease.ts';
import { workerUrl } from '../shared/worker-url.ts';
import type { Grown } from './guard.ts';

/**
 * Ingest in a worker thread: reading, writing and embedding never hold up an answer. The thread takes the
 * lease when it can, reads what is new, and then follows the files until it is stopped.
 */
export interface IngestHandle {
  /** Resolves when everything that was on disk at the start has been read (or another process reads it). */
  readonly caughtUp: Promise<void>;
  /** Has all files looked at once more; when everything is done, a message `looked` comes. */
  look(): void;
  /** Ends after the batch at hand and gives the lease back. Killing the process instead loses nothing. */
  stop(): Promise<void>;
}

export type IngestMessage =
  | { kind: 'caught-up' }
  | { kind: 'progress'; bytes: number; bytesLeft: number; files: number }
  | { kind: 'notice'; text: string }
  /** Another process holds the lease, and reads. */
  | { kind: 'waits' }
  /** Something changed and is read. */
  | { kind: 'reads' }
  /** All files were looked at, and so many new bytes read; what follows from reading is done as well. */
  | { kind: 'looked'; bytes: number; isPolling: boolean; retryAt: number | null };

export interface ServiceOptions {
  env: NodeJS.ProcessEnv;
  onMessage?: (message: IngestMessage) => void;
  /** As whom the lease is held; without it, as this thread alone. */
  holder?: Holder;
  /** Transcripts to be read before anything else. */
  grown?: readonly Grown[];
}

/** To the thread, at its start. */
export interface IngestData {
  env: NodeJS.ProcessEnv;
  holder?: Holder;
  grown?: readonly Grown[];
}

/** To the thread, later. */
export type IngestRequest = 'stop' | 'look';

/** Starts the thread; it keeps the process alive only when `stop` is awaited. */
export function startIngest({ env, onMessage, holder, grown }: ServiceOptions): IngestHandle {
  const worker = new Worker(workerUrl('worker', import.meta.url), {
    workerData: { env: { ...env }, holder, grown } satisfies IngestData,
    stdout: true,
    // Flags of the parent, such as --eval, are not for it.
    execArgv: [],
    // The default young generation adds 60 MB of garbage that is collected late (docs/ingest.md).
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 },
  });
  worker.unref();
  let settle: () => void;
  const caughtUp = new Promise<void>((resolve) => (settle = resolve));
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (message: IngestMessage) => {
    if (message.kind === 'caught-up') settle();
    onMessage?.(message);
  });
  worker.on('error', (error) => {
    onMessage?.({
      kind: 'notice',
      text: `Indexing stopped: ${error.message}. Answers come from what is indexed already; \`${TYPED_HER} doctor\` says more.`,
    });
    settle();
  });
  return {
    caughtUp,
    look: () => worker.postMessage('look' satisfies IngestRequest),
    async stop() {
      worker.ref();
      worker.postMessage('stop' satisfies IngestRequest);
      await ended;
    },
  };
}
