import type { ActionKind, ActionOutcome } from '../../shared/turn-facts.ts';
import { isSameWork } from './same-work.ts';

/** What was done after a failure until the same thing went well. Pure. */
export interface Step {
  id: number;
  /** Number of the turn in its session. */
  turn: number;
  tool: string;
  kind: ActionKind;
  target: string;
  outcome: ActionOutcome;
}

export interface Resolution<S extends Step> {
  sign: 'same_call' | 'later_command';
  /** Failures of the same thing, the first included. */
  failures: number;
  /** Edits and commands that went well after the last of these, in order. */
  steps: S[];
  by: S;
}

/** Commands that only look: they change nothing, so they make nothing go away. */
const LOOKS =
  /^(?:ls|ll|cat|bat|grep|rg|ag|head|tail|less|find|fd|pwd|echo|which|whereis|type|wc|stat|file|tree|diff|date|env|ps|pgrep|sed -n|git (?:status|log|diff|show|blame|branch|remote|rev-parse|reflog|ls-files)|docker (?:compose )?(?:ps|logs|images|inspect)|kubectl (?:-\S+ \S+ )*(?:get|logs|describe)|gh \w+ (?:view|list|status|checks))\b/;

/**
 * How a step went: well, with the error that is asked about, or otherwise, its end not shown included. `npm test | tail`
 * ends well whatever the tests do, and a call that now fails otherwise has this error behind it.
 */
export type Verdict<S> = (step: S) => 'well' | 'same' | 'other';

const byOutcome: Verdict<Step> = ({ outcome }) => (outcome === 'ok' ? 'well' : 'same');

/** @param after all calls that followed the failed one, in the order in which they ran */
export function resolutionOf<S extends Step>(
  failed: S,
  after: readonly S[],
  verdict: Verdict<S> = byOutcome,
): Resolution<S> | undefined {
  let failures = 1;
  let steps: S[] = [];
  for (const step of after) {
    const hasRun = step.outcome === 'ok' || step.outcome === 'failed';
    const how = hasRun && isSameWork(failed, step) ? verdict(step) : undefined;
    if (how === 'well') return { sign: 'same_call', failures, steps, by: step };
    if (how === 'same') {
      failures += 1;
      steps = [];
    } else if (how === undefined && isChange(step)) steps.push(step);
  }
  return undefined;
}

/** For an error that was only told of: the first command that went well after an edit did. */
export function laterSuccess<S extends Step>(
  after: readonly S[],
  verdict: Verdict<S> = byOutcome,
): Resolution<S> | undefined {
  const steps: S[] = [];
  for (const step of after) {
    if (!isChange(step)) continue;
    const isAfterEdit = step.kind === 'command' && steps.some(({ kind }) => kind === 'edit');
    if (isAfterEdit && verdict(step) === 'well')
      return { sign: 'later_command', failures: 1, steps, by: step };
    steps.push(step);
  }
  return undefined;
}

/** What looks in itself, its output put into a file. */
const WRITES = /^\s*(?:echo|printf|cat)\b[^|]*[^|&\d>]>{1,2}\s*(?!&|\/dev\/)/;

function isChange({ kind, outcome, target }: Step): boolean {
  if (outcome !== 'ok') return false;
  const command = target.replace(/^\s*cd [^&;]+(?:&&|;)\s*/, '');
  return kind === 'edit' || (kind === 'command' && (WRITES.test(command) || !LOOKS.test(command)));
}
