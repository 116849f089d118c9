import type { HappenedModel } from './relevance-model.ts';

/**
 * Written by `bench/fit-relevance.ts`; not edited by hand. That a question of which nothing surely answers is about
 * something that happened at all.
 */
export const HAPPENED: Record<'byMeaningToo' | 'byWordsAlone', HappenedModel> = {
  byMeaningToo: {
    bias: 0.3,
    weights: {
      nearest: 1.95,
      beyondWords: 6.23,
      lacks: -3.26,
      unsaid: -0.01,
      others: -2.72,
      foreign: -5.46,
      together: -8.87,
      foreignTerm: -3.58,
    },
    atLeast: 0.391,
  },
  byWordsAlone: {
    bias: 1.35,
    weights: {
      inSession: 0.71,
      lacks: -3.44,
      unsaid: -0.17,
      others: -2.2,
      foreign: -5.37,
      together: -8.83,
      foreignTerm: -3.63,
    },
    atLeast: 0.358,
  },
};
