import type { Store } from '../store/open.ts';
import { sessionByKey, turnHeads, type SessionHead, type TurnHead } from '../store/timeline.ts';

/** A turn in its place in the conversation that is replayed. */
export interface PlacedTurn extends TurnHead {
  /** The session in which it was said, when it was said before this one was forked from it. */
  inheritedFrom?: string;
}

/** A chain of forks is not longer than this; a cycle of parents ends here. */
const MOST_FORKS = 20;

/** The whole conversation, in order: first what a fork inherited, each turn once, then the session's own turns. */
export function timelineOf(store: Store, session: SessionHead): PlacedTurn[] {
  return told(store, session, MOST_FORKS);
}

function told(store: Store, session: SessionHead, forksLeft: number): PlacedTurn[] {
  const own: PlacedTurn[] = turnHeads(store, session.id);
  if (session.inherited_turns === 0 || session.parent_key === null || forksLeft === 0) return own;
  const parent = sessionByKey(store, session.parent_key);
  if (!parent || parent.key === session.key) return own;
  const before = told(store, parent, forksLeft - 1);
  // A fork copies what was current: a turn that had been rewound is not among it.
  const current = before.filter((turn) => turn.rewound === 0);
  const inherited = (current.length >= session.inherited_turns ? current : before).slice(
    0,
    session.inherited_turns,
  );
  return [
    ...inherited.map((turn, index) => ({
      ...turn,
      n: index + 1,
      inheritedFrom: turn.inheritedFrom ?? parent.key,
    })),
    ...own,
  ];
}
