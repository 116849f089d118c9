import { expect, test } from 'vitest';
import { saidByPerson } from '../../src/search/own-words.ts';
import type { Piece } from '../../src/store/passages.ts';

const place = (id: number) => ({ id, turn_id: 10 * id });
const WEIGHTS = new Map([
  ['always', 1],
  ['linter', 1],
]);
const shares = (
  pieces: Record<number, Piece[]>,
  isRefusal = (_: number): boolean => false,
): [number, number][] => [
  ...saidByPerson(
    Object.keys(pieces).map((id) => place(Number(id))),
    new Map(Object.entries(pieces).map(([id, own]) => [Number(id), own])),
    WEIGHTS,
    isRefusal,
  ),
];

test('what the assistant says is not what the person said', () => {
  const said = shares({
    1: [{ kind: 'reply', text: 'I always run the linter' }],
    2: [{ kind: 'prompt', text: 'run the linter' }],
    3: [{ kind: 'prompt', text: 'always run the linter' }],
  });
  expect(said.map(([id]) => id)).toEqual([2, 3]);
  expect(said[1]![1]).toBeGreaterThan(said[0]![1]);
});

test('a refusal says more than a prompt', () => {
  const pieces: Record<number, Piece[]> = {
    1: [{ kind: 'prompt', text: 'no, always the linter' }],
    2: [{ kind: 'prompt', text: 'no, always the linter' }],
  };
  const [refusal, other] = shares(pieces, (turn) => turn === 10);
  expect(refusal![1]).toBeGreaterThan(other![1]);
});
