import { expect, test } from 'vitest';
import { formsOf } from '../../src/search/forms.ts';
import { stemOf } from '../../src/store/stems.ts';

test.each([
  ['run', ['run', 'ran']],
  ['running', ['running', 'ran']],
  ['wrote', ['wrote', 'write', 'written']],
  ['Children', ['Children', 'child']],
  ['deploy', ['deploy']],
  ['auth.ts', ['auth.ts']],
])('%s is looked for as %j', (word, forms) => {
  expect(formsOf(word)).toEqual(forms);
});

test.each('at is was had do go be the a it leaf live ground bit'.split(' '))(
  '%s, of which there are too many, is a form of nothing else',
  (word) => {
    expect(formsOf(word)).toEqual([word]);
    expect(formsOf(stemOf(word))).toEqual([stemOf(word)]);
  },
);
