import type { SentError } from '../shared/sent-error.ts';
import type { CandidatePlace } from '../store/passage-places.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import type { Candidates } from './candidates.ts';

/** What `candidate-thread.ts` and its thread tell each other. */
export interface CandidateRequest {
  id: number;
  question: Float32Array;
  limit: number;
  filter: SearchFilter;
}

export type CandidateReply =
  | { isReady: true; marks: SharedArrayBuffer[] }
  | { id: number; packed: PackedCandidates }
  | { id: number; error: SentError };

export interface CandidateThreadData {
  database: string;
  env: NodeJS.ProcessEnv;
  model: string;
  dim: number;
}

/** Row by row in a few large arrays: hundreds of small objects take four times as long from thread to thread. */
export interface PackedCandidates {
  /** `WHOLES` whole numbers a candidate, and `WHOLES_OF_ROOT` of each conversation. */
  places: Uint32Array<ArrayBuffer>;
  roots: Uint32Array<ArrayBuffer>;
  /** `NUMBERS` a candidate, NaN for one that is not known. */
  numbers: Float64Array<ArrayBuffer>;
  /** Of all candidates, one behind the other. */
  fragments: Float64Array<ArrayBuffer>;
  isNear: boolean;
}

/** Passage, turn, session, conversation, nearest fragment, fragments. */
const WHOLES = 6;
/** Conversation, turns, project. */
const WHOLES_OF_ROOT = 3;
/** When; closeness of the whole, of the nearest fragment and of the nearest prompt. */
const NUMBERS = 4;

export function packed({ places, turns, projects, near }: Candidates): PackedCandidates {
  const wholes = new Uint32Array(WHOLES * places.size);
  const numbers = new Float64Array(NUMBERS * places.size);
  const fragments: Float64Array[] = [];
  let row = 0;
  for (const place of places.values()) {
    const own = near?.fragments.get(place.id);
    if (own) fragments.push(own);
    const nearest = near?.nearestFragment.get(place.id) ?? 0;
    wholes.set(
      [place.id, place.turn_id, place.session_id, place.root_id, nearest, own?.length ?? 0],
      WHOLES * row,
    );
    numbers.set(
      [place.at, near?.whole.get(place.id), near?.fragment.get(place.id), near?.prompt.get(place.id)].map(
        (number) => number ?? NaN,
      ),
      NUMBERS * row,
    );
    row += 1;
  }
  const roots = [...turns].flatMap(([root, count]) => [root, count, projects.get(root) ?? 0]);
  return {
    places: wholes,
    roots: Uint32Array.from(roots),
    numbers,
    fragments: concatenated(fragments),
    isNear: near !== undefined,
  };
}

/** The memory of which can be handed over instead of copied. */
export function memoryOf({ places, roots, numbers, fragments }: PackedCandidates): ArrayBuffer[] {
  return [places, roots, numbers, fragments].map(({ buffer }) => buffer);
}

export function unpacked({ places, roots, numbers, fragments, isNear }: PackedCandidates): Candidates {
  const near = {
    whole: new Map<number, number>(),
    fragment: new Map<number, number>(),
    prompt: new Map<number, number>(),
    nearestFragment: new Map<number, number>(),
    fragments: new Map<number, Float64Array>(),
  };
  const found: Candidates = {
    places: new Map<number, CandidatePlace>(),
    turns: new Map<number, number>(),
    projects: new Map<number, number>(),
    near: isNear ? near : undefined,
  };
  let from = 0;
  for (let row = 0; row < places.length / WHOLES; row++) {
    const [id, turn, session, root, nearest, count] = places.subarray(WHOLES * row, WHOLES * (row + 1));
    const [at, whole, fragment, prompt] = numbers.subarray(NUMBERS * row, NUMBERS * (row + 1));
    found.places.set(id!, {
      id: id!,
      turn_id: turn!,
      at: Number.isNaN(at) ? null : at!,
      session_id: session!,
      root_id: root!,
    });
    if (!Number.isNaN(whole)) near.whole.set(id!, whole!);
    if (!Number.isNaN(prompt)) near.prompt.set(id!, prompt!);
    if (Number.isNaN(fragment)) continue;
    near.fragment.set(id!, fragment!);
    near.nearestFragment.set(id!, nearest!);
    near.fragments.set(id!, fragments.subarray(from, from + count!));
    from += count!;
  }
  for (let row = 0; row < roots.length; row += WHOLES_OF_ROOT) {
    found.turns.set(roots[row]!, roots[row + 1]!);
    found.projects.set(roots[row]!, roots[row + 2]!);
  }
  return found;
}

function concatenated(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
