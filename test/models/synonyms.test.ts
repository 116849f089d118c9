import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtInModelFolder } from '../../src/embed/open.ts';
import { openStatic } from '../../src/embed/static.ts';
import { readSynonyms, synonymsByStem } from '../../scripts/synonyms/read.ts';

const lines = readSynonyms(readFileSync(new URL('../../models/words/synonyms.txt', import.meta.url), 'utf8'));

test('each head has some synonyms in small letters, none twice and not itself', () => {
  expect(lines.size).toBeGreaterThan(5000);
  expect([...lines.keys()]).toEqual([...lines.keys()].sort());
  for (const [head, synonyms] of lines) {
    expect(synonyms, head).toEqual([...new Set(synonyms)]);
    expect(synonyms, head).not.toContain(head);
    for (const synonym of synonyms) expect(synonym, head).toMatch(/^[a-z0-9][a-z0-9 '.+#/-]*$/);
  }
});

test.each([
  ['a line without synonyms', 'car: automobile\nbus:\n'],
  ['a head of two words', 'fire engine: truck\n'],
  ['a head that stands twice', 'car: automobile\ncar: vehicle\n'],
])('%s is refused', (_, text) => {
  expect(() => readSynonyms(text)).toThrow();
});

test('forms of a word share its synonyms; a word that names it comes behind its own', () => {
  const near = synonymsByStem(readSynonyms('repair: fix, mend\nmend: sew\nfixes: repairs\n'));
  expect(near.get('mend')).toEqual(['sew', 'repair']);
  expect(near.get('fix')).toEqual(['repairs', 'repair']);
  expect(near.get('repair')).toEqual(['fix', 'mend', 'fixes']);
});

test('in the built-in model a word is nearer to its synonyms than to those of others', () => {
  const model = openStatic(builtInModelFolder());
  const heads = [...lines.keys()].filter((_, index) => index % 10 === 0);
  const vectors = heads.map((head) => model.embedOne(head));
  const nearest = heads.map((head) => model.embedOne(lines.get(head)!.slice(0, 3).join(' ')));
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const found = vectors.filter((vector, place) => {
    const likeness = nearest.map((other) => dot(vector, other));
    return likeness[place] === Math.max(...likeness);
  });
  // In the table as it was trained: 0.47.
  expect(found.length / heads.length).toBeGreaterThan(0.7);
});
