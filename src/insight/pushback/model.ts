import type { Features } from './features.ts';

/** A logistic model over named features. */
export interface Logistic {
  bias: number;
  weights: Readonly<Record<string, number>>;
}

/** What training leaves behind; `bench/train-pushback.ts` writes it to `weights.ts`. */
export interface PushbackModel {
  pushback: Logistic;
  /** Failure report (1) or correction (0), for a turn that is pushback. */
  failure: Logistic;
  /** `confidence = sigmoid(slope * score + offset)`, fitted on turns that training had not seen (Platt 1999). */
  calibration: { slope: number; offset: number };
  /** Confidence from which a turn counts as pushback. */
  threshold: number;
}

/** Log-odds of a logistic model. */
export function scoreOf({ bias, weights }: Logistic, features: Features): number {
  let score = bias;
  for (const [name, value] of Object.entries(features)) score += (weights[name] ?? 0) * value;
  return score;
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Probability 0..1 that the features are those of a pushback. */
export function confidenceOf(model: PushbackModel, features: Features): number {
  return sigmoid(model.calibration.slope * scoreOf(model.pushback, features) + model.calibration.offset);
}
