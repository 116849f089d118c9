import { expect, test } from 'vitest';
import { fragmentsOf } from '../../src/store/fragments.ts';

const sentence = 'The station list is sorted by distance and not by name. ';

test('prompts come first and stay apart from the rest', () => {
  const fragments = fragmentsOf([
    { kind: 'prompt', text: 'sort the stations' },
    { kind: 'reply', text: 'They are sorted.' },
    { kind: 'prompt', text: 'by distance please' },
  ]);
  expect(fragments).toEqual([
    { text: 'sort the stations\nby distance please', isPrompt: true },
    { text: 'They are sorted.', isPrompt: false },
  ]);
});

test('a long text is cut between words into parts of about 300 characters, and nothing is lost', () => {
  const text = sentence.repeat(40).trim();
  const parts = fragmentsOf([{ kind: 'reply', text }]).map((fragment) => fragment.text);
  expect(parts.length).toBe(Math.round(text.length / 300));
  for (const part of parts) expect(part.length).toBeLessThan(380);
  expect(parts.join(' ').split(/\s+/)).toEqual(text.split(/\s+/));
});

test('what was done counts only where nothing was said', () => {
  const command = { kind: 'command', text: 'npm test' } as const;
  expect(fragmentsOf([command, { kind: 'reply', text: 'Green.' }]).map(({ text }) => text)).toEqual([
    'Green.',
  ]);
  expect(fragmentsOf([command]).map(({ text }) => text)).toEqual(['npm test']);
});
