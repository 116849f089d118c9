/** The worker thread that holds MiniLM: loads it, then answers requests one after the other. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { codeOf, sentenceOf } from '../shared/errors.ts';
import { sentError, type SentError } from '../shared/sent-error.ts';
import { EmbedError } from './embedder.ts';
import type { MiniLmReply, MiniLmRequest, MiniLmSource } from './minilm-messages.ts';

/** The part of `@huggingface/transformers` 4 that is used (https://huggingface.co/docs/transformers.js). */
interface Transformers {
  env: { allowRemoteModels: boolean; useFSCache: boolean; cacheDir: string | null };
  pipeline(task: 'feature-extraction', model: string, options: { dtype: 'q8' }): Promise<FeatureExtraction>;
}
type FeatureExtraction = (
  texts: string[],
  options: { pooling: 'mean'; normalize: true },
) => Promise<{ data: Float32Array; dims: number[] }>;

const PACKAGE = '@huggingface/transformers';
const HUB_MODEL = 'Xenova/all-MiniLM-L6-v2';
/** Texts that go through the network together; all are padded to the longest of them. */
const BATCH = 16;

const source: MiniLmSource = workerData;
const say = (reply: MiniLmReply) => parentPort?.postMessage(reply);

const packagePath = findPackage(source);
if (packagePath === undefined) {
  say({ loadFailed: failure('MINILM_NOT_INSTALLED', notInstalled(source)) });
} else {
  try {
    const extract = await load(packagePath, source);
    say({ isReady: true });
    serve(extract);
  } catch (error) {
    const advice = source.folder === undefined ? 'the network' : 'the folder';
    const message =
      `MiniLM (${source.folder ?? HUB_MODEL}) could not be loaded: ${sentenceOf(error)}. ` +
      `Check ${advice}, or use the built-in model.`;
    say({ loadFailed: failure('MINILM_LOAD_FAILED', message) });
  }
}

function findPackage({ home }: MiniLmSource): string | undefined {
  const places = [import.meta.url, ...(home === undefined ? [] : [join(home, 'package.json')])];
  for (const place of places) {
    try {
      return createRequire(place).resolve(PACKAGE);
    } catch (error) {
      if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

function notInstalled({ home }: MiniLmSource): string {
  const where = home === undefined ? '' : ` --prefix "${home}"`;
  return (
    `MiniLM needs the package ${PACKAGE} (470 MB), which is not installed. Run ` +
    `\`npm install${where} --onnxruntime-node-install-cuda=skip ${PACKAGE}\`, or use the built-in model.`
  );
}

/** Resolves when the model has proved with one text that its vectors have the right size. */
async function load(packagePath: string, { folder, home, dim }: MiniLmSource): Promise<FeatureExtraction> {
  const transformers: Transformers = createRequire(import.meta.url)(packagePath);
  const { env } = transformers;
  if (folder !== undefined) {
    env.allowRemoteModels = false;
    env.useFSCache = false; // a cached file of the same name would go before the folder's own
  } else if (home !== undefined) {
    env.cacheDir = join(home, 'huggingface');
  }
  const extract = await transformers.pipeline('feature-extraction', folder ?? HUB_MODEL, { dtype: 'q8' });
  const size = (await extract(['ready'], { pooling: 'mean', normalize: true })).dims.at(-1);
  if (size !== dim) throw new Error(`its vectors have ${size} numbers and not ${dim}`);
  return extract;
}

function serve(extract: FeatureExtraction): void {
  let queue = Promise.resolve();
  parentPort?.on('message', ({ id, texts }: MiniLmRequest) => {
    queue = queue
      .then(async () => say({ id, answer: await vectorsOf(texts, extract) }))
      .catch((error: unknown) =>
        say({ id, error: failure('MINILM_EMBED_FAILED', `MiniLM failed: ${sentenceOf(error)}`) }),
      );
  });
}

async function vectorsOf(texts: string[], extract: FeatureExtraction): Promise<Float32Array[]> {
  const vectors = texts.map(() => new Float32Array(source.dim));
  const filled = texts.flatMap((text, index) => (text.trim() === '' ? [] : [{ text, index }]));
  filled.sort((a, b) => a.text.length - b.text.length); // texts of like length together: little padding
  for (let start = 0; start < filled.length; start += BATCH) {
    const batch = filled.slice(start, start + BATCH);
    const texts = batch.map(({ text }) => text);
    const { data } = await extract(texts, { pooling: 'mean', normalize: true });
    batch.forEach(({ index }, row) =>
      vectors[index]!.set(data.subarray(row * source.dim, (row + 1) * source.dim)),
    );
  }
  return vectors;
}

function failure(code: string, sentence: string): SentError {
  return sentError(new EmbedError(code, sentence));
}
