import { expect, test } from 'vitest';
import { overcomplicated } from '../../src/insight/overcomplicated.ts';
import { stuckSessions } from '../../src/insight/re-prompting.ts';
import type { JudgedTurn } from '../../src/shared/judged-turn.ts';
import { judged } from './judged.ts';

const session = (...turns: Partial<JudgedTurn>[]) =>
  turns.map((turn, index) => judged({ turn: index + 1, ...turn }));
const no = { kind: 'correction' } as const;

test('two pushbacks in a row make a session one in which it had to be said again', () => {
  expect(stuckSessions(session({}, no, no, {}))).toMatchObject([{ pushback: 2, longestRun: 2, from: 2 }]);
  expect(stuckSessions(session({}, no, {}, no))).toEqual([]);
  expect(stuckSessions(session({}, no, {}, no, {}, no))).toMatchObject([{ pushback: 3, longestRun: 1 }]);
});

test('a prompt said twice counts as well, a short answer does not', () => {
  const prompt = 'why does the build only fail in ci and not here';
  expect(stuckSessions(session({ prompt }, { prompt }, { prompt: `${prompt}??` }))).toMatchObject([
    { longestRun: 2, from: 2 },
  ]);
  expect(stuckSessions(session({ prompt: 'yes' }, { prompt: 'yes' }, { prompt: 'yes' }))).toEqual([]);
});

test('too much is what the verdict or the words say, and only of pushback', () => {
  const turns = [
    judged({ ...no, cause: 'overcomplicated' }),
    judged({ ...no, cause: 'wrong_approach', prompt: 'can you simplify that' }),
    judged({ ...no, cause: 'bug' }),
    judged({ prompt: 'can you simplify that' }),
  ];
  expect(overcomplicated(turns)).toEqual(turns.slice(0, 2));
});
