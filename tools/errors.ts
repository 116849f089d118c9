import {
  laterSuccess,
  resolutionOf,
  type Resolution,
  type Verdict,
} from '../src/insight/errors/resolution.ts';
import { hidesExitCode, keepsEndBack, tellsFailure } from '../src/insight/errors/still-fails.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { ErrorHit, ErrorsAnswer, ErrorsRequest } from '../src/shared/errors-answer.ts';
import { endsOf } from '../src/shared/pasted.ts';
import { shortened } from '../src/shared/shortened.ts';
import { outputsOfTurn, piecesOfTurn, stepsFrom, type StoredStep } from '../src/store/error-places.ts';
import { turnPlaces, type TurnPlace } from '../src/store/file-work.ts';
import type { Store } from '../src/store/open.ts';
import type { PieceKind } from '../src/store/passages.ts';
import { placesOf } from '../src/store/passage-places.ts';
import type { SearchFilter } from '../src/store/passage-filter.ts';
import { coverageOf } from '../src/search/coverage.ts';
import { heldBy, partsOf } from '../src/search/error-parts.ts';
import { errorWords } from '../src/search/error-words.ts';
import { errorHit, type Met } from './error-hit.ts';

/** Where an error was met before, and whether it was mended; `error-hit.ts` tells what is shown of it. */
const CANDIDATES = 60;
/** Of what is pasted. */
const LOOKED_AT_CHARS = 8000;
const ECHO_CHARS = 400;
/** Turns after the failure in which it may have been mended. */
const TURNS_AFTER = 6;
const STRONG = 0.7;
/** Less of the error's weight than this in one text is another error. */
const WEAK = 0.45;
/** A call that failed says more than talk of it, and a mended one more than an open one. */
const CALL_LEADS = 0.2;
const MENDED_LEADS = 0.1;
const NAME_COUNTS = 2;
/** A failed call's output below this ("Exit code 1") does not tell which error it was. */
const SAYS_NOTHING = 20;

const NOT_MET = 'No error like this is on record.';
const NOT_MET_HERE =
  'No error like this is on record for this project or file: without project and file, all of history is looked at.';
const NO_SUCH_FILE = 'No turn on record read or changed a file that ends so: leave file out.';
const NOT_TOLD =
  'Most errors hold these words: give more of its own, such as the line that names what went wrong.';

/** @param filter the part of history that is looked at @param excluded row ids of turns that are no answer */
export function findErrors(
  store: Store,
  { error, limit }: Pick<ErrorsRequest, 'error' | 'limit'>,
  filter: Pick<SearchFilter, 'projects' | 'turns'>,
  excluded: ReadonlySet<number>,
): WithoutFreshness<ErrorsAnswer> {
  const { terms, names, isTelling } = errorWords(endsOf(error.trim(), LOOKED_AT_CHARS));
  const shown = shortened(error.trim(), ECHO_CHARS);
  if (!isTelling) return { error: shown, relevance: 'none', hits: [], notes: [NOT_TOLD] };
  if (filter.turns?.length === 0) return { error: shown, relevance: 'none', hits: [], notes: [NO_SUCH_FILE] };
  const { weights, best: bestByWords } = coverageOf(store, terms);
  const counting = new Map(
    [...weights].map(([word, weight]) => [word, names.has(word) ? weight * NAME_COUNTS : weight]),
  );
  const turnsBy = (kinds: PieceKind[]): number[] => {
    const passages = bestByWords({ ...filter, kinds }, CANDIDATES);
    const turns = [...placesOf(store, [...passages.keys()]).values()].map((place) => place.turn_id);
    return [...new Set(turns)].filter((id) => !excluded.has(id));
  };
  const outputOf = outputReader(store);
  const met = [
    ...turnsBy(['error']).flatMap((id) => failuresIn(store, id, counting, outputOf)),
    ...turnsBy(['prompt', 'reply']).flatMap((id) => toldIn(store, id, counting)),
  ].filter(({ score }) => score >= WEAK);
  const hits = hitsOf(store, met, limit, counting, outputOf);
  const best = hits[0]?.score ?? 0;
  const relevance = best >= STRONG ? 'strong' : best > 0 ? 'weak' : 'none';
  return {
    error: shown,
    relevance,
    hits,
    ...(relevance === 'none' ? { notes: [isNarrowed(filter) ? NOT_MET_HERE : NOT_MET] } : {}),
  };
}

function isNarrowed({ projects, turns }: Pick<SearchFilter, 'projects' | 'turns'>): boolean {
  return projects !== undefined || turns !== undefined;
}

/** What a call gave back; the outputs of a turn are read once, for they are kept compressed. */
type OutputReader = (step: StoredStep) => string;

function outputReader(store: Store): OutputReader {
  const read = new Map<number, Map<string, string>>();
  return ({ turn_id: turn, call_id: call }) => {
    const outputs = read.get(turn) ?? outputsOfTurn(store, turn);
    read.set(turn, outputs);
    return outputs.get(call) ?? '';
  };
}

function failuresIn(
  store: Store,
  turnId: number,
  weights: ReadonlyMap<string, number>,
  outputOf: OutputReader,
): Met[] {
  const shown = piecesOfTurn(store, turnId).filter(({ kind }) => kind === 'error');
  // The piece holds beginning and end of a long error; the action its beginning only.
  const pieceOf = (step: StoredStep, start: string): string | undefined =>
    shown.find(
      ({ text }) => text.startsWith(`${step.tool} ${step.target.slice(0, 150)}`) && text.includes(start),
    )?.text;
  return stepsFrom(store, turnId, 1).flatMap((step): Met[] => {
    const met = (text: string): Met => ({
      turnId,
      in: 'call',
      failed: step,
      text,
      score: heldBy(text, weights),
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
function toldIn(store: Store, turnId: number, weights: ReadonlyMap<string, number>): Met[] {
  return piecesOfTurn(store, turnId).flatMap(({ kind, text }) =>
    kind === 'prompt' || kind === 'reply'
      ? partsOf(text).map((part) => ({ turnId, in: kind, text: part, score: heldBy(part, weights) }))
      : [],
  );
}

/** The best first: what fits best, then what was mended, then the newest; of each conversation one way of failing once. */
function hitsOf(
  store: Store,
  met: readonly Met[],
  limit: number,
  weights: ReadonlyMap<string, number>,
  outputOf: OutputReader,
): ErrorHit[] {
  const places = turnPlaces(
    store,
    met.map(({ turnId }) => turnId),
  );
  const seen: { root: number; failed?: StoredStep; upTo: number }[] = [];
  const found: { one: Met; place: TurnPlace; resolution: Resolution<StoredStep> | undefined }[] = [];
  const verdict = verdictOn(weights, outputOf);
  const inOrder = [...met].sort(
    (a, b) =>
      b.score - a.score ||
      Number(b.in === 'call') - Number(a.in === 'call') ||
      (places.get(b.turnId)?.started_at ?? 0) - (places.get(a.turnId)?.started_at ?? 0) ||
      (a.failed?.id ?? a.turnId) - (b.failed?.id ?? b.turnId),
  );
  for (const one of inOrder) {
    const place = places.get(one.turnId);
    if (!place || seen.some((other) => other.root === place.root_id && isSameStory(one, other))) continue;
    const steps = stepsFrom(store, one.turnId, TURNS_AFTER);
    const failedAt = steps.findIndex(({ id }) => id === one.failed?.id);
    const after = steps.slice(failedAt + 1);
    const resolution = one.failed ? resolutionOf(one.failed, after, verdict) : laterSuccess(after, verdict);
    seen.push({ root: place.root_id, failed: one.failed, upTo: resolution?.by.id ?? Infinity });
    found.push({ one, place, resolution });
    if (found.length >= limit * 2) break;
  }
  return found
    .map((item) => ({
      ...item,
      rank: item.one.score + (item.one.failed ? CALL_LEADS : 0) + (item.resolution ? MENDED_LEADS : 0),
    }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .flatMap(({ one, place, resolution }) => errorHit(store, one, place, resolution, weights));
}

/** How a call went, by its outcome and, where that says nothing, by its output. */
function verdictOn(weights: ReadonlyMap<string, number>, outputOf: OutputReader): Verdict<StoredStep> {
  return (step) => {
    if (step.outcome === 'ok' && step.kind !== 'command') return 'well';
    const output = outputOf(step).slice(-LOOKED_AT_CHARS);
    if (step.outcome === 'ok' && keepsEndBack(step.target, output)) return 'other';
    if (step.outcome === 'ok' && !hidesExitCode(step.target)) return 'well';
    const isThis = partsOf(output).some((part) => heldBy(part, weights) >= WEAK);
    if (step.outcome === 'ok') return isThis ? 'same' : tellsFailure(output) ? 'other' : 'well';
    return isThis || output.length < SAYS_NOTHING ? 'same' : 'other';
  };
}

/** The same failure again before it was mended, or talk about it. */
function isSameStory(one: Met, other: { failed?: StoredStep; upTo: number }): boolean {
  if (!one.failed || !other.failed) return true;
  return one.failed.tool === other.failed.tool && one.failed.id <= other.upTo;
}
