import { detailWriter } from './detail.ts';
import type { Store } from './open.ts';
import { passageWriter, type Piece } from './passages.ts';
import { turnTaker } from './take-turn.ts';
import { actionWriter } from './write-actions.ts';
import { sessionWriter } from './write-sessions.ts';
import { turnWriter, type TurnOwner } from './write-turns.ts';
import { usageWriter } from './write-usage.ts';

/** The statements that change history. All are called inside one transaction per batch (`ingest/file.ts`). */
export type Writer = ReturnType<typeof writerOn>;

/** Twice what a batch changes, half of what better-sqlite3 takes: the rest is in the system's memory all the same. */
const CACHE_KIB = 8192;

export function writerOn(store: Store) {
  // Of an encrypted database the cache saves more than reading.
  if (!store.isEncrypted) store.db.pragma(`cache_size = -${CACHE_KIB}`);
  const detail = detailWriter(store);
  const passages = passageWriter(store);
  const sessions = sessionWriter(store);
  const turns = turnWriter(store);
  const actions = actionWriter(store);
  const usage = usageWriter(store);
  const takeTurn = turnTaker(store);

  return {
    ...sessions,
    ...turns,
    ...actions,
    ...usage,

    /** After a rollback, ids that were handed out inside it are void. */
    forgetCached(): void {
      for (const part of [sessions, actions, usage]) part.forgetCached();
    },

    /** Makes a session's title searchable, once there is something to find by it. */
    nameSession: (id: number): void => passages.name(id),

    /** Takes a turn from the fork that told it before the session that said it was read. */
    takeTurn(owner: TurnOwner): void {
      actions.forgetCached();
      sessions.compacted(owner.session_id, -takeTurn(owner));
      passages.name(owner.session_id);
    },

    appendDetail: (turnId: number, lines: readonly (string | Uint8Array)[]): void =>
      detail.append(turnId, lines),

    appendPassages(
      turnId: number,
      projectId: number | null,
      pieces: readonly Piece[],
      at: number | null,
    ): void {
      passages.append(turnId, projectId, pieces, at);
    },
  };
}
