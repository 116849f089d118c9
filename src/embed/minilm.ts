/**
 * MiniLM (sentence-transformers/all-MiniLM-L6-v2) in a worker thread, through the optional package
 * `@huggingface/transformers`. This file is the caller's side; `minilm-worker.ts` holds the model.
 */
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorOf } from '../shared/sent-error.ts';
import { waitingCalls } from '../shared/waiting-calls.ts';
import { workerUrl } from '../shared/worker-url.ts';
import { EmbedError, type Embedder } from './embedder.ts';
import type { MiniLmReply, MiniLmRequest, MiniLmSource } from './minilm-messages.ts';

export interface MiniLmOptions {
  /**
   * A model on disk: config.json, tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx. Nothing
   * is then fetched from the network. Without it: `Xenova/all-MiniLM-L6-v2` from the Hugging Face hub, 23 MB.
   */
  folder?: string;
  /** Where the package may be installed besides Her's own node_modules, and where downloads are kept. */
  home?: string;
  /** Milliseconds until loading counts as failed; 180,000 unless told, enough to download on a slow line. */
  loadLimit?: number;
}

export interface MiniLmEmbedder extends Embedder {
  /** False while the model loads, and after it failed. */
  ready(): boolean;
}

const DIM = 384;
const LOAD_LIMIT = 180_000;

/**
 * Returns at once; the model loads in its thread, and `embed` waits for it. `embed` rejects with an error
 * whose name is EmbedError and whose code is MINILM_NOT_INSTALLED, MINILM_LOAD_FAILED, MINILM_TIMEOUT, MINILM_STOPPED,
 * MINILM_EMBED_FAILED or MINILM_CLOSED.
 */
export function openMiniLm(options: MiniLmOptions = {}): MiniLmEmbedder {
  return new MiniLmClient(
    {
      folder: options.folder === undefined ? undefined : resolve(options.folder),
      home: options.home === undefined ? undefined : resolve(options.home),
      dim: DIM,
    },
    options.loadLimit ?? LOAD_LIMIT,
  );
}

class MiniLmClient implements MiniLmEmbedder {
  readonly model = 'minilm-l6-v2-384';
  readonly dim = DIM;
  readonly #worker: Worker;
  readonly #loadTimer: NodeJS.Timeout;
  readonly #waiting = waitingCalls<Float32Array[]>();
  #ready = false;
  #failure: Error | null = null;

  constructor(source: MiniLmSource, loadLimit: number) {
    // stdout of an MCP server carries the protocol: what a library prints there must not get into it.
    this.#worker = new Worker(workerUrl('minilm-worker', import.meta.url), {
      workerData: source,
      stdout: true,
    });
    this.#worker.stdout.resume();
    this.#worker.on('message', (reply: MiniLmReply) => this.#receive(reply));
    this.#worker.on('error', (error) => {
      this.#fail(new EmbedError('MINILM_STOPPED', `MiniLM stopped: ${error.message}`, { cause: error }));
    });
    this.#worker.on('exit', () => {
      this.#fail(new EmbedError('MINILM_CLOSED', 'MiniLM has been closed and makes no more vectors.'));
    });
    this.#loadTimer = setTimeout(() => {
      const seconds = Math.round(loadLimit / 1000);
      this.#fail(
        new EmbedError(
          'MINILM_TIMEOUT',
          `MiniLM was not loaded after ${seconds} s. Check the network, or give a model folder, or use the built-in model.`,
        ),
      );
    }, loadLimit);
  }

  ready(): boolean {
    return this.#ready;
  }

  embed(texts: string[]): Promise<Float32Array[]> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const { id, answer } = this.#waiting.add();
    this.#worker.postMessage({ id, texts } satisfies MiniLmRequest);
    return answer;
  }

  async close(): Promise<void> {
    this.#fail(new EmbedError('MINILM_CLOSED', 'MiniLM has been closed and makes no more vectors.'));
    await this.#worker.terminate();
  }

  #receive(reply: MiniLmReply): void {
    if ('isReady' in reply) {
      this.#ready = true;
      clearTimeout(this.#loadTimer);
    } else if ('loadFailed' in reply) this.#fail(errorOf(reply.loadFailed));
    else this.#waiting.settle(reply.id, reply);
  }

  /** The first failure stays: all that wait, and all that come later, get it. */
  #fail(failure: Error): void {
    if (this.#failure !== null) return;
    this.#failure = failure;
    this.#ready = false;
    clearTimeout(this.#loadTimer);
    this.#waiting.failAll(failure);
    void this.#worker.terminate();
  }
}
