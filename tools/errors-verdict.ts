import type { Verdict } from '../src/insight/errors/resolution.ts';
import { hidesExitCode, keepsEndBack, tellsFailure } from '../src/insight/errors/still-fails.ts';
import type { StoredStep } from '../src/store/error-places.ts';
import { heldBy, partsOf } from '../src/search/error-parts.ts';
import type { Met } from './error-hit.ts';
import { LOOKED_AT_CHARS, WEAK, type OutputReader } from './errors-met.ts';

/** A later failure of the same call is this error when it holds so much of what the first held. */
const AS_MUCH = 0.75;
/** A failed call's output below this ("Exit code 1") does not tell which error it was. */
const SAYS_NOTHING = 20;

/** How a call went, by its outcome and, where that says nothing, by its output. */
export function verdictOn(
  { failed, text }: Met,
  weights: ReadonlyMap<string, number>,
  outputOf: OutputReader,
): Verdict<StoredStep> {
  const isThisFrom = Math.max(
    WEAK,
    AS_MUCH * Math.max(...partsOf(text).map((part) => heldBy(part, weights))),
  );
  const blamed = failed && blamedProgram(failed.target, text);
  return (step) => {
    if (blamed !== undefined && !step.target.includes(blamed)) return 'other';
    if (step.outcome === 'ok' && step.kind !== 'command') return 'well';
    const output = outputOf(step).slice(-LOOKED_AT_CHARS);
    if (step.outcome === 'ok' && keepsEndBack(step.target, output)) return 'other';
    if (step.outcome === 'ok' && !hidesExitCode(step.target)) return 'well';
    const isThis = partsOf(output).some((part) => heldBy(part, weights) >= isThisFrom);
    if (step.outcome === 'ok') return isThis ? 'same' : tellsFailure(output) ? 'other' : 'well';
    return isThis || output.length < SAYS_NOTHING ? 'same' : 'other';
  };
}

/** Behind a pipe the program that complains ("jq: error …") is the one that has to go well. */
function blamedProgram(command: string, error: string): string | undefined {
  const piped = command.split('|').slice(1);
  return piped
    .map((part) => /^\s*([\w-]+)/.exec(part)?.[1])
    .find((program) => program !== undefined && new RegExp(`^${program}: `, 'm').test(error));
}
