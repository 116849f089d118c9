import { DETECTOR, judgeIntent, judgePushback } from '../insight/pushback/index.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { turnFacts } from '../store/turn-facts.ts';
import type { UnjudgedTurn, Verdict, Verdicts } from '../store/verdicts.ts';

/** Turns before the judged one that the detector looks at. */
const REACH = 12;
/** Of one transaction: 10 ms, since what a live session says waits for it. */
const BATCH = 50;

/** Verdicts made by another detector are made anew: its measured figures are its name. */
export const DETECTOR_NAME = `${DETECTOR.measured_on}; P ${DETECTOR.precision}, R ${DETECTOR.recall}`;

/** Judges the next human turns; returns how many there were, 0 when none is left. @throws LeaseLost */
export function judgeNext(store: Store, lease: Lease, verdicts: Verdicts): number {
  const turns = verdicts.unjudged(BATCH);
  if (turns.length === 0) return 0;
  const found = [...Map.groupBy(turns, (turn) => turn.session_id)].flatMap(([sessionId, own]) =>
    judge(store, sessionId, own),
  );
  store.db
    .transaction(() => {
      lease.assertHeld();
      verdicts.put(found);
    })
    .immediate();
  return turns.length;
}

function judge(store: Store, sessionId: number, turns: readonly UnjudgedTurn[]): Verdict[] {
  const numbers = turns.map((turn) => turn.n);
  const facts = turnFacts(store, sessionId, Math.max(1, Math.min(...numbers) - REACH), Math.max(...numbers));
  return turns.map(({ id, n }): Verdict => {
    const turn = facts.find((fact) => fact.turnId === id);
    if (!turn) return { turnId: id, intent: 'other', pushback: null }; // rewound meanwhile
    const earlier = facts.filter((fact) => fact.n < n).slice(-REACH);
    return { turnId: id, intent: judgeIntent(turn.prompt), pushback: judgePushback(turn, earlier) };
  });
}
