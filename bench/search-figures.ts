import { seeded } from './seeded.ts';

/** Figures of ranked lists against judged questions, with bootstrap intervals. Pure. */

/** By session id: 2 answers the question, 1 is related. */
export type Judged = Record<string, number>;

export interface Figures {
  hit1: number;
  hit5: number;
  hit10: number;
  mrr: number;
  ndcg: number;
}

/** Of one question: `ranked` are session ids, best first. Gains are 2^grade - 1 (Burges et al. 2005). */
export function figuresOf(ranked: readonly string[], relevant: Judged): Figures {
  const grades = ranked.slice(0, 10).map((id) => relevant[id] ?? 0);
  const first = grades.indexOf(2);
  const within = (k: number): number => (first >= 0 && first < k ? 1 : 0);
  const ideal = gainOf(Object.values(relevant).sort((a, b) => b - a));
  return {
    hit1: within(1),
    hit5: within(5),
    hit10: within(10),
    mrr: first < 0 ? 0 : 1 / (first + 1),
    ndcg: ideal === 0 ? 0 : gainOf(grades) / ideal,
  };
}

function gainOf(grades: readonly number[]): number {
  return grades.slice(0, 10).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

const RESAMPLES = 2000;

/** 95 % percentile bootstrap over questions; the same numbers every time. */
export function interval(values: readonly number[]): [number, number] {
  const random = seeded(1);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)]!)),
  ).sort((a, b) => a - b);
  return [means[Math.floor(RESAMPLES * 0.025)]!, means[Math.floor(RESAMPLES * 0.975)]!];
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
