/** Classes of wording that mean the same thing in any language. */
export const CUES = [
  'denial',
  'wrong',
  'misread',
  'failure',
  'errorWord',
  'symptom',
  'still',
  'expected',
  'should',
  'instead',
  'blame',
  'whyDid',
  'undo',
  'stop',
  'needless',
  'incomplete',
  'dismay',
  'hesitation',
  'objection',
  'realised',
  'unaware',
  'musing',
  'tag',
  'handedOver',
  'dislike',
  'approval',
  'gitWork',
  'observation',
  'already',
  'negation',
  'doubt',
  'next',
] as const;

export type Cue = (typeof CUES)[number];

/** Regular-expression fragments by class; a language need not fill every class. */
export type Lexicon = Partial<Record<Cue, readonly string[]>>;
