import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../shared/worker-url.ts';
import { beginYoungGenerationAt } from '../shared/young-generation.ts';
import type { AheadBatch, AheadData, AheadFile, AheadRequest } from './ahead-messages.ts';
import type { IngestContext } from './file.ts';

/**
 * Reads, parses and cleans in a thread of its own while this one writes. What comes from there is a proposal: the
 * batch's transaction takes it only where the file and its offset are what they were when it was read.
 */
export interface ReadAhead {
  /**
   * The next pieces, the first of them of this file; undefined when there are none, and the file is read here. Files
   * come in their order; a piece's bytes are good until the next batch is asked for.
   * @param then what the batch after those that are on their way is to be
   */
  next(index: number, then: Pick<AheadRequest, 'most' | 'live'>): Promise<AheadBatch | undefined>;
  close(): Promise<void>;
}

/** Below this the thread's start costs more than it saves. */
const WORTH_BYTES = 8 * 1024 * 1024;
/** Batches on their way: one is written, one waits. */
const ON_THE_WAY = 2;
/** Of a semi-space; V8 keeps three of them for the young generation. */
const SEMI_SPACE_MB = 4;
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 3 * SEMI_SPACE_MB };

/**
 * Undefined where reading in this thread is as good.
 * @param failed is told why the thread ended before its work: what it did not bring is read here
 */
export function readAhead(
  { ahead }: IngestContext,
  files: readonly AheadFile[],
  bytes: number,
  failed: (error: Error) => void = () => undefined,
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
  worker.on('error', failed).on('error', end).on('exit', end);

  return {
    async next(index, then) {
      for (;;) {
        ask(then);
        const batch = arrived[0];
        const pieces = batch?.filter((piece) => piece.index >= index) ?? [];
        if (pieces[0] && pieces[0].index > index) return undefined;
        if (batch) {
          arrived.shift();
          asked -= 1;
          ask(then);
          spare = batch[0]?.bytes.buffer;
          if (pieces.length > 0) return pieces;
        } else if (ended) return undefined;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async close() {
      await worker.terminate();
    },
  };

  function ask(then: Pick<AheadRequest, 'most' | 'live'>): void {
    for (; asked < ON_THE_WAY && !ended; asked++) {
      worker.postMessage({ ...then, spare } satisfies AheadRequest, spare ? [spare] : []);
      spare = undefined;
    }
  }
}
