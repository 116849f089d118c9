import { expect, test } from 'vitest';
import { cutMiddle, cutValue, firstAndLast } from '../../src/replay/cut.ts';

test('beginning and end stay, the middle is counted', () => {
  const cut = cutMiddle(`start${'x'.repeat(990)}end`, 100);
  expect(cut).toMatch(/^startx+ \[…898 characters left out…\] x+end$/);
});

test('a text that is hardly too long stays whole', () => {
  expect(cutMiddle('x'.repeat(130), 100)).toBe('x'.repeat(130));
});

test('a pair of surrogates is never torn apart', () => {
  for (let limit = 20; limit < 40; limit += 1) {
    const cut = cutMiddle('🦆'.repeat(200), limit);
    expect(cut.isWellFormed()).toBe(true);
  }
});

test('texts inside a value are cut, everything else stays', () => {
  const value = { count: 3, list: ['y'.repeat(500)], none: null };
  expect(cutValue(value, 100)).toEqual({
    count: 3,
    list: [expect.stringContaining('400 characters left out')],
    none: null,
  });
});

test.each([
  ['one line', 'one line'],
  ['first\nlast', 'first last'],
  ['first\n\nmiddle\n\nlast\n', 'first … last'],
  ['', ''],
])('outline of %j', (text, outline) => {
  expect(firstAndLast(text, 50)).toBe(outline);
});
