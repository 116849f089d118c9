import { describe, expect, test } from 'vitest';
import { sessionWords, type SessionWords } from '../../src/search/session-words.ts';
import type { CandidatePlace } from '../../src/store/passage-places.ts';

/** Passages by session, each a list of its words; passage ids count from 1. */
function wordsIn(
  sessions: Record<number, string[][]>,
  asked: string[],
  { exact = [], turns = {} }: { exact?: string[]; turns?: Record<number, number> } = {},
): SessionWords {
  const texts = new Map<number, string[]>();
  const places = new Map<number, CandidatePlace>();
  for (const [session, passages] of Object.entries(sessions))
    for (const words of passages) {
      const id = texts.size + 1;
      texts.set(id, words);
      places.set(id, { id, turn_id: id, at: null, session_id: Number(session), root_id: Number(session) });
    }
  const coverage = {
    weights: new Map(asked.map((word) => [word, 1])),
    unknown: [] as string[],
    holders: (word: string) => [...texts.values()].filter((words) => words.includes(word)).length,
    wordsIn: (id: number) => asked.filter((word) => texts.get(id)!.includes(word)),
    of: () => 0,
    common: new Set<string>(),
    best: () => new Map<number, number>(),
  };
  const lengths = new Map(Object.keys(sessions).map((id) => [Number(id), turns[Number(id)] ?? 1]));
  return sessionWords(places, coverage, new Set(exact), lengths, 300);
}

describe('a session scores higher', () => {
  test('that holds all words, in different turns, than one that holds one of them twice', () => {
    const { scores } = wordsIn({ 1: [['ducks'], ['names']], 2: [['ducks'], ['ducks']] }, ['ducks', 'names']);
    expect(scores.get(1)).toBeGreaterThan(scores.get(2)!);
  });
  test('that is shorter', () => {
    const { scores } = wordsIn({ 1: [['ducks']], 2: [['ducks']] }, ['ducks'], { turns: { 1: 3, 2: 40 } });
    expect(scores.get(1)).toBeGreaterThan(scores.get(2)!);
  });
});

test("the share of the question's weight is taken over all its passages", () => {
  const { shareOf } = wordsIn({ 1: [['ducks'], ['names']], 2: [['ducks']], 3: [[]] }, ['ducks', 'names']);
  expect([shareOf(1), shareOf(2), shareOf(3), shareOf(4)]).toEqual([1, 0.5, 0, 0]);
});

describe('words that mean just themselves', () => {
  test('are lacked by a session in which they stand nowhere', () => {
    const { lacks } = wordsIn({ 1: [['kafka', 'slow']], 2: [['slow']] }, ['kafka', 'slow'], {
      exact: ['kafka'],
    });
    expect([lacks(1), lacks(2)]).toEqual([0, 1]);
  });
  test('are not lacked where they are used around the session', () => {
    const { lacks } = wordsIn({ 1: [['nora', 'kafka']], 2: [['slow']] }, ['nora', 'kafka', 'slow'], {
      exact: ['nora', 'kafka'],
    });
    expect(lacks(2, (word) => word === 'nora')).toBe(0.5);
  });
  test('are missed where nobody ever spoke of a language', () => {
    const { lacks } = wordsIn({ 1: [['parser']] }, ['rust', 'parser']);
    expect(lacks(1)).toBe(1);
    const { lacks: lacksHere } = wordsIn({ 1: [['parser']], 2: [['rust']] }, ['rust', 'parser']);
    expect(lacksHere(1)).toBe(0);
  });
  test('are counted by passage', () => {
    const { exact } = wordsIn({ 1: [['a.ts', 'b.ts'], ['a.ts'], ['slow']] }, ['a.ts', 'b.ts', 'slow'], {
      exact: ['a.ts', 'b.ts'],
    });
    expect([...exact]).toEqual([
      [1, 1],
      [2, 0.5],
    ]);
  });
  test('that stand in very many passages tell nothing', () => {
    const many = Array.from({ length: 400 }, () => ['kafka']);
    const { lacks } = wordsIn({ 1: many, 2: [['slow']] }, ['kafka', 'slow'], { exact: ['kafka'] });
    expect(lacks(2)).toBe(0);
  });
});
