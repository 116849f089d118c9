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

/** Two-sided p value of two rates being the same (pooled two-proportion z test). */
export function differenceOfRates(a: number, ofA: number, b: number, ofB: number): number {
  if (ofA === 0 || ofB === 0) return 1;
  const pooled = (a + b) / (ofA + ofB);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / ofA + 1 / ofB));
  if (spread === 0) return 1;
  return 2 * (1 - normalBelow(Math.abs(a / ofA - b / ofB) / spread));
}

/** Standard normal distribution function, to 7e-8 (Abramowitz and Stegun 26.2.17). */
export function normalBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * x);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
