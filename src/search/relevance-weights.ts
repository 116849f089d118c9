import type { HappenedModel } from './relevance-model.ts';

/**
 * Written by `bench/fit-relevance.ts`; not edited by hand. That a question of which nothing surely answers is about
 * something that happened at all.
 */
export const HAPPENED: Record<'byMeaningToo' | 'byWordsAlone', HappenedModel> = {
  byMeaningToo: {
    bias: 0.01,
    weights: {
      nearest: 2.2,
      beyondWords: 6.73,
      lacks: -4.05,
      unsaid: -0.26,
      others: -3.48,
      foreign: -5.77,
      together: -10.03,
    },
    atLeast: 0.371,
  },
  byWordsAlone: {
    bias: 0.82,
    weights: { inSession: 1.07, lacks: -4.02, unsaid: -0.27, others: -2.79, foreign: -5.49, together: -9.35 },
    atLeast: 0.352,
  },
};
