import type { TurnFacts } from '../../shared/turn-facts.ts';
import { causeOf } from './cause.ts';
import { featuresOf, type Features } from './features.ts';
import { kindOf } from './kind.ts';
import { isMachineText } from './machine-text.ts';
import { confidenceOf, type PushbackModel } from './model.ts';
import { partsOf } from './prose.ts';
import { reasonsFor } from './reasons.ts';
import type { Pushback } from './types.ts';
import { MODEL } from './weights.ts';

/** Turns before the judged one that are looked at. */
const REACH = 12;

/**
 * Whether a turn's prompt pushes back on what the assistant did before, how and why.
 * `earlier`: the turns of the session before this one, oldest first; only the last 12 are read.
 * Null when it does not: always for a session's first prompt, and for texts no person typed.
 */
export function judgePushback(turn: TurnFacts, earlier: readonly TurnFacts[]): Pushback | null {
  const features = judgeable(turn, earlier);
  return features ? verdict(MODEL, turn, features) : null;
}

/** The features of a turn, or null when it cannot be pushback whatever it says. */
export function judgeable(turn: TurnFacts, earlier: readonly TurnFacts[]): Features | null {
  if (earlier.length === 0 || isMachineText(turn.prompt)) return null;
  return featuresOf(turn, earlier.slice(-REACH));
}

/** The verdict of a given model; evaluation calls it with models trained without the turn's session. */
export function verdict(model: PushbackModel, turn: TurnFacts, features: Features): Pushback | null {
  const confidence = confidenceOf(model, features);
  if (confidence < model.threshold) return null;
  const kind = kindOf(features, model);
  return {
    kind,
    cause: causeOf(partsOf(turn.prompt).prose, kind, features),
    confidence: Math.round(confidence * 100) / 100,
    reasons: reasonsFor(features, kind === 'failure_report' ? sum(model) : model.pushback),
  };
}

/** For a failure report, what speaks for failure counts as a reason as well. */
function sum({ pushback, failure }: PushbackModel): PushbackModel['pushback'] {
  const weights: Record<string, number> = { ...pushback.weights };
  for (const [name, weight] of Object.entries(failure.weights))
    if (weight > 0) weights[name] = (weights[name] ?? 0) + weight / 2;
  return { bias: 0, weights };
}
