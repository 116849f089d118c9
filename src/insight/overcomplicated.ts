import type { JudgedTurn } from '../shared/judged-turn.ts';

/** Solutions that the person found too big: called so, or asked to be cut down. Pure. */

const ASKS_FOR_LESS =
  /\b(?:simplif(?:y|ied)|simpler|too (?:complex|complicated|much|clever|verbose)|over-?(?:engineer|complicat|kill)\w*|yagni|unnecessar(?:y|ily)|(?:do|did) we (?:really |even )?need|keep it simple|less code|not needed)\b/i;
const TELLS = 300;

/** Pushback whose cause is too much, or that asks for less; in the order given. */
export function overcomplicated(turns: readonly JudgedTurn[]): JudgedTurn[] {
  return turns.filter(
    (turn) =>
      turn.kind !== null &&
      (turn.cause === 'overcomplicated' ||
        turn.cause === 'scope_creep' ||
        ASKS_FOR_LESS.test(turn.prompt.slice(0, TELLS))),
  );
}
