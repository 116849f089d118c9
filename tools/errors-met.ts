import { hidesExitCode, tellsFailure } from '../src/insight/errors/still-fails.ts';
import { endsOf } from '../src/shared/pasted.ts';
import { outputsOfTurn, piecesOfTurn, stepsFrom, type StoredStep } from '../src/store/error-places.ts';
import type { Store } from '../src/store/open.ts';
import { heldBy, heldTogether, partsOf } from '../src/search/error-parts.ts';
import { holdsWording, missingIn, type ErrorSubjects } from '../src/search/error-subject.ts';
import type { Met } from './error-hit.ts';

/** Where in some turns an error was met: calls that failed with it, and texts that tell of it. */
export interface AskedError {
  /** By word, lower case. */
  weights: ReadonlyMap<string, number>;
  subjects: ErrorSubjects;
  /** How long it is. */
  letters: number;
}

/** Less of the error's weight than this in one text is another error. */
export const WEAK = 0.45;
/** Of what is pasted, and of what a call gave back. */
export const LOOKED_AT_CHARS = 8000;
/** Weak at most: the same wording about something else, or the same thing in another error. */
const ABOUT_OTHER = 0.69;

interface Candidate extends Omit<Met, 'differs'> {
  /** Where `text` is a part of it. */
  whole?: string;
}

export function metIn(
  store: Store,
  asked: AskedError,
  turns: { failed: readonly number[]; told: readonly number[] },
  outputOf: OutputReader,
): Met[] {
  return [
    ...turns.failed.flatMap((id) => failuresIn(store, id, asked, outputOf)),
    ...turns.told.flatMap((id) => toldIn(store, id, asked.weights)),
  ]
    .filter(({ score }) => score >= WEAK)
    .map((one) => aboutOf(one, asked, outputOf));
}

function failuresIn(
  store: Store,
  turnId: number,
  { weights, letters }: AskedError,
  outputOf: OutputReader,
): Candidate[] {
  const shown = piecesOfTurn(store, turnId).filter(({ kind }) => kind === 'error');
  // The piece holds beginning and end of a long error; the action its beginning only.
  const pieceOf = (step: StoredStep, start: string): string | undefined =>
    shown.find(
      ({ text }) => text.startsWith(`${step.tool} ${step.target.slice(0, 150)}`) && text.includes(start),
    )?.text;
  return stepsFrom(store, turnId, 1).flatMap((step): Candidate[] => {
    const met = (text: string): Candidate => ({
      turnId,
      in: 'call',
      failed: step,
      text,
      score: heldTogether(text, weights, letters),
    });
    if (step.outcome === 'failed') {
      const start = (step.error ?? '')
        .replace(/^<tool_use_error>/, '')
        .trim()
        .slice(0, 60);
      const piece = pieceOf(step, start);
      return [met(piece ? piece.slice(piece.indexOf(start)) : (step.error ?? ''))];
    }
    const mayHide = step.outcome === 'ok' && step.kind === 'command' && hidesExitCode(step.target);
    if (!mayHide || pieceOf(step, '') === undefined) return [];
    const output = outputOf(step);
    return tellsFailure(output) ? [met(endsOf(output, LOOKED_AT_CHARS))] : [];
  });
}

/** An error that a person pasted or that the assistant quoted from a log: no call of its own failed. */
function toldIn(store: Store, turnId: number, weights: ReadonlyMap<string, number>): Candidate[] {
  return piecesOfTurn(store, turnId).flatMap(({ kind, text }) =>
    kind === 'prompt' || kind === 'reply'
      ? partsOf(text).map((part) => ({
          turnId,
          in: kind,
          text: part,
          whole: text,
          score: heldBy(part, weights),
        }))
      : [],
  );
}

/** The same, its score lowered where it is about something else. A long output is read whole before that is said. */
function aboutOf(one: Candidate, asked: AskedError, outputOf: OutputReader): Met {
  const here = missingIn(one.whole ?? one.text, asked.subjects);
  const differs =
    here.length > 0 && one.failed ? missingIn(`${one.text}\n${outputOf(one.failed)}`, asked.subjects) : here;
  const isOther = differs.length > 0 || !holdsWording(one.text, asked);
  return { ...one, differs, score: isOther ? Math.min(one.score, ABOUT_OTHER) : one.score };
}

/** What a call gave back; the outputs of a turn are read once, for they are kept compressed. */
export type OutputReader = (step: StoredStep) => string;

export function outputReader(store: Store): OutputReader {
  const read = new Map<number, Map<string, string>>();
  return ({ turn_id: turn, call_id: call }) => {
    const outputs = read.get(turn) ?? outputsOfTurn(store, turn);
    read.set(turn, outputs);
    return outputs.get(call) ?? '';
  };
}
