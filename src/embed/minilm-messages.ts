/** What the two sides of MiniLM's worker thread say to each other. */

/** Handed to the worker when it starts. Folders are absolute. */
export interface MiniLmSource {
  folder?: string;
  home?: string;
  /** Numbers a vector must have. */
  dim: number;
}

/** May be sent before the model is ready; answered in order. */
export interface MiniLmRequest {
  id: number;
  texts: string[];
}

export type MiniLmAnswer =
  | { type: 'ready' }
  | { type: 'load-failed'; code: 'MINILM_NOT_INSTALLED' | 'MINILM_LOAD_FAILED'; message: string }
  | { type: 'vectors'; id: number; vectors: Float32Array[] }
  | { type: 'embed-failed'; id: number; message: string };
