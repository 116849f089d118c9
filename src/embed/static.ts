/** The built-in model: a text's vector is the weighted sum of its pieces' vectors (models/static/README.md). */
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { Embedder } from './embedder.ts';
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
  /** Two values a byte, the low nibble first, 8 added to each. They stay packed: 6 MB and not 13. */
  readonly #rows: Uint8Array;
  readonly #counts: Uint32Array;
  readonly #sum: Float64Array;

  constructor({ config, vocabulary, weights }: StaticModel) {
    this.dim = config.dim;
    this.model = `static-2-${config.dim}`;
    this.#tokenizer = new Tokenizer(vocabulary);
    this.#tfPower = config.tfPower;
    this.#maxTokens = config.maxTokens;
    this.#scales = new DataView(weights.buffer, weights.byteOffset, 4 * config.vocabSize);
    this.#rows = weights.subarray(4 * config.vocabSize);
    this.#counts = new Uint32Array(config.vocabSize);
    this.#sum = new Float64Array(config.dim);
  }

  async embed(texts: string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (vectors.length > 0 && vectors.length % TEXTS_A_SLICE === 0) await nextTurnOfTheLoop();
      vectors.push(this.embedOne(text));
    }
    return vectors;
  }

  /** Unit-length vector of one text, about 30 µs for a paragraph; all zeros when no piece is known. */
  embedOne(text: string): Float32Array {
    const sum = this.#sum.fill(0);
    let offset = 0;
    const ids = this.#tokenizer.encode(text, this.#maxTokens);
    for (const id of ids) this.#counts[id]!++;
    for (const id of ids) {
      const count = this.#counts[id]!;
      if (count === 0) continue; // added already
      this.#counts[id] = 0;
      const weight = this.#scales.getFloat32(4 * id, true) * count ** this.#tfPower;
      addPackedRow(this.#rows, id, weight, sum);
      offset += 8 * weight;
    }
    return unitLength(sum, offset);
  }

  async close(): Promise<void> {}
}

/** Adds weight * (value + 8) for each value of a row; the caller takes the eights off once, for all rows. */
function addPackedRow(rows: Uint8Array, id: number, weight: number, sum: Float64Array): void {
  for (let k = 0, at = (id * sum.length) >> 1; k < sum.length; k += 2, at++) {
    const pair = rows[at]!;
    sum[k]! += weight * (pair & 15);
    sum[k + 1]! += weight * (pair >> 4);
  }
}

/** (sum - offset) / its length, or zeros. */
function unitLength(sum: Float64Array, offset: number): Float32Array {
  let squares = 0;
  for (let k = 0; k < sum.length; k++) squares += (sum[k]! - offset) * (sum[k]! - offset);
  const vector = new Float32Array(sum.length);
  if (squares === 0) return vector;
  const length = Math.sqrt(squares);
  for (let k = 0; k < sum.length; k++) vector[k] = (sum[k]! - offset) / length;
  return vector;
}
