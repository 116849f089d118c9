/** The built-in model: a text's vector is the weighted sum of its pieces' vectors (models/static/README.md). */
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { Embedder } from './embedder.ts';
import type { PackedRows } from './packed-rows.ts';
import { readStaticModel, readStaticModelInSlices, type StaticModel } from './static-file.ts';
import { Tokenizer } from './tokenize.ts';

/** Texts between two turns of the event loop: at most 512 ids each, so a few milliseconds at worst. */
const TEXTS_A_SLICE = 32;

/** Opens the model at once, about 25 ms: for worker threads. Throws EmbedError STATIC_MODEL_BROKEN. */
export function openStatic(folder: string): StaticEmbedder {
  return new StaticEmbedder(readStaticModel(folder));
}

/** Opens it without holding up the caller's event loop. Rejects with EmbedError STATIC_MODEL_BROKEN. */
export async function openStaticInSlices(folder: string): Promise<StaticEmbedder> {
  return new StaticEmbedder(await readStaticModelInSlices(folder));
}

export class StaticEmbedder implements Embedder {
  readonly model: string;
  readonly dim: number;
  readonly #tokenizer: Tokenizer;
  readonly #tfPower: number;
  readonly #maxTokens: number;
  readonly #scales: DataView;
  readonly #rows: PackedRows;
  /** How often each piece occurs in the text at hand; zeros between two texts. */
  readonly #counts: Uint32Array;
  readonly #distinct: Uint32Array;
  readonly #weights: Float64Array;

  constructor({ config, vocabulary, rows }: StaticModel) {
    this.dim = config.dim;
    this.model = `static-3-${config.dim}`;
    this.#tokenizer = new Tokenizer(vocabulary);
    this.#tfPower = config.tfPower;
    this.#maxTokens = config.maxTokens;
    this.#rows = rows;
    this.#scales = new DataView(rows.bytes.buffer, rows.bytes.byteOffset, 4 * config.vocabSize);
    this.#counts = new Uint32Array(config.vocabSize);
    this.#distinct = new Uint32Array(config.vocabSize);
    this.#weights = new Float64Array(config.vocabSize);
  }

  async embed(texts: string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (vectors.length > 0 && vectors.length % TEXTS_A_SLICE === 0) await nextTurnOfTheLoop();
      vectors.push(this.embedOne(text));
    }
    return vectors;
  }

  /** Unit-length vector of one text, about 15 µs for 250 characters; all zeros when no piece is known. */
  embedOne(text: string): Float32Array {
    const ids = this.#tokenizer.encode(text, this.#maxTokens);
    for (const id of ids) this.#counts[id]!++;
    let distinct = 0;
    for (const id of ids) {
      const count = this.#counts[id]!;
      if (count === 0) continue; // taken already
      this.#counts[id] = 0;
      this.#distinct[distinct] = id;
      this.#weights[distinct++] = this.#scales.getFloat32(4 * id, true) * this.#ofCount(count);
    }
    return unitLength(this.#rows.sum(this.#distinct, this.#weights, distinct));
  }

  #ofCount(count: number): number {
    return count === 1 ? 1 : count ** this.#tfPower;
  }

  async close(): Promise<void> {}
}

/** sum / its length, or zeros. */
function unitLength(sum: Float32Array | Float64Array): Float32Array {
  let squares = 0;
  for (let k = 0; k < sum.length; k++) squares += sum[k]! * sum[k]!;
  const vector = new Float32Array(sum.length);
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  for (let k = 0; k < sum.length; k++) vector[k] = sum[k]! * scale;
  return vector;
}
