import { normalBelow, wilson, type Rate } from '../interval.ts';

/** Whether two rates differ, like compared with like. Pure. */
export interface Case {
  /** Only cases of one stratum are compared with each other. */
  stratum: string;
  /** Cases of one cluster (a session) are not independent. */
  cluster: string;
  exposed: boolean;
  happened: boolean;
}

export interface Side extends Rate {
  turns: number;
  count: number;
  clusters: number;
}

export interface Comparison {
  exposed: Side;
  unexposed: Side;
  /** Of the rates, exposed minus unexposed, within strata: Mantel–Haenszel's, with its 95 % interval. */
  difference: number;
  low: number;
  high: number;
  /** Two-sided. */
  p: number;
}

const Z = 1.959964;

/**
 * The Mantel–Haenszel difference of rates, weights n1·n0/n by stratum (Mantel and Haenszel 1959; Greenland and
 * Robins 1985), and the test of it being 0. Its variance is summed by cluster (Liang and Zeger 1986), so that
 * one session of many turns does not count as much evidence as many sessions.
 */
export function compare(cases: readonly Case[]): Comparison {
  const byCluster = new Map<string, number>();
  let weight = 0;
  for (const own of Map.groupBy(cases, ({ stratum }) => stratum).values()) {
    const exposed = own.filter((one) => one.exposed).length;
    weight += (exposed * (own.length - exposed)) / own.length;
    const [meanExposed, meanHappened] = [
      exposed / own.length,
      own.filter((one) => one.happened).length / own.length,
    ];
    for (const one of own) {
      const score = ((one.exposed ? 1 : 0) - meanExposed) * ((one.happened ? 1 : 0) - meanHappened);
      byCluster.set(one.cluster, (byCluster.get(one.cluster) ?? 0) + score);
    }
  }
  const scores = [...byCluster.values()];
  const sum = scores.reduce((total, score) => total + score, 0);
  const spread = Math.sqrt(
    (scores.reduce((total, score) => total + score * score, 0) * scores.length) /
      Math.max(1, scores.length - 1),
  );
  const difference = weight === 0 ? 0 : sum / weight;
  const error = weight === 0 ? 0 : (Z * spread) / weight;
  return {
    exposed: sideOf(cases.filter((one) => one.exposed)),
    unexposed: sideOf(cases.filter((one) => !one.exposed)),
    difference,
    low: difference - error,
    high: difference + error,
    p: spread === 0 ? 1 : 2 * (1 - normalBelow(Math.abs(sum / spread))),
  };
}

function sideOf(cases: readonly Case[]): Side {
  const count = cases.filter((one) => one.happened).length;
  return {
    turns: cases.length,
    count,
    ...wilson(count, cases.length),
    clusters: new Set(cases.map(({ cluster }) => cluster)).size,
  };
}

/** Which of several p values hold when a share of `q` of those that are told may be wrong (Benjamini and Hochberg 1995). */
export function holding(ps: readonly number[], q: number): boolean[] {
  const sorted = ps.toSorted((a, b) => a - b);
  const last = sorted.findLastIndex((p, index) => p <= (q * (index + 1)) / ps.length);
  const limit = last < 0 ? -1 : sorted[last]!;
  return ps.map((p) => p <= limit);
}
