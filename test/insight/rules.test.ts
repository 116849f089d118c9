import { expect, test } from 'vitest';
import { beforeAfter } from '../../src/insight/before-after.ts';
import { complaintsOf } from '../../src/insight/rules/complaint.ts';
import { complaintTexts, recurringComplaints, saysAgain } from '../../src/insight/rules/recurring.ts';
import type { JudgedTurn } from '../../src/shared/judged-turn.ts';
import { judged } from './judged.ts';

let id = 0;
const said = (sessionId: string, prompt: string, given: Partial<JudgedTurn> = {}) =>
  judged({ id: (id += 1), sessionId, prompt, kind: 'correction', cause: 'convention', ...given });
const linesOf = (turns: JudgedTurn[], least = 2) => recurringComplaints(turns, least).map(({ line }) => line);

test.each([
  ['we use pnpm here, not npm! there is a lock file now', 'pnpm', 'npm'],
  ['pnpm! not npm. i said that before', 'pnpm', 'npm'],
  ['use vitest instead of jest', 'vitest', 'jest'],
  ['please use uv rather than pip', 'uv', 'pip'],
  ['nimm vitest, nicht jest', 'vitest', 'jest'],
  ['no passport, use openid-client', 'openid-client', 'passport'],
])('%j says what is wanted and what is not', (prompt, wanted, unwanted) => {
  expect(complaintsOf(prompt).map(({ contrast }) => contrast)).toContainEqual({ wanted, unwanted });
});

test.each(['it works, not sure why', 'yes, not now', 'ok do it'])('%j contrasts nothing', (prompt) => {
  expect(complaintsOf(prompt).every(({ contrast }) => contrast === null)).toBe(true);
});

test('the same complaint in three sessions, however it is put, is one rule', () => {
  const turns = [
    said('a', 'we use pnpm here, not npm! remove the lock file'),
    said('b', 'pnpm! not npm. i said that before'),
    said('c', 'use pnpm for the scripts too, npm is not installed on ci'),
    said('d', 'the sidebar overlaps the map'),
  ];
  const [rule, ...others] = recurringComplaints(turns, 2);
  expect(others).toEqual([]);
  expect(rule).toMatchObject({ line: 'Use pnpm, not npm.', sessions: 3 });
  expect(rule?.turns.map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c']);
});

/** Vectors that stand for what each text means: the same number, the same meaning. */
const meaning =
  (meanings: Readonly<Record<string, number>>) =>
  (text: string): Float32Array =>
    Float32Array.from({ length: 8 }, (_, at) => Number(meanings[text] === at));

test('complaints that mean the same and share a word are one, however they are put', () => {
  const texts = ['you forgot the changelog', 'the changelog entry is missing', 'where is the changelog'];
  const turns = texts.map((prompt, index) => said(`s${index}`, prompt));
  expect(recurringComplaints(turns, 2)).toEqual([]);
  const [rule, ...others] = recurringComplaints(
    turns,
    2,
    meaning({ [texts[0]!]: 1, [texts[1]!]: 1, [texts[2]!]: 1 }),
  );
  expect(others).toEqual([]);
  expect(rule).toMatchObject({ terms: ['changelog'], sessions: 3 });
});

test('a shared word alone, or a like meaning alone, groups nothing', () => {
  const word = ['you forgot the changelog', 'the changelog font is ugly', 'changelog takes ages to open'];
  const apart = word.map((prompt, index) => said(`s${index}`, prompt));
  expect(recurringComplaints(apart, 2, meaning({ [word[0]!]: 1, [word[1]!]: 2, [word[2]!]: 3 }))).toEqual([]);
  const like = ['you forgot the changelog', 'release notes are missing', 'where is the history file'];
  const alike = like.map((prompt, index) => said(`s${index}`, prompt));
  expect(recurringComplaints(alike, 2, meaning({ [like[0]!]: 1, [like[1]!]: 1, [like[2]!]: 1 }))).toEqual([]);
});

test('only what may come back is given to the model', () => {
  const none = { kind: null, cause: null } as const;
  const turns = [
    said('a', 'the sidebar overlaps'),
    said('b', 'show the sidebar', none),
    said('c', 'use uv, not pip', none),
  ];
  expect(complaintTexts(turns)).toEqual(['the sidebar overlaps', 'use uv, not pip']);
});

test('a line keeps the no that belongs to it and counts the turns that said it', () => {
  const turns = [
    said('a', 'no emojis in commit messages'),
    said('b', 'there is an emoji in the commit messages again'),
    said('c', 'commit messages with an emoji, ugh'),
  ];
  expect(linesOf(turns)).toEqual(['Mind what was said 3 times: "No emojis in commit messages".']);
});

test('said twice in one session is not recurring', () => {
  expect(linesOf([said('a', 'pnpm, not npm'), said('a', 'pnpm, not npm!!')])).toEqual([]);
});

test('an instruction without a contrast is quoted without what was said around it', () => {
  const turns = [
    said('a', 'no, please no comments in snapshots'),
    said('b', "don't put comments into snapshots"),
  ];
  expect(linesOf(turns)).toEqual(["Don't put comments into snapshots."]);
});

test('what is no pushback counts only when it contrasts', () => {
  const none = { kind: null, cause: null } as const;
  expect(
    linesOf([said('a', 'show the berth dialog', none), said('b', 'the berth dialog please', none)]),
  ).toEqual([]);
  expect(linesOf([said('a', 'use uv, not pip', none), said('b', 'uv, not pip', none)])).toEqual([
    'Use uv, not pip.',
  ]);
});

test('a word that stands in very many prompts groups nothing', () => {
  const turns = Array.from({ length: 400 }, (_, index) =>
    judged({ id: 10_000 + index, sessionId: `s${index}`, prompt: 'harbor berth work' }),
  );
  const two = [said('x', 'harbor berth is off, never do it so'), said('y', 'harbor berth off again, never')];
  expect(linesOf([...turns, ...two])).toEqual([]);
});

test('pasted output and texts of machines are nobody saying something', () => {
  const log = 'Error: pnpm not npm\n    at run (/p/a.js:1:2)';
  expect(linesOf([said('a', log), said('b', log)])).toEqual([]);
  expect(complaintsOf('<task-notification>use pnpm, not npm</task-notification>')).toEqual([]);
});

test('a complaint is known again by its words', () => {
  expect(saysAgain('why npm again? pnpm!', ['npm', 'pnpm'])).toBe(true); // two short sentences say one thing
  const far =
    'npm is what ran again. and in the other window, the one on the left, there was pnpm at work too';
  expect(saysAgain(far, ['npm', 'pnpm'])).toBe(false);
  expect(saysAgain('pnpm instead of npm please', ['npm', 'pnpm'])).toBe(true);
});

const cases = (turns: number, happened: number, from: number) =>
  Array.from({ length: turns }, (_, index) => ({ at: from + index, happened: index < happened }));

test.each([
  [cases(100, 20, 0), cases(100, 0, 1000), 'gone'],
  [cases(100, 30, 0), cases(100, 5, 1000), 'fewer'],
  [cases(100, 5, 0), cases(100, 6, 1000), 'same'],
  [cases(100, 2, 0), cases(100, 30, 1000), 'more'],
  [cases(100, 30, 0), cases(19, 0, 1000), 'too early to tell'],
] as const)('before and after a date', (before, after, result) => {
  const outcome = beforeAfter([...before, ...after], 1000);
  expect(outcome).toMatchObject({ result, before: { turns: 100 }, after: { turns: after.length } });
});

test('few cases are judged exactly: three times in 90 turns and then never proves nothing', () => {
  const outcome = beforeAfter([...cases(90, 3, 0), ...cases(120, 0, 1000)], 1000);
  expect(outcome.result).toBe('same');
  expect(outcome.p).toBeCloseTo(0.0772, 4);
});
