/** Text → vector: what every embedding model of Her can do, and how a vector is packed for storage. */

export type EmbedderKind = 'static' | 'minilm' | 'off';

export interface Embedder {
  /** Name and version; stored with each vector so vectors of two models are never compared. */
  readonly model: string;
  /** Numbers in a vector. */
  readonly dim: number;
  /**
   * Unit-length vectors, one a text, in the order of the texts; all zeros when the text has nothing the model
   * knows. English only; cut long texts into passages of about 1,200 characters first.
   */
  embed(texts: string[]): Promise<Float32Array[]>;
  /** Frees what the model holds; `embed` may not be called afterwards. */
  close(): Promise<void>;
}

/** A failure of an embedding model, as a sentence for the user; `code` lets a script tell them apart. */
export class EmbedError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbedError';
    this.code = code;
  }
}
