import type { HappenedModel } from './relevance-model.ts';

/**
 * Written by `bench/fit-relevance.ts`; not edited by hand. That a question of which nothing surely answers is about
 * something that happened at all.
 */
export const HAPPENED: Record<'byMeaningToo' | 'byWordsAlone', HappenedModel> = {
  byMeaningToo: {
    bias: -0.02,
    weights: {
      nearest: 2.28,
      beyondWords: 6.74,
      lacks: -4.05,
      unsaid: -0.24,
      others: -3.47,
      foreign: -5.76,
      together: -10.04,
    },
    atLeast: 0.322,
  },
  byWordsAlone: {
    bias: 0.82,
    weights: { inSession: 1.07, lacks: -4.02, unsaid: -0.26, others: -2.79, foreign: -5.49, together: -9.35 },
    atLeast: 0.252,
  },
};
