import type { SearchFilter } from '../store/search.ts';
import type { Candidates } from './candidates.ts';

/** What `candidate-thread.ts` and its thread tell each other. A question's two messages have one number. */
export type CandidateRequest =
  | { id: number; question: Float32Array | undefined; limit: number; filter: SearchFilter }
  | { id: number; byWords: readonly number[] };

/** `error` is a sentence for the log. */
export type CandidateReply =
  { isReady: true } | { id: number; candidates: Candidates } | { id: number; error: string };

export interface CandidateThreadData {
  database: string;
  env: NodeJS.ProcessEnv;
  model: string;
  dim: number;
}
