import { describe, expect, test } from 'vitest';
import { isOneEditAway } from '../../src/shared/near-spelling.ts';
import { expressionOf, innerWords, phraseOf } from '../../src/search/words.ts';

test.each([
  ['auth.ts', '"auth.ts"'],
  ['--no-verify', '"--no-verify"'],
  ['say "hi"', '"say ""hi"""'],
  ['NEAR(', '"NEAR("'],
  ['a\0b', '"a b"'],
])('%s is quoted whole', (term, phrase) => {
  expect(phraseOf(term)).toBe(phrase);
});

test('a compound is also looked for by its words', () => {
  expect(innerWords('src/auth/refresh.ts')).toEqual(['src', 'auth', 'refresh']);
  expect(innerWords('plain')).toEqual([]);
});

describe('the expression', () => {
  test('is any of the words', () => {
    expect(expressionOf(['git-hook', 'fails'], new Set())).toBe('"git-hook" OR "git" OR "hook" OR "fails"');
  });
  test('leaves out very common words beside others', () => {
    expect(expressionOf(['Error', 'PKCE'], new Set(['error']))).toBe('"PKCE"');
  });
  test('wants all of them when all are very common', () => {
    expect(expressionOf(['test', 'error'], new Set(['error', 'test']))).toBe('"test" AND "error"');
  });
});

test.each([
  ['brnach', 'branch', true],
  ['auther', 'author', true],
  ['telemtri', 'telemetri', true],
  ['committ', 'commit', true],
  ['branch', 'branch', true],
  ['branch', 'brunhc', false],
  ['stop', 'stomp', true],
  ['cache', 'crash', false],
  ['short', 'shortest', false],
])('%s and %s are at most one edit apart: %s', (a, b, expected) => {
  expect(isOneEditAway(a, b)).toBe(expected);
  expect(isOneEditAway(b, a)).toBe(expected);
});
