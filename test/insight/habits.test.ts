import { expect, test } from 'vitest';
import { NULL_HABITS, PLANTED, syntheticHistory } from '../../bench/habit-history.ts';
import { findingsIn, promptCases } from '../../src/insight/habits/advice.ts';
import { HABITS, readPrompt } from '../../src/insight/habits/habits.ts';
import { bestSimilar } from '../../src/insight/habits/similar-prompt.ts';
import { compare, holding, type Case } from '../../src/insight/habits/stratified.ts';
import { judged } from './judged.ts';

const habitsOf = (prompt: string, images = 0): string[] =>
  HABITS.filter((habit) => habit.holds(readPrompt(prompt, images))).map(({ name }) => name);

test.each([
  ['the date in src/chart/labels.ts is off by one day for some users', ['names_file']],
  ['look at https://example.com/a/b.html and tell me what you think of it', []],
  ['why does `dayLabel` give back the day before, only at night?', ['names_symbol']],
  ['sort the berths, make sure the late ones come first in the list', ['says_done']],
  ['the quay list wants a filter, for example by ship type or by length', ['gives_example']],
  ['move the tide to the left because crews read from there first of all', ['says_why']],
  ['make a plan first, then we will see how the berth list can change', ['plan_first']],
  ["sort the berths by time and don't touch the map while you are at it", ['limits']],
  ['- sort the berths\n- mark the late ones\n- and show the tide there', ['several_tasks']],
  ['fix it', ['short']],
  ['TypeError: cannot read berth of undefined\n    at run (/p/q.js:1:2)', ['pastes_error', 'short']],
])('%j has the habits %j', (prompt, habits) => {
  expect(habitsOf(prompt).sort()).toEqual([...habits].sort());
});

test('a picture and length are told by form', () => {
  expect(habitsOf('this looks wrong on my phone, the quay is cut', 1)).toEqual(['image']);
  expect(habitsOf('the quay is cut on small screens '.repeat(12))).toEqual(['long']);
});

test.each([1, 2, 3])('planted habits are found and others are not reported (seed %i)', (seed) => {
  const { proven } = findingsIn(promptCases(syntheticHistory(seed), new Map()));
  for (const [name, effect] of Object.entries(PLANTED)) {
    const finding = proven.find(({ habit, outcome }) => habit.name === name && outcome === 'pushback');
    expect(Math.sign(finding?.comparison.difference ?? 0), name).toBe(Math.sign(effect));
  }
  expect(proven.filter(({ habit }) => NULL_HABITS.some((name) => name === habit.name))).toEqual([]);
});

test('a short history gives no advice', () => {
  const { proven, notEnough } = findingsIn(promptCases(syntheticHistory(1, 8), new Map()));
  expect(proven).toEqual([]);
  expect(notEnough.length).toBeGreaterThan(5);
});

const made = (stratum: string, exposed: boolean, turns: number, happened: number): Case[] =>
  Array.from({ length: turns }, (_, index) => ({
    stratum,
    cluster: `${stratum}${exposed}${index}`,
    exposed,
    happened: index < happened,
  }));

test('a difference that comes from the kind of task alone is none', () => {
  // Simpson: hard tasks go wrong half of the time and get the habit, easy ones do neither.
  const cases = [
    ...made('hard', true, 80, 40),
    ...made('hard', false, 20, 10),
    ...made('easy', true, 20, 2),
    ...made('easy', false, 80, 8),
  ];
  const { exposed, unexposed, difference, p } = compare(cases);
  expect(exposed.rate - unexposed.rate).toBeGreaterThan(0.2);
  expect(difference).toBeCloseTo(0);
  expect(p).toBeGreaterThan(0.9);
});

test('many turns of few sessions are less evidence than of many', () => {
  const cases = [...made('s', true, 100, 40), ...made('s', false, 100, 20)];
  const inFew = cases.map((one, index) => ({
    ...one,
    cluster: `${one.exposed}${Math.floor((index % 100) / 20)}`,
  }));
  expect(compare(cases).p).toBeLessThan(0.01);
  expect(compare(inFew).p).toBeGreaterThan(compare(cases).p * 10);
});

test('Benjamini and Hochberg: the example of their paper', () => {
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];
  expect(holding(ps, 0.05).filter(Boolean)).toHaveLength(4);
});

test('the outcome is pushback on one of the next two prompts, and the last prompt of a session has none', () => {
  const turns = ['a', 'b', 'c', 'd', 'e'].map((_, index) =>
    judged({
      id: index + 1,
      turn: index + 1,
      prompt: `please do thing number ${index}`,
      kind: index === 3 ? 'correction' : null,
    }),
  );
  const cases = promptCases(turns, new Map([[2, 1]]));
  expect(cases.map((one) => one.pushback)).toEqual([false, true, true, false]);
  expect(cases.map((one) => one.error)).toEqual([false, true, false, false]);
  expect(cases.map((one) => one.turnsUntilDone)).toEqual([1, 1, 2, 1]);
});

test('the best similar prompt is about the same and went well', () => {
  const prompts = [
    'fix the flaky tide chart test in ci',
    'the tide chart test is flaky in ci: tests/chart.test.ts',
    'rename the quay column',
  ];
  const cases = promptCases(
    prompts.flatMap((prompt, index) => [
      judged({ id: index * 2 + 1, sessionId: `s${index}`, turn: 1, prompt }),
      judged({ id: index * 2 + 2, sessionId: `s${index}`, turn: 2, kind: index === 0 ? 'correction' : null }),
    ]),
    new Map(),
  );
  expect(bestSimilar('tide chart test flaky again', cases, new Set())?.found.turn.prompt).toBe(prompts[1]);
  expect(bestSimilar('kubernetes ingress', cases, new Set())).toBeNull();
});
