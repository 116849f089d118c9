import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../shared/worker-url.ts';
import { beginYoungGenerationAt } from '../shared/young-generation.ts';
import type { AheadBatch, AheadData, AheadFile, AheadRequest } from './ahead-messages.ts';
import { BATCH_BYTES, type IngestContext } from './file.ts';

/**
 * Reads, parses and cleans in a thread of its own while this one writes. What comes from there is a proposal: the
 * batch's transaction takes it only where the file and its offset are what they were when it was read.
 */
export interface ReadAhead {
  /**
   * The next batch of a file; undefined when there is none, and the file is read here. Files come in their order;
   * a batch's bytes are good until the next is asked for.
   */
  next(index: number, most?: number): Promise<AheadBatch | undefined>;
  close(): Promise<void>;
}

/** Below this the thread's start costs more than it saves. */
const WORTH_BYTES = 8 * 1024 * 1024;
/** Batches on their way: one is written, one waits. */
const ON_THE_WAY = 2;
/** Of a semi-space; V8 keeps three of them for the young generation. */
const SEMI_SPACE_MB = 4;
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 3 * SEMI_SPACE_MB };

/** Undefined where reading in this thread is as good. */
export function readAhead(
  { ahead }: IngestContext,
  files: readonly AheadFile[],
  bytes: number,
): ReadAhead | undefined {
  if (!ahead || bytes < WORTH_BYTES || availableParallelism() < 2) return undefined;
  beginYoungGenerationAt(SEMI_SPACE_MB);
  const worker = new Worker(workerUrl('ahead-worker', import.meta.url), {
    workerData: { files, redact: ahead } satisfies AheadData,
    stdout: true,
    execArgv: [],
    resourceLimits: LIMITS,
  });
  const arrived: AheadBatch[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let asked = 0;
  let spare: ArrayBuffer | undefined;
  worker.on('message', (batch: AheadBatch) => {
    arrived.push(batch);
    wake?.();
  });
  const end = (): void => {
    ended = true;
    wake?.();
  };
  worker.on('error', end).on('exit', end);

  return {
    async next(index, most = BATCH_BYTES) {
      for (;;) {
        ask(most);
        const batch = arrived[0];
        if (batch && batch.index > index) return undefined;
        if (batch) {
          arrived.shift();
          asked -= 1;
          ask(most);
          spare = batch.bytes.buffer;
          if (batch.index === index) return batch;
        } else if (ended) return undefined;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async close() {
      await worker.terminate();
    },
  };

  function ask(most: number): void {
    for (; asked < ON_THE_WAY && !ended; asked++) {
      worker.postMessage({ most, spare } satisfies AheadRequest, spare ? [spare] : []);
      spare = undefined;
    }
  }
}
