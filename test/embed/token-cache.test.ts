import { describe, expect, it } from 'vitest';
import { TokenCache } from '../../src/embed/token-cache.ts';

describe('tokens met before', () => {
  it('are known by all of their characters', () => {
    const cache = new TokenCache();
    add(cache, 'commit', [7, 8]);
    add(cache, 'сборка', [9]);
    add(cache, 'nothing', []);
    expect(known(cache, 'commit')).toEqual([7, 8]);
    expect(known(cache, 'сборка')).toEqual([9]);
    expect(known(cache, 'nothing')).toEqual([]);
    expect(known(cache, 'commits')).toBeUndefined();
    expect(known(cache, 'commi')).toBeUndefined();
  });

  it('are found again among thousands', () => {
    const cache = new TokenCache();
    for (let i = 0; i < 20_000; i++) add(cache, `word${i}`, [i, i + 1]);
    for (let i = 0; i < 20_000; i++) expect(known(cache, `word${i}`)).toEqual([i, i + 1]);
  });

  it.each<[what: string, token: (i: number) => string, ids: number[]]>([
    ['tokens', (i) => `${i}`, [1]],
    ['characters', (i) => `${i}`.padStart(64, 'x'), [1]],
    ['ids', (i) => `${i}`, Array<number>(64).fill(3)],
  ])('are forgotten when there are too many %s, and what comes after is kept', (_what, token, ids) => {
    const cache = new TokenCache();
    for (let i = 0; i < 20_001; i++) add(cache, token(i), ids);
    expect(known(cache, token(0))).toBeUndefined();
    expect(known(cache, token(20_000))).toEqual(ids);
  });

  it('are not kept when they are long', () => {
    const cache = new TokenCache();
    add(cache, 'x'.repeat(64), [1]);
    add(cache, 'x'.repeat(65), [1]);
    expect(known(cache, 'x'.repeat(64))).toEqual([1]);
    expect(known(cache, 'x'.repeat(65))).toBeUndefined();
  });
});

function add(cache: TokenCache, token: string, ids: number[]): void {
  cache.add(unitsOf(token), 1, 1 + token.length, ids);
}

function known(cache: TokenCache, token: string): number[] | undefined {
  const ids: number[] = [];
  return cache.pushKnown(unitsOf(token), 1, 1 + token.length, ids) ? ids : undefined;
}

/** With something else before and after it. */
function unitsOf(token: string): Uint16Array {
  return Uint16Array.from(`(${token})`, (character) => character.charCodeAt(0));
}
