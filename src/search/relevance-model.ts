/** Logistic models of signs, and what tells whether a question is about something that happened. */

/** Of a question: what the hit that most likely answers lacks, and what the whole history says of its words and terms. */
export type QuestionSign = 'lacks' | 'termUnsaid' | 'others' | 'foreign' | 'together';

export type Signs<Sign extends string> = Readonly<Record<Sign, number>>;

/** What each sign adds to the log-odds; one that has no weight takes no part. */
export interface Model<Sign extends string> {
  bias: number;
  weights: Readonly<Partial<Record<Sign, number>>>;
}

/** With the likelihood from which a question counts as one about something that happened; `bench/fit-relevance.ts` fits it. */
export interface HappenedModel extends Model<QuestionSign> {
  atLeast: number;
}

/** 0..1 */
export function likelihood<Sign extends string>(model: Model<Sign>, signs: Signs<Sign>): number {
  return 1 / (1 + Math.exp(-logOdds(model, signs)));
}

export function logOdds<Sign extends string>({ bias, weights }: Model<Sign>, signs: Signs<Sign>): number {
  let odds = bias;
  for (const sign in weights) odds += (weights[sign] ?? 0) * signs[sign];
  return odds;
}
