import type { CandidatePlace } from '../store/passage-places.ts';
import type { Piece } from '../store/passages.ts';
import { shareReader } from './reread.ts';

/**
 * "Did I tell you to always …?" asks for what the person said: of the passages found by words those count in whose
 * prompts they stand, and of these again those in which the person refused or corrected something.
 */
const REFUSED = 1.2;

/** Best passages by words that are looked at. */
export const MAYBE_SAID = 50;

/**
 * How much of the question the person said in each passage.
 * @param weights of the question's words
 * @param isRefusal whether a turn pushes back
 */
export function saidByPerson(
  places: readonly Pick<CandidatePlace, 'id' | 'turn_id'>[],
  pieces: ReadonlyMap<number, readonly Piece[]>,
  weights: ReadonlyMap<string, number>,
  isRefusal: (turnId: number) => boolean,
): Map<number, number> {
  const saidIn = shareReader(weights);
  return new Map(
    places.flatMap(({ id, turn_id: turn }): [number, number][] => {
      const prompts = (pieces.get(id) ?? []).filter(({ kind }) => kind === 'prompt');
      const share = Math.max(0, ...prompts.map(({ text }) => saidIn(text, 0)));
      return share > 0 ? [[id, share * (isRefusal(turn) ? REFUSED : 1)]] : [];
    }),
  );
}
