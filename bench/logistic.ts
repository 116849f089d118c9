/** Logistic regression with a prior. */
import { sigmoid, type Logistic } from '../src/insight/pushback/model.ts';
import { logOdds, type Model } from '../src/search/relevance-model.ts';
import { seeded, shuffled } from './seeded.ts';

/**
 * Maximum a posteriori logistic regression by Newton's method; each weight has a Gaussian prior with the
 * given mean (0 where none is given) and precision `hold`. Features seen in fewer than three examples keep their prior.
 */
export function fitLogistic(
  rows: readonly Readonly<Record<string, number>>[],
  truth: readonly boolean[],
  importance: readonly number[],
  prior: Readonly<Record<string, number>>,
  hold: number,
): Logistic {
  const seen = new Map<string, number>();
  for (const row of rows) for (const name of Object.keys(row)) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [
    ...new Set([...Object.keys(prior), ...[...seen].filter(([, count]) => count > 2).map(([name]) => name)]),
  ].sort();
  const place = new Map(names.map((name, i) => [name, i]));
  const size = names.length + 1;
  const sparse = rows.map((row): [number, number][] => [
    ...Object.entries(row).flatMap(([name, value]): [number, number][] => {
      const at = place.get(name);
      return at === undefined ? [] : [[at, value]];
    }),
    [names.length, 1],
  ]);
  const mean = [...names.map((name) => prior[name] ?? 0), 0];
  const held = [...names.map(() => hold), 1e-4];
  const weights = [...mean];
  for (let round = 0; round < 15; round++) {
    const gradient = weights.map((weight, i) => held[i]! * (mean[i]! - weight));
    const curvature = Array.from({ length: size }, (_, i) =>
      Float64Array.from({ length: size }, (_, j) => (i === j ? held[i]! : 0)),
    );
    sparse.forEach((row, n) => {
      const p = sigmoid(row.reduce((sum, [i, value]) => sum + weights[i]! * value, 0));
      const error = importance[n]! * (Number(truth[n]) - p);
      const spread = importance[n]! * p * (1 - p);
      for (const [i, value] of row) {
        gradient[i]! += error * value;
        for (const [j, other] of row) if (j <= i) curvature[i]![j]! += spread * value * other;
      }
    });
    const step = solve(curvature, gradient);
    step.forEach((change, i) => (weights[i]! += change));
    if (Math.max(...step.map(Math.abs)) < 1e-4) break;
  }
  return {
    bias: weights[names.length]!,
    weights: Object.fromEntries(names.map((name, i) => [name, weights[i]!])),
  };
}

/** Solves a symmetric positive definite system given by its lower triangle (Cholesky). */
function solve(lower: Float64Array[], right: readonly number[]): number[] {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    const row = lower[i]!;
    for (let j = 0; j <= i; j++) {
      const above = lower[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * above[k]!;
      row[j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / above[j]!;
    }
  }
  const half: number[] = [];
  for (let i = 0; i < size; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i]![k]! * half[k]!;
    half.push(sum / lower[i]![i]!);
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i]!;
    for (let k = i + 1; k < size; k++) sum -= lower[k]![i]! * solution[k]!;
    solution[i] = sum / lower[i]![i]!;
  }
  return solution;
}

/** What is so, or not, by signs. */
export interface Example<Sign extends string> {
  signs: Readonly<Record<Sign, number>>;
  isTrue: boolean;
}

/** The same without a prior, each sign brought to a mean of 0 and a variance of 1, so that all are held alike. */
export function fitStandardised<Sign extends string>(
  examples: readonly Example<Sign>[],
  signs: readonly Sign[],
): Model<Sign> {
  const scales = new Map(
    signs.map((sign) => [sign, scaleOf(examples.map((example) => example.signs[sign]))]),
  );
  const { bias, weights } = fitLogistic(
    examples.map((example) =>
      Object.fromEntries(
        signs.map((sign) => {
          const { mean, deviation } = scales.get(sign)!;
          return [sign, (example.signs[sign] - mean) / deviation];
        }),
      ),
    ),
    examples.map(({ isTrue }) => isTrue),
    examples.map(() => 1),
    {},
    1,
  );
  const raw: Partial<Record<Sign, number>> = {};
  let offset = bias;
  for (const sign of signs) {
    const { mean, deviation } = scales.get(sign)!;
    const weight = (weights[sign] ?? 0) / deviation;
    raw[sign] = weight;
    offset -= weight * mean;
  }
  return { bias: offset, weights: raw };
}

function scaleOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

const FOLDS = 10;
const ROUNDS = 8;

/** How likely each example is by models fitted without it, by the mean log-odds of several divisions, 0..1. */
export function crossValidated<Sign extends string>(
  examples: readonly Example<Sign>[],
  signs: readonly Sign[],
): number[] {
  const odds = examples.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const order = shuffled([...examples.keys()], seeded(round));
    for (let fold = 0; fold < FOLDS; fold++) {
      const left = new Set(order.filter((_, place) => place % FOLDS === fold));
      const model = fitStandardised(
        examples.filter((_, i) => !left.has(i)),
        signs,
      );
      for (const i of left) odds[i]! += logOdds(model, examples[i]!.signs) / ROUNDS;
    }
  }
  return odds.map(sigmoid);
}
