import { laterSuccess, resolutionOf, type Resolution } from '../src/insight/errors/resolution.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { ErrorHit, ErrorsAnswer, ErrorsRequest } from '../src/shared/errors-answer.ts';
import { endsOf } from '../src/shared/pasted.ts';
import { shortened } from '../src/shared/shortened.ts';
import { stepsFrom, type StoredStep } from '../src/store/error-places.ts';
import { turnPlaces, type TurnPlace } from '../src/store/file-work.ts';
import type { Store } from '../src/store/open.ts';
import type { PieceKind } from '../src/store/passages.ts';
import { placesOf } from '../src/store/passage-places.ts';
import type { SearchFilter } from '../src/store/passage-filter.ts';
import { coverageOf } from '../src/search/coverage.ts';
import { subjectsOf } from '../src/search/error-subject.ts';
import { errorWords } from '../src/search/error-words.ts';
import { errorHit, type Met } from './error-hit.ts';
import { LOOKED_AT_CHARS, metIn, outputReader, type OutputReader } from './errors-met.ts';
import { verdictOn } from './errors-verdict.ts';

/** Where an error was met before, and whether it was mended; `error-hit.ts` tells what is shown of it. */
const CANDIDATES = 60;
const ECHO_CHARS = 400;
/** Turns after the failure in which it may have been mended. */
const TURNS_AFTER = 6;
const STRONG = 0.7;
/** A call that failed says more than talk of it, and a mended one more than an open one; not where it is another error. */
const CALL_LEADS = 0.2;
const MENDED_LEADS = 0.1;
const NAME_COUNTS = 2;

const NOT_MET = 'No error like this is on record.';
const NOT_MET_HERE =
  'No error like this is on record for this project or file: without project and file, all of history is looked at.';
const NO_SUCH_FILE = 'No turn on record read or changed a file that ends so: leave file out.';
const OTHER_SUBJECT =
  'The same wording stands here only about something else: `differs` names what is asked about and does not stand there; a fix of the other need not help.';
const NOT_TOLD =
  'Most errors hold these words: give more of its own, such as the line that names what went wrong.';

/** @param filter the part of history that is looked at @param excluded row ids of turns that are no answer */
export function findErrors(
  store: Store,
  { error, limit }: Pick<ErrorsRequest, 'error' | 'limit'>,
  filter: Pick<SearchFilter, 'projects' | 'turns'>,
  excluded: ReadonlySet<number>,
): WithoutFreshness<ErrorsAnswer> {
  const pasted = endsOf(error.trim(), LOOKED_AT_CHARS);
  const { terms, names, isTelling } = errorWords(pasted);
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
  const asked = { weights: counting, subjects: subjectsOf(pasted), letters: pasted.length };
  const turns = { failed: turnsBy(['error']), told: turnsBy(['prompt', 'reply']) };
  const met = metIn(store, asked, turns, outputOf);
  const hits = hitsOf(store, met, limit, counting, outputOf);
  const best = hits[0]?.score ?? 0;
  const relevance = best >= STRONG ? 'strong' : best > 0 ? 'weak' : 'none';
  return {
    error: shown,
    relevance,
    hits,
    ...(relevance === 'none' ? { notes: [isNarrowed(filter) ? NOT_MET_HERE : NOT_MET] } : {}),
    ...((hits[0]?.differs?.length ?? 0) > 0 ? { notes: [OTHER_SUBJECT] } : {}),
  };
}

function isNarrowed({ projects, turns }: Pick<SearchFilter, 'projects' | 'turns'>): boolean {
  return projects !== undefined || turns !== undefined;
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
    const verdict = verdictOn(one, weights, outputOf);
    const resolution = one.failed ? resolutionOf(one.failed, after, verdict) : laterSuccess(after, verdict);
    seen.push({ root: place.root_id, failed: one.failed, upTo: resolution?.by.id ?? Infinity });
    found.push({ one, place, resolution });
    if (found.length >= limit * 2) break;
  }
  return found
    .map((item) => ({
      ...item,
      rank: item.one.score + leadOf(item.one, item.resolution !== undefined),
    }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .flatMap(({ one, place, resolution }) => errorHit(store, one, place, resolution, weights));
}

function leadOf({ failed, differs }: Met, isMended: boolean): number {
  if (differs.length > 0) return 0;
  return (failed ? CALL_LEADS : 0) + (isMended ? MENDED_LEADS : 0);
}

/** The same failure again before it was mended, or talk about it. */
function isSameStory(one: Met, other: { failed?: StoredStep; upTo: number }): boolean {
  if (!one.failed || !other.failed) return true;
  return one.failed.tool === other.failed.tool && one.failed.id <= other.upTo;
}
