import type { Coverage } from '../../src/search/coverage.ts';

/** @param holders how many passages hold each word; all of them count alike */
export function coverageWith(holders: Record<string, number>): Coverage {
  return {
    weights: new Map(Object.keys(holders).map((word) => [word, 1])),
    unknown: [],
    holders: (word) => holders[word] ?? 0,
    wordsIn: () => [],
    of: () => 0,
    best: () => new Map(),
  };
}
