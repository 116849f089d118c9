/** A rate with its 95 % Wilson score interval (Wilson 1927): honest for few cases and for rates near 0 and 1. */
export interface Rate {
  rate: number;
  low: number;
  high: number;
}

const Z = 1.959964;

/** All zeros when there is nothing to count. */
export function wilson(count: number, of: number): Rate {
  if (of === 0) return { rate: 0, low: 0, high: 0 };
  const p = count / of;
  const z2 = Z * Z;
  const middle = p + z2 / (2 * of);
  const spread = Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return {
    rate: round(p),
    low: round(Math.max(0, (middle - spread) / scale)),
    high: round(Math.min(1, (middle + spread) / scale)),
  };
}

/** Standard normal distribution function, to 7e-8 (Abramowitz and Stegun 26.2.17). */
export function normalBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * x);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}

/**
 * Two-sided p value of two rates being the same, exact for few cases (Fisher 1922): the chance of all tables
 * with the same sums that are no likelier than this one.
 */
export function exactDifference(a: number, ofA: number, b: number, ofB: number): number {
  const happened = a + b;
  const logs = logFactorials(ofA + ofB);
  const choose = (n: number, k: number): number => logs[n]! - logs[k]! - logs[n - k]!;
  const chance = (k: number): number =>
    Math.exp(choose(ofA, k) + choose(ofB, happened - k) - choose(ofA + ofB, happened));
  const observed = chance(a) * (1 + 1e-7);
  let p = 0;
  for (let k = Math.max(0, happened - ofB); k <= Math.min(ofA, happened); k++) {
    const own = chance(k);
    if (own <= observed) p += own;
  }
  return Math.min(1, p);
}

function logFactorials(upTo: number): number[] {
  const logs = [0];
  for (let n = 1; n <= upTo; n++) logs.push(logs[n - 1]! + Math.log(n));
  return logs;
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
