import { expect, test } from 'vitest';
import { firstFew, saidTogether } from '../../src/search/reread.ts';
import type { Piece, PieceKind } from '../../src/store/passages.ts';

const LONG = 'Nothing of that is meant here, and so it goes on for a while. '.repeat(5).trim();

const APART = 'with great care and joy';

/** How much of "nora adopted dog" is said in one place of a passage with these pieces, the first fragments being nearest. */
function shareOf(pieces: [PieceKind, string][], { coverage = 1, isStored = true } = {}): number {
  const shares = saidTogether(
    new Map([[1, [5]]]),
    new Map([[5, pieces.map(([kind, text]): Piece => ({ kind, text }))]]),
    { fragments: new Map(isStored ? [[5, Float64Array.of(0.9, 0.8, 0.1)]] : []) },
    { weights: new Map(Object.entries({ nora: 1, adopted: 1, dog: 2 })), of: () => coverage },
  );
  return shares.get(1)!;
}

test('words of one sentence count together, those of a sentence pages away do not', () => {
  expect(shareOf([['reply', `Nora ${APART} adopted ${APART} a dog. ${LONG}`]])).toBe(1);
  expect(shareOf([['reply', `Nora ${APART} adopted one. ${LONG}\nThe dog barks. ${LONG}`]])).toBe(0.5);
});

test('words that follow one another in the question count again where they stand side by side', () => {
  expect(shareOf([['reply', `The dog that Nora adopted. ${LONG}`]])).toBe(1 + 0.25 + 0.25);
  expect(shareOf([['reply', `Nora adopted, ${APART}, a dog. ${LONG}`]])).toBe(1 + 0.25);
});

test('another word for the same counts a little less', () => {
  expect(shareOf([['reply', `Nora ${APART} adopted a puppy.`]])).toBeCloseTo(0.5 + 0.8 / 2);
});

test('a form that shares no stem is the word', () => {
  const share = saidTogether(
    new Map([[1, [5]]]),
    new Map([[5, [{ kind: 'reply', text: 'I ran along the river.' }]]]),
    { fragments: new Map([[5, Float64Array.of(0.9)]]) },
    { weights: new Map([['run', 1]]), of: () => 0 },
  );
  expect(share.get(1)).toBe(1);
});

test('only the nearest fragments of what was said are read', () => {
  const far: [PieceKind, string] = ['reply', `Nora adopted a dog. ${LONG}`];
  expect(shareOf([['reply', LONG], ['reply', LONG], far])).toBe(0);
});

test('all of what was stored a moment ago is read, for it has no vectors yet', () => {
  const far: [PieceKind, string] = ['reply', `Nora ${APART} adopted ${APART} a dog. ${LONG}`];
  expect(shareOf([['reply', LONG], ['reply', LONG], far], { isStored: false })).toBe(1);
});

test('a command counts by its own words', () => {
  expect(
    shareOf([
      ['reply', LONG],
      ['command', 'git add nora.ts dog.ts'],
    ]),
  ).toBe(0.75);
});

test('the best two passages of the first eight sessions are read', () => {
  const sessions = new Map(Array.from({ length: 10 }, (_, at): [number, number] => [at, 10 - at]));
  const places = new Map(
    [0, 0, 0, 9].map((root_id, id) => [id, { id, turn_id: id, at: null, session_id: root_id, root_id }]),
  );
  const few = firstFew(
    sessions,
    places,
    new Map([
      [0, 1],
      [1, 3],
      [2, 2],
    ]),
  );
  expect([...few.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(few.get(0)).toEqual([1, 2]);
});
