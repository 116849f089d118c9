import type { HappenedModel } from './relevance-model.ts';

/**
 * Written by `bench/fit-relevance.ts`; not edited by hand. That a question of which nothing surely answers is about
 * something that happened at all.
 */
export const HAPPENED: HappenedModel = {
  bias: 1.41,
  weights: { lacks: -3.38, termUnsaid: -4.66, others: -2.75, foreign: -4.81, together: -8.18 },
  atLeast: 0.384,
};
