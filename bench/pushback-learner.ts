/** Fitting, calibration and cross-validation by session of the pushback detector: all that training and evaluation share. */
import type { Features } from '../src/insight/pushback/features.ts';
import { judgeable } from '../src/insight/pushback/judge.ts';
import { scoreOf, sigmoid, type Logistic, type PushbackModel } from '../src/insight/pushback/model.ts';
import type { LabelledTurn } from './label-turns.ts';
import { fitLogistic } from './logistic.ts';
import { FAILURE_PRIOR, PUSHBACK_PRIOR } from './pushback-prior.ts';
import { seeded, shuffled } from './seeded.ts';

export interface Example extends LabelledTurn {
  features: Features;
}

/** How strongly weights are held to the prior (L2); see docs/pushback.md for what other values gave. */
const HOLD = 200;
const FOLDS = 10;
const INNER_FOLDS = 5;

/** The turns that can be pushback at all: not the first of a session, not typed by a machine. */
export function examplesOf(rows: readonly LabelledTurn[]): Example[] {
  return rows.flatMap((row) => {
    const features = judgeable(row.turn, row.earlier);
    return features ? [{ ...row, features }] : [];
  });
}

export function isPushback({ label }: Pick<Example, 'label'>): boolean {
  return label.label !== 'none';
}

/** A doubtful label teaches less: 1 at full confidence, 0.1 at a coin's toss. */
function teaches({ label }: Example): number {
  return Math.max(0.1, 2 * label.conf - 1);
}

/** Weights, calibration and threshold from the given examples alone: the last two on inner folds. */
export function train(examples: readonly Example[], seed: number): PushbackModel {
  const fold = foldsBySession(examples, INNER_FOLDS, seed + 1000);
  const unseen = examples.map(() => 0);
  for (let k = 0; k < INNER_FOLDS; k++) {
    const inner = fitPushback(examples.filter((_, i) => fold[i] !== k));
    examples.forEach((example, i) => {
      if (fold[i] === k) unseen[i] = scoreOf(inner, example.features);
    });
  }
  const truth = examples.map(isPushback);
  const { bias, weights } = fitLogistic(
    unseen.map((score) => ({ score })),
    truth,
    unseen.map(() => 1),
    {},
    0.01,
  );
  const calibration = { slope: weights['score'] ?? 1, offset: bias };
  const confidences = unseen.map((score) => sigmoid(calibration.slope * score + calibration.offset));
  return {
    pushback: fitPushback(examples),
    failure: fitFailure(examples),
    calibration,
    threshold: bestThreshold(confidences, truth),
  };
}

function fitPushback(examples: readonly Example[]): Logistic {
  return fitLogistic(
    examples.map((e) => e.features),
    examples.map(isPushback),
    examples.map(teaches),
    PUSHBACK_PRIOR,
    HOLD,
  );
}

function fitFailure(examples: readonly Example[]): Logistic {
  const against = examples.filter(isPushback);
  return fitLogistic(
    against.map((e) => e.features),
    against.map((e) => e.label.label === 'failure_report'),
    against.map(teaches),
    FAILURE_PRIOR,
    12,
  );
}

/** For every example the model that was trained without its session. */
export function crossValidated(
  examples: readonly Example[],
  seed: number,
  groupOf?: (example: Example) => string,
): PushbackModel[] {
  const fold = foldsBySession(examples, FOLDS, seed, groupOf);
  const models = Array.from({ length: FOLDS }, (_, k) =>
    train(
      examples.filter((_, i) => fold[i] !== k),
      seed,
    ),
  );
  return examples.map((_, i) => models[fold[i] ?? 0]!);
}

/** A count that is half noise helps nobody: thresholds below this precision are not taken while a better one exists. */
const LEAST_PRECISION = 0.69;

/** The threshold with the best F1 at a sound precision, smoothed over its neighbours so that no single turn decides. */
function bestThreshold(confidences: readonly number[], truth: readonly boolean[]): number {
  const steps = Array.from({ length: 61 }, (_, i) => 0.2 + i / 100);
  const at = steps.map((step) =>
    measure(
      confidences.map((confidence) => confidence >= step),
      truth,
    ),
  );
  const smooth = steps.map((_, i) => averaged(at.slice(Math.max(0, i - 4), i + 5)));
  const sound = smooth.filter(({ precision }) => precision >= LEAST_PRECISION);
  const choice = sound.length > 0 ? sound : smooth;
  const best = choice.reduce((one, other) => (other.f1 > one.f1 ? other : one));
  return Math.round((steps[smooth.indexOf(best)] ?? 0.5) * 100) / 100;
}

export function averaged(all: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => all.reduce((sum, m) => sum + m[key], 0) / all.length;
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}

export interface Measured {
  precision: number;
  recall: number;
  f1: number;
}

export function measure(said: readonly boolean[], truth: readonly boolean[]): Measured {
  let [hit, wrong, missed] = [0, 0, 0];
  said.forEach((yes, i) => {
    if (yes && truth[i]) hit++;
    else if (yes) wrong++;
    else if (truth[i]) missed++;
  });
  return {
    precision: hit / (hit + wrong || 1),
    recall: hit / (hit + missed || 1),
    f1: (2 * hit) / (2 * hit + wrong + missed || 1),
  };
}

/** Fold of each example; a session is never split, folds are filled evenly. */
function foldsBySession(
  examples: readonly Example[],
  folds: number,
  seed: number,
  groupOf: (example: Example) => string = ({ turn }) => turn.sessionId,
): number[] {
  const size = new Map<string, number>();
  for (const example of examples) size.set(groupOf(example), (size.get(groupOf(example)) ?? 0) + 1);
  const load = new Array<number>(folds).fill(0);
  const foldOf = new Map<string, number>();
  for (const session of shuffled([...size.keys()], seeded(seed))) {
    const emptiest = load.indexOf(Math.min(...load));
    foldOf.set(session, emptiest);
    load[emptiest] = (load[emptiest] ?? 0) + (size.get(session) ?? 0);
  }
  return examples.map((example) => foldOf.get(groupOf(example)) ?? 0);
}
