import type { Store } from '../store/open.ts';
import { inheritedTurns, turnHeads, type SessionHead, type TurnHead } from '../store/timeline.ts';

/** A turn in its place in the conversation that is replayed. */
export interface PlacedTurn extends TurnHead {
  /** The session in which it was said, when it was said before this one was forked from it. */
  inheritedFrom?: string;
}

/**
 * The whole conversation, in order: first what a fork inherited, each turn once, then the session's own turns.
 * What became of an inherited turn in the session that said it (rewound later, say) is not the fork's affair.
 */
export function timelineOf(store: Store, session: SessionHead): PlacedTurn[] {
  const own: PlacedTurn[] = turnHeads(store, session.id);
  if (session.inherited_turns === 0) return own;
  const inherited = inheritedTurns(store, session.id).map(({ session: inheritedFrom, ...turn }) => ({
    ...turn,
    inheritedFrom,
  }));
  return [...inherited, ...own];
}
