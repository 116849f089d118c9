import { shortened } from '../shared/shortened.ts';
import type { Store } from '../store/open.ts';
import { commitOfTurn, type TurnCard } from '../store/turn-cards.ts';
import { outcomeIn } from './outcome.ts';
import { isLittle, saysLittle, SENTENCE_END } from './sentences.ts';

/** Of a commit's first line. */
const SUBJECT_CHARS = 100;

/**
 * What a turn came to: the assistant's words, and, where they say no more than that it is done or committed, what was
 * committed.
 *
 * @param turn whose reply counts; a sub-agent's is often not on record, then that of `outer`, which it worked for
 */
export function outcomeOf(store: Store, turn: TurnCard, outer: TurnCard, letters: number): string {
  const { turn_id: id, reply } = turn.reply.trim() === '' ? outer : turn;
  const outcome = outcomeIn(reply, letters);
  if (!saysLittle(outcome) && !saysOnlyThatItCommitted(outcome)) return outcome;
  const subject = commitOfTurn(store, id)?.split('\n', 1)[0]?.trim();
  if (!subject || outcome.includes(subject)) return outcome;
  const commit = `Commit: ${shortened(subject, SUBJECT_CHARS)}`;
  return `${shortened(outcome, letters - commit.length - 1)} ${commit}`.trim();
}

/** "Committed as `6cd2059`. The lock file was left out on purpose." */
function saysOnlyThatItCommitted(outcome: string): boolean {
  const [first = ''] = outcome.split(SENTENCE_END);
  return /\bcommit/i.test(first) && isLittle(first);
}
