import { expect, test } from 'vitest';
import { countCorrections } from '../../src/insight/corrections.ts';
import { judged } from './judged.ts';

const pushback = { kind: 'correction', cause: 'bug', confidence: 0.5 } as const;

test('only turns that answer the assistant count, and an interruption is counted apart', () => {
  const counts = countCorrections([
    judged(pushback),
    judged({ interrupted: true }),
    judged({ ...pushback, answers: false }),
  ]);
  expect(counts).toMatchObject({
    turns: 2,
    pushback: { count: 1, rate: 0.5 },
    interruptions: { count: 1, rate: 0.3333 },
    by_kind: { correction: 1, failure_report: 0 },
  });
});

test('the strict rate counts what the detector is sure of', () => {
  const { strict, pushback: loose } = countCorrections([
    judged({ ...pushback, confidence: 0.89 }),
    judged({ ...pushback, confidence: 0.9 }),
    judged(),
    judged(),
  ]);
  expect([loose.count, strict.count, strict.rate]).toEqual([2, 1, 0.25]);
});

test.each([
  ['week', ['2026-10-05', '2026-10-12']],
  ['hour', ['08:00', '17:00']],
  ['prompt_length', ['under 40', '1200 and more']],
  ['intent', ['fix', 'create']],
  ['model', ['claude-opus-4-6', 'claude-opus-4-5']],
] as const)('groups by %s, in an order of their own or the most pushback first', (by, keys) => {
  const { groups } = countCorrections(
    [
      judged({
        at: new Date(2026, 9, 15, 17, 30).getTime(),
        beforeChars: 5000,
        model: 'claude-opus-4-5',
      }),
      judged({ ...pushback, at: new Date(2026, 9, 11, 8).getTime(), beforeChars: 39, beforeIntent: 'fix' }),
    ],
    by,
  );
  expect(groups?.map(({ key }) => key)).toEqual(keys);
});

const DAY = 86_400_000;
const days = (count: number, kindOf: (day: number) => boolean, sessionOf = (day: number) => `s${day >> 1}`) =>
  Array.from({ length: count }, (_, day) =>
    judged({ at: day * DAY, sessionId: sessionOf(day), ...(kindOf(day) ? pushback : {}) }),
  );

test('a trend is claimed only when a test bears it out', () => {
  expect(countCorrections(days(100, (day) => day > 50 && day % 2 === 0)).trend).toMatchObject({
    direction: 'rising',
    earlier: { pushback: 0 },
  });
  expect(countCorrections(days(100, (day) => day < 50 && day % 2 === 0)).trend.direction).toBe('falling');
  expect(countCorrections(days(100, (day) => day % 5 === 0)).trend.direction).toBe('steady');
  expect(countCorrections(days(40, (day) => day > 20)).trend).not.toHaveProperty('p');
});

test('one bad session is no trend, however many turns it has', () => {
  const bad = (day: number): boolean => day >= 80 && day % 2 === 0;
  const spread = countCorrections(days(100, bad)).trend;
  const inOne = countCorrections(days(100, bad, (day) => (day >= 80 ? 'bad' : `s${day >> 2}`))).trend;
  expect(spread.direction).toBe('rising');
  expect(inOne.p!).toBeGreaterThan(spread.p!);
  expect(inOne.direction).toBe('steady');
});
