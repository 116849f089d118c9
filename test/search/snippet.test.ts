import { expect, test } from 'vitest';
import { snippetReader } from '../../src/search/snippet.ts';
import type { Fragment } from '../../src/store/fragments.ts';
import type { Piece } from '../../src/store/passages.ts';

const snippetOf = (
  pieces: readonly Piece[],
  weights: ReadonlyMap<string, number>,
  near?: Fragment,
  kinds?: readonly Piece['kind'][],
) => snippetReader(weights, kinds)(pieces, near);

const filler = 'Nothing of note happened here. '.repeat(30);
const weights = new Map([
  ['pkce', 6],
  ['login', 3],
]);

test('is cut around the words that matched, with words whole', () => {
  const text = `${filler}The login uses PKCE now, as the provider asks. ${filler}`;
  const { kind, text: shown } = snippetOf([{ kind: 'reply', text }], weights, undefined);
  expect(kind).toBe('reply');
  expect(shown).toContain('The login uses PKCE now');
  expect(shown).toMatch(/^… \S/);
  expect(shown).toMatch(/ …$/);
  expect(shown.length).toBeLessThan(340);
});

test('begins with a whole word, wherever it is cut', () => {
  const words = 'alphabet epsilon potential function '.repeat(9);
  for (let shift = 0; shift < 12; shift++) {
    const text = `${words}${'x'.repeat(shift)} login ${words.repeat(2)}`;
    const { text: shown } = snippetOf([{ kind: 'reply', text }], weights);
    expect(shown).toMatch(/^… (?:alphabet|epsilon|potential|function) /);
  }
});

test('a long word before the match is not gone through letter by letter', () => {
  const text = `${'x'.repeat(300_000)} the login. ${filler}`;
  expect(snippetOf([{ kind: 'reply', text }], weights).text).toContain('the login.');
});

test('comes from the piece with most of the weight', () => {
  const pieces = [
    { kind: 'reply', text: 'login' },
    { kind: 'error', text: 'pkce verifier missing' },
  ] as const;
  expect(snippetOf(pieces, weights, undefined)).toEqual({ kind: 'error', text: 'pkce verifier missing' });
});

test('is the fragment nearest in meaning where no word matched', () => {
  const near = { text: 'sign in with a proof key', isPrompt: true };
  expect(snippetOf([{ kind: 'reply', text: filler }], weights, near)).toEqual({
    kind: 'prompt',
    text: 'sign in with a proof key',
  });
});

test('a fragment is named by the piece it is from, and shows what is left out around it', () => {
  const text = 'First the provider. It signs in with a proof key, which the server compares. Then the rest.';
  const near = { text: 'It signs in with a proof key, which the server compares.', isPrompt: false };
  expect(snippetOf([{ kind: 'thinking', text }], weights, near)).toEqual({
    kind: 'thinking',
    text: '… It signs in with a proof key, which the server compares. …',
  });
  const last = { text: 'Then the rest.', isPrompt: false };
  expect(snippetOf([{ kind: 'commit', text }], weights, last)).toEqual({
    kind: 'commit',
    text: '… Then the rest.',
  });
});

test('never shows thinking for its words', () => {
  const pieces = [
    { kind: 'thinking', text: 'pkce login pkce' },
    { kind: 'reply', text: 'login' },
  ] as const;
  expect(snippetOf(pieces, weights, undefined).text).toBe('login');
});

test.each([
  ['another form of a word', 'migrating', 'The migrations are done'],
  ['a word inside an identifier', 'transcript', 'The migrationsTranscriptLine is read'],
  ['a compound', 'next.js', 'It runs on Next.js again'],
  ['a word without its accents', 'ubersicht', 'Die Übersicht ist da'],
])('is cut around %s', (_, word, sentence) => {
  const text = `${filler}${sentence}. ${filler}`;
  const { text: shown } = snippetOf([{ kind: 'reply', text }], new Map([[word, 3]]), undefined);
  expect(shown).toContain(sentence);
});

test('a word inside another one is no match', () => {
  const text = `${filler}A decision with precision. ${filler}At last CI is green. ${filler}`;
  const { text: shown } = snippetOf([{ kind: 'reply', text }], new Map([['ci', 3]]), undefined);
  expect(shown).toContain('CI is green');
});

test('is only of the kinds that were asked for, also where another is nearer', () => {
  const pieces = [
    { kind: 'prompt', text: 'pkce login pkce' },
    { kind: 'command', text: 'npm test' },
  ] as const;
  const near = { text: 'pkce login pkce', isPrompt: true };
  expect(snippetOf(pieces, weights, near, ['command'])).toEqual({ kind: 'command', text: 'npm test' });
});

test('begins with a word, or in a long path with a folder', () => {
  const path = `/home/ana/${'lake/'.repeat(20)}pkce/verifier_with_a_name.ts`;
  const { text: shown } = snippetOf(
    [{ kind: 'edit', text: `${filler}${path} ${filler}` }],
    weights,
    undefined,
  );
  expect(shown).toMatch(/^… lake\/(?:lake\/)+pkce/);
});

test('does not repeat the title, which stands beside it, by its words or by its meaning', () => {
  const pieces = [
    { kind: 'title', text: 'PKCE login' },
    { kind: 'prompt', text: 'Make it safe.' },
  ] as const;
  const title = { text: 'PKCE login', isPrompt: false };
  const prompt = { kind: 'prompt', text: 'Make it safe.' };
  expect(snippetOf(pieces, weights)).toEqual(prompt);
  expect(snippetOf(pieces, weights, title)).toEqual(prompt);
});

test('is as short as it is asked for, still around the words that matched', () => {
  const text = `${filler}The login uses PKCE now, as the provider asks. ${filler}`;
  const { text: shown } = snippetReader(weights, undefined, 80)([{ kind: 'reply', text }], undefined);
  expect(shown).toContain('The login uses PKCE now');
  expect(shown.length).toBeLessThan(100);
});
