import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${CHECKOUT}docs/privacy.md`, 'utf8');
const [claims, list] = page.split('\n## The tests\n') as [string, string];
const tests = [...list.matchAll(/^(\d+)\. `(test\/\S+)`: (.+)$/gm)].map(([, number, file, name]) => ({
  number: Number(number),
  file: file!,
  name: name!,
}));

test.each(tests)('test $number of the privacy page is there: $file, $name', ({ file, name }) => {
  expect(existsSync(CHECKOUT + file)).toBe(true);
  expect(readFileSync(CHECKOUT + file, 'utf8').replaceAll("\\'", "'")).toContain(name);
});

test('each number that the page gives is in the list, and each of the list stands on the page', () => {
  const given = [...claims.matchAll(/ \[(\d+(?:, \d+)*)\]/g)].flatMap(([, numbers]) =>
    numbers!.split(', ').map(Number),
  );
  expect([...new Set(given)].sort((a, b) => a - b)).toEqual(tests.map(({ number }) => number));
});

test('every part of the page that makes a promise names a test', () => {
  const promises = claims
    .split('\n## Figures')[0]!
    .split('\n')
    .filter((line) => line.startsWith('- '));
  const without = promises.filter((line) => !/\[\d+/.test(line));
  // What is nobody's to test: what the model's provider sees, what an administrator can do, what lies beyond Her.
  expect(without.map((line) => line.slice(0, 40))).toEqual([
    '- What a tool answers is given to the as',
    '- An administrator of the machine can re',
    '- Not reached: copies that you or a back',
  ]);
});
