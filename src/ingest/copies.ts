import type { Event, PromptEvent } from '../shared/events.ts';
import type { SessionRow } from '../store/write-sessions.ts';
import type { TurnOwner } from '../store/write-turns.ts';
import type { Writer } from '../store/writer.ts';
import { openTurn, type OpenSession } from './open-sessions.ts';

/**
 * Turns that are told more than once. A conversation that was forked is written again, record by record, under a new
 * session: such a turn is known by its prompt's uuid, stays with the session it was said in, and the fork inherits
 * it. A file that is read from its start again tells its own turns again.
 */
export interface Copies {
  /** Whether the turn of a prompt is stored already, or may not be; what follows is then passed over. */
  isStored(session: OpenSession, event: PromptEvent): boolean;
  /** An event of a copied turn: counted down when the turn is the session's own. */
  passOver(session: OpenSession, event: Event): void;
}

export interface CopiesOptions {
  /** When the file was made, milliseconds: of two sessions that tell the same turn, the older one said it. */
  born: number;
  /** The session that the file was forked from, when it tells: its records come later than the prompt that asks. */
  forkedFrom?: () => string | undefined;
  /** False for a prompt that was forgotten: its turn is passed over like a copy. */
  admits: (promptUuid: string) => boolean;
}

export function copies(writer: Writer, { born, forkedFrom, admits }: CopiesOptions): Copies {
  return { isStored, passOver };

  function isStored(session: OpenSession, event: PromptEvent): boolean {
    const { memory, row } = session;
    if (!admits(event.uuid)) {
      Object.assign(memory, { held: undefined, retold: undefined, turns: (memory.turns ?? 0) + 1 });
      writer.inheritTurns(row.id, memory.turns ?? 0);
      return true;
    }
    const owner = event.uuid === '' ? undefined : writer.ownerOfPrompt(event.uuid);
    if (!owner) return false;
    const held = memory.held?.length ?? 0;
    memory.held = undefined;
    if (owner.session_id === row.id) {
      const left = writer.storedEvents(owner.turn_id) - 1 - held;
      memory.retold = { turnId: owner.turn_id, left };
      if (left <= 0) goOn(session, owner.turn_id);
      return true;
    }
    memory.retold = undefined;
    if (saidHere(row, owner)) {
      writer.takeTurn(owner);
      if (owner.n > owner.inherited_turns)
        writer.changeSession(owner.session_id, { parent: { key: row.key, kind: 'fork' } });
      writer.inheritTurns(owner.session_id, owner.n, event.uuid);
      return false;
    }
    memory.turns = (memory.turns ?? 0) + 1;
    writer.changeSession(row.id, { parent: { key: owner.session_key, kind: 'fork' } });
    writer.inheritTurns(row.id, memory.turns, event.uuid);
    return true;
  }

  /**
   * Of two sessions that tell one turn, the one that the other was forked from said it; else the older, which a restored
   * file's times may not tell; else the lesser key's.
   */
  function saidHere(row: SessionRow, owner: TurnOwner): boolean {
    if (writer.isForkOf(row.key, owner.session_key)) return false;
    if (forkedFrom?.() === owner.session_key) return false;
    if (writer.isForkOf(owner.session_key, row.key)) return true;
    return born === owner.born ? row.key < owner.session_key : born < owner.born;
  }

  function passOver(session: OpenSession, event: Event): void {
    const { retold } = session.memory;
    if (!retold) return;
    if (event.type === 'tool-result') {
      const action = writer.findAction(session.row.id, event.callId);
      if (action && action.turn_id !== retold.turnId) return;
    }
    retold.left -= 1;
    if (retold.left <= 0) goOn(session, retold.turnId);
  }

  /** All that is stored of a turn has been told again: the next event is new. */
  function goOn(session: OpenSession, turnId: number): void {
    const open = writer.turn(turnId);
    session.turn = open ? openTurn(open) : null;
    session.memory.copying = false;
    session.memory.retold = undefined;
  }
}
