import type { Piece } from '../store/passages.ts';
import type { Writer } from '../store/writer.ts';
import type { Kept } from './kept.ts';
import { noChange, type OpenSession } from './open-sessions.ts';

/** What a batch adds to turns: put together here, written once for each turn. */
export interface Gatherer {
  /** @param at when the event was, in ms: stands in for a turn without a beginning */
  keep(session: OpenSession, turnId: number, kept: Kept, at: number | null): void;
  /** A passage of a turn that is no event of its own. */
  addPiece(session: OpenSession, turnId: number, piece: Piece, at: number | null): void;
  /** Writes what was gathered of the session's open turn. */
  flushTurn(session: OpenSession): void;
  /** Writes the rest. */
  flush(): void;
}

interface Gathered {
  lines: (string | Uint8Array)[];
  pieces: Piece[];
  projectId: number | null;
  /** When the turn began. */
  at: number | null;
}

export function gatherer(writer: Writer): Gatherer {
  const gathered = new Map<number, Gathered>();

  return {
    keep(session, turnId, { line, pieces }, at) {
      const gathering = gather(session, turnId, at);
      gathering.lines.push(line);
      gathering.pieces.push(...pieces);
    },
    addPiece: (session, turnId, piece, at) => void gather(session, turnId, at).pieces.push(piece),
    flushTurn({ turn }) {
      if (!turn || !gathered.has(turn.id)) return;
      writer.changeTurn({ id: turn.id, ...turn.change });
      turn.change = noChange();
      write(turn.id);
    },
    flush() {
      for (const turnId of [...gathered.keys()]) write(turnId);
    },
  };

  function gather(session: OpenSession, turnId: number, at: number | null): Gathered {
    let gathering = gathered.get(turnId);
    if (!gathering) {
      const turn = session.turn?.id === turnId ? session.turn.startedAt : writer.turn(turnId)?.started_at;
      gathering = { lines: [], pieces: [], projectId: session.row.project_id, at: turn ?? at };
      gathered.set(turnId, gathering);
    }
    return gathering;
  }

  function write(turnId: number): void {
    const gathering = gathered.get(turnId);
    if (!gathering) return;
    gathered.delete(turnId);
    writer.appendDetail(turnId, gathering.lines);
    if (gathering.pieces.length > 0)
      writer.appendPassages(turnId, gathering.projectId, gathering.pieces, gathering.at);
  }
}
