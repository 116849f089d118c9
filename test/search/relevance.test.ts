import { describe, expect, test, vi } from 'vitest';
import {
  relevanceOf,
  scoreOf,
  shownScores,
  type Evidence,
  type WholeHistory,
} from '../../src/search/relevance.ts';

const evidence = (changed: Partial<Evidence>): Evidence => ({
  rank: 1,
  share: 1,
  coverage: 0.5,
  inSession: 0.5,
  lacks: 0,
  unsaid: 0,
  termUnsaid: 0,
  similarity: 0.4,
  asksForTimeOnly: false,
  ...changed,
});

const history =
  (changed: Partial<WholeHistory> = {}) =>
  (): WholeHistory => ({
    others: 0,
    foreign: 0,
    together: 0,
    ...changed,
  });

describe('a score', () => {
  test('falls where the question names something technical of which the history does not speak', () => {
    const hit = { similarity: 0.9, inSession: 0.9 };
    expect(scoreOf(evidence({ ...hit, termUnsaid: 1 }))).toBeLessThan(scoreOf(evidence(hit)) / 3);
    expect(relevanceOf([evidence(hit)], history())).toBe('strong');
    expect(relevanceOf([evidence({ ...hit, termUnsaid: 1 })], history())).toBe('none');
  });
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

test('scores that are shown fall from hit to hit, and stay the same on average', () => {
  const hits = [0.7, 0.9, 1, 0.4, 0.5, 0.1].map((share) => evidence({ share }));
  const shown = shownScores(hits);
  expect(shown).toEqual([...shown].sort((a, b) => b - a));
  const sum = (scores: readonly number[]): number => scores.reduce((all, score) => all + score, 0);
  expect(sum(shown)).toBeCloseTo(sum(hits.map(scoreOf)), 2);
  const falling = [1, 0.6, 0.2].map((share) => evidence({ share }));
  expect(shownScores(falling)).toEqual(falling.map(scoreOf));
});

test.each([
  ['strong', { inSession: 1, similarity: 0.6 }],
  ['weak', { inSession: 0.4, similarity: 0.35 }],
  ['weak', { inSession: 0.2, similarity: 0.15 }],
  ['strong', { inSession: 1, similarity: 0.6, unsaid: 0.5 }],
  ['none', { inSession: 0.6, similarity: 0.35, lacks: 1 }],
  ['weak', { inSession: 0.1, similarity: 0.45 }],
  ['none', { inSession: 0, similarity: 0.45 }],
  ['strong', { inSession: 0, similarity: 0.75 }],
  ['strong', { inSession: 1, similarity: undefined }],
  ['weak', { inSession: 0.2, similarity: undefined }],
  ['weak', { inSession: 0.2, similarity: 0.25 }],
  ['none', { inSession: 0.1, similarity: 0.15, unsaid: undefined }],
] as const)('is %s with %j', (relevance, changed) => {
  expect(relevanceOf([evidence(changed)], history())).toBe(relevance);
});

test('is none when nothing was found', () => {
  expect(relevanceOf([], history())).toBe('none');
});

describe('what the whole history says', () => {
  const unsure = evidence({ inSession: 0.4, similarity: 0.35, unsaid: 0.5 });
  test.each([
    ['in other words', { others: -0.5 }, { others: 1.5 }],
    ['of words of a trade', { foreign: 0 }, { foreign: 0.6 }],
    ['of a subject', { together: -0.2 }, { together: 0.3 }],
  ])('%s decides where nothing surely answers, by meaning and by words', (_, known, strange) => {
    for (const similarity of [0.35, undefined]) {
      const hits = [{ ...unsure, similarity }];
      expect(relevanceOf(hits, history(known))).toBe('weak');
      expect(relevanceOf(hits, history(strange))).toBe('none');
    }
  });
  test('is not asked where something surely answers, and not of a short history', () => {
    const asked = vi.fn(history({ others: 2 }));
    expect(relevanceOf([evidence({ inSession: 1, similarity: 0.6 })], asked)).toBe('strong');
    expect(relevanceOf([evidence({ inSession: 0.4, similarity: 0.35, unsaid: undefined })], asked)).toBe(
      'weak',
    );
    expect(asked).not.toHaveBeenCalled();
  });
});
