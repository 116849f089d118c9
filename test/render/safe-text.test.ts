import { expect, test } from 'vitest';
import { safeLine, safeText } from '../../src/render/safe-text.ts';

test.each([
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['cursor moves and erasing', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
  ['a window title', '\u001b]0;owned\u0007text', 'text'],
  ['a link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
  ['a device query', '\u001bP+q544e\u001b\\x', 'x'],
  ['eight-bit sequences', '\u009b31mred', 'red'],
  ['a lone escape', 'a\u001bc', 'a'],
  ['bell and backspace', 'pass\u0008\u0007word', 'password'],
  ['carriage returns that overwrite a line', 'rm -rf /\rls', 'rm -rf /\nls'],
  ['bidi overrides', 'abc\u202etxt.exe\u202c', 'abctxt.exe'],
  ['bidi isolates', '\u2066a\u2069', 'a'],
  ['invisible characters', 'a\u200bb\ufeffc\u2060', 'abc'],
  ['tag characters', 'a\u{e0041}\u{e007f}b', 'ab'],
])('%s', (_, text, shown) => {
  expect(safeText(text)).toBe(shown);
});

test('text in any script, joined emoji, tabs and lines stay', () => {
  const text = 'Grüße\t你好\nשלום 👩‍💻 e\u0301';
  expect(safeText(text)).toBe(text);
});

test('lone surrogates become what a terminal can show', () => {
  expect(safeText('a\ud83d')).toBe('a\ufffd');
});

test('a line is one line', () => {
  expect(safeLine('  a\n\n b\u001b[1m\tc ')).toBe('a b c');
});

test('an unfinished sequence takes no more than a moment', () => {
  const long = '\u001b]'.repeat(50_000) + '\u001b['.repeat(50_000);
  expect(safeText(long).length).toBeLessThan(long.length);
});
