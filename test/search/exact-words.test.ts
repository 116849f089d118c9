import { expect, test } from 'vitest';
import { exactWords, isPlainName } from '../../src/search/exact-words.ts';
import { termsOf } from '../../src/search/question.ts';

test.each([
  ['why does parseLine fail in auth.ts', ['parseline', 'auth.ts']],
  ['staticcheck SA5011 in parse_line', ['sa5011', 'parse_line']],
  ['the kubernetes cluster', ['kubernetes']],
  ["When did Ruth's sister call Tom?", ['ruth', 'tom']],
  ['Why was it slow? Because of that', []],
  ['softer heads-up for the team', []],
  ['login in the python project', []],
])('the words of "%s" that mean just themselves are %j', (query, exact) => {
  expect([...exactWords(query, termsOf(query))]).toEqual(exact);
});

test.each(['Nora', 'Lisbon', 'wingman'])('%s is a name', (word) => expect(isPlainName(word)).toBe(true));
test.each(['auth.ts', 'parseLine', 'TUI', 'Kafka', 'Rust', 'SA5011'])('%s is more than a name', (word) => {
  expect(isPlainName(word)).toBe(false);
});
