import { describe, expect, test } from 'vitest';
import { clip, columnsOf, table, wrap } from '../../src/render/layout.ts';
import { lookFor, PLAIN } from '../../src/render/look.ts';

const NARROW = lookFor({ isTTY: true, columns: 40 }, { NO_COLOR: '1' });

test.each([
  ['plain', 5],
  ['你好', 4],
  ['🦆', 2],
  ['e\u0301', 1],
  ['\u001b[31mred\u001b[39m', 3],
])('columns of %j', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

describe('wrapping', () => {
  test('no line is wider than the terminal, and no word is lost', () => {
    const text =
      'A paragraph of some length, with /a/very/long/path/that/does/not/fit/into/a/single/line in it, and 你好 as well.';
    const wrapped = wrap(text, NARROW, '  ');
    expect(wrapped.split('\n').every((line) => columnsOf(line) <= 40 && line.startsWith('  '))).toBe(true);
    expect(wrapped.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  test('a list item hangs under its text', () => {
    expect(wrap('- one two three four five six seven eight nine', NARROW)).toBe(
      '- one two three four five six seven\n  eight nine',
    );
  });

  test('in a pipe nothing is wrapped', () => {
    expect(wrap('word '.repeat(100), PLAIN)).not.toContain('\n');
  });
});

describe('tables', () => {
  const columns = [{ name: 'id' }, { name: 'title', flexible: true }, { name: 'n', align: 'right' }] as const;

  test('columns are aligned by what is seen', () => {
    expect(
      table(
        columns,
        [
          ['1', '你好', '7'],
          ['22', 'ab', '12'],
        ],
        PLAIN,
      ),
    ).toBe('id  title   n\n1   你好    7\n22  ab     12');
  });

  test('the flexible column gives way', () => {
    const lines = table(
      columns,
      [['1', 'a title that is much too long for this terminal', '7']],
      NARROW,
    ).split('\n');
    expect(lines.every((line) => columnsOf(line) <= 40)).toBe(true);
    expect(lines[1]).toMatch(/^1 {3}a title that .*… +7$/);
  });
});

test('clipping counts columns, not characters', () => {
  expect(clip('你好世界', 5)).toBe('你好…');
  expect(clip('short', 5)).toBe('short');
});

test.each([
  ['a pipe', {}, {}, false],
  ['a terminal', { isTTY: true }, {}, true],
  ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
  ['a pipe with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
])('colours on %s', (_, stream, env, hasColour) => {
  expect(lookFor(stream, env).bold('x') !== 'x').toBe(hasColour);
});
