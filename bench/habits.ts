/**
 * Are habits found that matter, and those not reported that do not? Histories with known effects, one a seed.
 * npm run bench:habits [-- <seeds>]
 */
import { findingsIn, promptCases } from '../src/insight/habits/advice.ts';
import { NULL_HABITS, PLANTED, syntheticHistory } from './habit-history.ts';

const seeds = Number(process.argv[2] ?? 20);
const found = new Map<string, number>();
let [allFound, noneWrong, others] = [0, 0, 0];
for (let seed = 1; seed <= seeds; seed++) {
  const { proven } = findingsIn(promptCases(syntheticHistory(seed), new Map()));
  for (const { habit, outcome } of proven) {
    const key = `${habit.name}, ${outcome}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  const hits = Object.entries(PLANTED).filter(([name, effect]) =>
    proven.some(
      ({ habit, outcome, comparison }) =>
        habit.name === name &&
        outcome === 'pushback' &&
        Math.sign(comparison.difference) === Math.sign(effect),
    ),
  );
  const isNull = (name: string): boolean => NULL_HABITS.some((one) => one === name);
  if (hits.length === Object.keys(PLANTED).length) allFound += 1;
  if (!proven.some(({ habit }) => isNull(habit.name))) noneWrong += 1;
  others += proven.filter(
    ({ habit, outcome }) => !isNull(habit.name) && !(habit.name in PLANTED && outcome === 'pushback'),
  ).length;
}
console.log(`Seeds in which all five planted habits are found: ${allFound} of ${seeds}`);
console.log(`Seeds in which none of the five null habits is reported: ${noneWrong} of ${seeds}`);
console.log(`Anything else that was reported, over all seeds: ${others}`);
console.table([...found].sort((a, b) => b[1] - a[1]).map(([habit, count]) => ({ habit, seeds: count })));
