import { DETECTOR, judgeIntent, judgePushback } from '../insight/pushback/index.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { turnFacts } from '../store/turn-facts.ts';
import type { Verdict, Verdicts } from '../store/verdicts.ts';

/** Turns before the judged one that the detector looks at. */
const REACH = 12;
const BATCH = 200;

/** Verdicts made by another detector are made anew: its measured figures are its name. */
export const DETECTOR_NAME = `${DETECTOR.measured_on}; P ${DETECTOR.precision}, R ${DETECTOR.recall}`;

/** Judges the next human turns; returns how many there were, 0 when none is left. @throws LeaseLost */
export function judgeNext(store: Store, lease: Lease, verdicts: Verdicts): number {
  const turns = verdicts.unjudged(BATCH);
  if (turns.length === 0) return 0;
  const found = turns.map(({ id, session_id: sessionId, n }): Verdict => {
    const facts = turnFacts(store, sessionId, Math.max(1, n - REACH), n);
    const turn = facts.find((fact) => fact.turnId === id);
    if (!turn) return { turnId: id, intent: 'other', pushback: null };
    const earlier = facts.filter((fact) => fact.n < n);
    return { turnId: id, intent: judgeIntent(turn.prompt), pushback: judgePushback(turn, earlier) };
  });
  store.db
    .transaction(() => {
      lease.assertHeld();
      verdicts.put(found);
    })
    .immediate();
  return turns.length;
}
