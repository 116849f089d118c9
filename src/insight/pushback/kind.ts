import type { Features } from './features.ts';
import { scoreOf, type PushbackModel } from './model.ts';
import type { PushbackKind } from './types.ts';

/** Which of the four kinds a pushback is; rejection and reprompt are rare and decided by rule. */
export function kindOf(features: Features, model: PushbackModel): PushbackKind {
  const has = (name: string): boolean => (features[name] ?? 0) > 0;
  const redirects = has('instead') || has('should') || has('misread');
  const failing = scoreOf(model.failure, features) > 0;
  const refuses = has('undo') || has('stop') || has('opens:denial');
  if (refuses && !redirects && !failing && !has('question') && (has('short') || has('brief')))
    return 'rejection';
  if (has('unanswered') || ((features['repeatsLast'] ?? 0) > 0.75 && !has('interrupted'))) return 'reprompt';
  return failing ? 'failure_report' : 'correction';
}
