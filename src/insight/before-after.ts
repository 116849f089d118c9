import { exactDifference, round } from './interval.ts';

/** Whether something came back after a date. Pure. */
export interface BeforeAfter {
  since: string;
  before: { turns: number; count: number };
  after: { turns: number; count: number };
  /** Two-sided, of the two rates being the same; absent while either side has fewer than 20 turns. */
  p?: number;
  /** In words. */
  result: 'gone' | 'fewer' | 'same' | 'more' | 'too early to tell';
}

const LEAST_TURNS = 20;
const SIGNIFICANT = 0.05;

/** @param cases turns with their times; `at`: milliseconds */
export function beforeAfter(
  cases: readonly { at: number | null; happened: boolean }[],
  at: number,
): BeforeAfter {
  const count = (side: (when: number) => boolean): { turns: number; count: number } => {
    const own = cases.filter((one) => one.at !== null && side(one.at));
    return { turns: own.length, count: own.filter(({ happened }) => happened).length };
  };
  const before = count((when) => when < at);
  const after = count((when) => when >= at);
  const since = new Date(at).toISOString();
  if (before.turns < LEAST_TURNS || after.turns < LEAST_TURNS)
    return { since, before, after, result: 'too early to tell' };
  const p = round(exactDifference(before.count, before.turns, after.count, after.turns));
  const isFewer = after.count / after.turns < before.count / before.turns;
  const result = p >= SIGNIFICANT ? 'same' : isFewer ? (after.count === 0 ? 'gone' : 'fewer') : 'more';
  return { since, before, after, p, result };
}
