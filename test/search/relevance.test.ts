import { describe, expect, test, vi } from 'vitest';
import { relevanceOf, scoreOf, type Evidence } from '../../src/search/relevance.ts';

const evidence = (changed: Partial<Evidence>): Evidence => ({
  rank: 1,
  share: 1,
  coverage: 0.5,
  inSession: 0.5,
  lacks: 0,
  unsaid: 0,
  similarity: 0.4,
  asksForTimeOnly: false,
  ...changed,
});

describe('a score', () => {
  test('is between 0 and 1', () => {
    for (const inSession of [0, 1])
      for (const similarity of [undefined, -1, 0, 1.4])
        for (const share of [0, 1]) {
          const score = scoreOf(evidence({ inSession, similarity, share, lacks: 1 - inSession }));
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
  });
  test.each([
    ['more of the words', { inSession: 0.2 }, { inSession: 0.9 }],
    ['nearer in meaning', { similarity: 0.2 }, { similarity: 0.6 }],
    ['nearer to the best', { share: 0.3 }, { share: 1 }],
    ['all of the words that mean just themselves', { lacks: 1 }, { lacks: 0 }],
    ['words that this history uses', { unsaid: 1 }, { unsaid: 0 }],
  ])('grows with %s', (_, less, more) => {
    expect(scoreOf(evidence(more))).toBeGreaterThan(scoreOf(evidence(less)));
  });
});

test.each([
  ['strong', { inSession: 1, similarity: 0.6 }],
  ['weak', { inSession: 0.4, similarity: 0.35 }],
  ['weak', { inSession: 0.2, similarity: 0.15 }],
  ['none', { inSession: 0.5, similarity: 0.35, unsaid: 1 }],
  ['strong', { inSession: 1, similarity: 0.6, unsaid: 0.5 }],
  ['none', { inSession: 0.6, similarity: 0.35, lacks: 1 }],
  ['weak', { inSession: 0.1, similarity: 0.45 }],
  ['none', { inSession: 0, similarity: 0.45 }],
  ['strong', { inSession: 0, similarity: 0.75 }],
  ['strong', { inSession: 1, similarity: undefined }],
  ['weak', { inSession: 0.2, similarity: undefined }],
  ['none', { inSession: 0.2, similarity: undefined, unsaid: 1 }],
  ['weak', { inSession: 0.2, similarity: 0.25 }],
  ['none', { inSession: 0.1, similarity: 0.15, unsaid: undefined }],
] as const)('is %s with %j', (relevance, changed) => {
  expect(relevanceOf([evidence(changed)], () => 0)).toBe(relevance);
});

test('is none when nothing was found', () => {
  expect(relevanceOf([], () => 0)).toBe('none');
});

describe('what is said in other words', () => {
  const unsure = evidence({ inSession: 0.4, similarity: 0.35, unsaid: 0.5 });
  test.each([
    ['weak', -0.5],
    ['none', 1],
  ] as const)('makes an unsure answer %s', (relevance, others) => {
    expect(relevanceOf([unsure], () => others)).toBe(relevance);
  });
  test('is not asked where something surely answers, and not of a short history', () => {
    const asked = vi.fn(() => 2);
    expect(relevanceOf([evidence({ inSession: 1, similarity: 0.6 })], asked)).toBe('strong');
    expect(relevanceOf([evidence({ inSession: 0.4, similarity: 0.35, unsaid: undefined })], asked)).toBe(
      'weak',
    );
    expect(asked).not.toHaveBeenCalled();
  });
});
