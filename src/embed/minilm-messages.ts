import type { SentError } from '../shared/sent-error.ts';

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

export type MiniLmReply =
  | { isReady: true }
  | { loadFailed: SentError }
  | { id: number; answer: Float32Array[] }
  | { id: number; error: SentError };
