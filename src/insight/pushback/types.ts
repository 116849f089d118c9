import type { PUSHBACK_CAUSES, PUSHBACK_KINDS } from '../../shared/answers.ts';

/** What a person says against what the assistant just did; labels and wording as in `docs/pushback.md`. */
export type PushbackKind = (typeof PUSHBACK_KINDS)[number];
export type PushbackCause = (typeof PUSHBACK_CAUSES)[number];

export type Intent =
  | 'explain'
  | 'create'
  | 'fix'
  | 'refactor'
  | 'test'
  | 'review'
  | 'plan'
  | 'ops'
  | 'docs'
  | 'continue'
  | 'other';

export interface Pushback {
  kind: PushbackKind;
  cause: PushbackCause;
  /** Probability that a careful reader calls the turn pushback, 0..1. */
  confidence: number;
  /** What spoke for it, strongest first, as readable phrases. */
  reasons: string[];
}
