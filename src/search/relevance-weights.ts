import type { HappenedModel } from './relevance-model.ts';

/**
 * Written by `bench/fit-relevance.ts`; not edited by hand. That a question of which nothing surely answers is about
 * something that happened at all.
 */
export const HAPPENED: HappenedModel = {
  bias: 1.48,
  weights: { lacks: -3.45, termUnsaid: -4.45, others: -2.72, foreign: -4.99, together: -8.24 },
  atLeast: 0.384,
};
