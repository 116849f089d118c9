import { Worker } from 'node:worker_threads';
import type { Asking } from '../../tools/context.ts';
import type { ToolAnswer } from '../../tools/tool.ts';
import { workerUrl } from '../shared/worker-url.ts';
import type { SentError } from '../shared/sent-error.ts';
import { waitingCalls } from '../shared/waiting-calls.ts';

/**
 * A thread for the tools that compute for long, so that a search beside them is answered in its usual time. It is
 * started at the first such call and ended when none came for a while: an idle server holds no memory for it.
 */
export interface Beside {
  call(tool: string, given: unknown, asking: Asking): Promise<ToolAnswer>;
  close(): Promise<void>;
}

/** To the thread. */
export interface BesideCall {
  id: number;
  tool: string;
  given: unknown;
  asking: Asking;
}

/** From the thread. */
export type BesideMessage =
  { id: number; answer: ToolAnswer } | { id: number; error: SentError } | { log: string };

const IDLE_MS = 120_000;

export function answerBeside(env: NodeJS.ProcessEnv, log: (sentence: string) => void): Beside {
  const waiting = waitingCalls<ToolAnswer>();
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const worker = new Worker(workerUrl('beside-worker', import.meta.url), {
      workerData: { env: { ...env } },
      stdout: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 },
    });
    worker.unref();
    worker.on('message', (message: BesideMessage) => {
      if ('log' in message) return log(message.log);
      waiting.settle(message.id, message);
      if (waiting.count === 0) idle = setTimeout(() => void stop(), IDLE_MS).unref();
    });
    worker.on('error', (error) => giveUp(worker, error));
    worker.on('exit', () => giveUp(worker, new Error('the thread for long questions ended')));
    return worker;
  }

  function giveUp(worker: Worker, error: unknown): void {
    if (thread !== worker) return;
    thread = undefined;
    waiting.failAll(error);
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const worker = thread;
    if (!worker) return;
    giveUp(worker, new Error('the thread for long questions was ended'));
    await worker.terminate();
  }

  return {
    call(tool, given, asking) {
      clearTimeout(idle);
      const { id, answer } = waiting.add();
      thread ??= start();
      thread.postMessage({ id, tool, given, asking } satisfies BesideCall);
      return answer;
    },
    close: stop,
  };
}
