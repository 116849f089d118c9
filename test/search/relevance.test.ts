import { describe, expect, test } from 'vitest';
import { relevanceOf, scoreOf, type Evidence } from '../../src/search/relevance.ts';

const evidence = (changed: Partial<Evidence>): Evidence => ({
  rank: 1,
  share: 1,
  coverage: 0.5,
  similarity: 0.4,
  asksForTimeOnly: false,
  ...changed,
});

describe('a score', () => {
  test('is between 0 and 1', () => {
    for (const coverage of [0, 1])
      for (const similarity of [undefined, -1, 0, 1.4])
        for (const share of [0, 1]) {
          const score = scoreOf(evidence({ coverage, similarity, share }));
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
  });
  test.each([
    ['more of the words', { coverage: 0.2 }, { coverage: 0.9 }],
    ['nearer in meaning', { similarity: 0.2 }, { similarity: 0.6 }],
    ['nearer to the best', { share: 0.3 }, { share: 1 }],
  ])('grows with %s', (_, less, more) => {
    expect(scoreOf(evidence(more))).toBeGreaterThan(scoreOf(evidence(less)));
  });
});

test.each([
  ['strong', { coverage: 1, similarity: 0.6 }],
  ['weak', { coverage: 0.5, similarity: 0.45 }],
  ['none', { coverage: 0.2, similarity: 0.25 }],
  ['strong', { coverage: 1, similarity: undefined }],
  ['none', { coverage: 0.3, similarity: undefined }],
] as const)('is %s with %j', (relevance, changed) => {
  expect(relevanceOf([evidence(changed)])).toBe(relevance);
});

test('is none when nothing was found', () => {
  expect(relevanceOf([])).toBe('none');
});
