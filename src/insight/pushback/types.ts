/** What a person says against what the assistant just did; labels and wording as in `docs/pushback.md`. */
export type PushbackKind = 'correction' | 'failure_report' | 'rejection' | 'reprompt';

export type PushbackCause =
  | 'misunderstood'
  | 'wrong_approach'
  | 'overcomplicated'
  | 'incomplete'
  | 'bug'
  | 'hallucinated'
  | 'ignored_instruction'
  | 'convention'
  | 'scope_creep'
  | 'environment'
  | 'other';

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
