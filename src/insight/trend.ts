import { normalBelow, round } from './interval.ts';

/** Whether something happens more often as time goes by. Pure. */
export interface TimedCase {
  /** Milliseconds since the epoch. */
  at: number;
  happened: boolean;
  /** Cases of one cluster (a session) are not independent of each other. */
  cluster: string;
}

export interface Trend {
  direction: 'rising' | 'falling' | 'steady' | 'unclear';
  /** Two-sided; absent when there is too little to test. */
  p?: number;
  earlier: Period;
  later: Period;
}

interface Period {
  turns: number;
  pushback: number;
  rate: number;
}

/** Below these, no trend is claimed: cases in either half of the time, clusters in all. */
const LEAST_CASES = 30;
const LEAST_CLUSTERS = 10;
const SIGNIFICANT = 0.05;

/** The halves of the period are for reading; the test looks at every case's own time. */
export function trendOf(cases: readonly TimedCase[]): Trend {
  const times = cases.map(({ at }) => at);
  const middle =
    (times.reduce((a, b) => Math.min(a, b), Infinity) + times.reduce((a, b) => Math.max(a, b), -Infinity)) /
    2;
  const earlier = periodOf(cases.filter(({ at }) => at < middle));
  const later = periodOf(cases.filter(({ at }) => !(at < middle)));
  const clusters = new Set(cases.map(({ cluster }) => cluster)).size;
  if (Math.min(earlier.turns, later.turns) < LEAST_CASES || clusters < LEAST_CLUSTERS)
    return { direction: 'unclear', earlier, later };
  const z = scoreTest(cases);
  const p = round(2 * (1 - normalBelow(Math.abs(z))));
  return { direction: p >= SIGNIFICANT ? 'steady' : z > 0 ? 'rising' : 'falling', p, earlier, later };
}

/**
 * z of the score test of a logistic trend in time (Cochran–Armitage with times as scores), its variance summed
 * by cluster (Liang and Zeger 1986), so that one bad session of many turns is no trend.
 */
function scoreTest(cases: readonly TimedCase[]): number {
  const meanTime = cases.reduce((sum, { at }) => sum + at, 0) / cases.length;
  const meanRate = cases.filter(({ happened }) => happened).length / cases.length;
  const byCluster = new Map<string, number>();
  for (const { at, happened, cluster } of cases) {
    const score = ((at - meanTime) / 1e6) * ((happened ? 1 : 0) - meanRate);
    byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + score);
  }
  const scores = [...byCluster.values()];
  const variance =
    (scores.reduce((sum, score) => sum + score * score, 0) * scores.length) / (scores.length - 1);
  return variance === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / Math.sqrt(variance);
}

function periodOf(cases: readonly TimedCase[]): Period {
  const pushback = cases.filter(({ happened }) => happened).length;
  return { turns: cases.length, pushback, rate: cases.length === 0 ? 0 : round(pushback / cases.length) };
}
