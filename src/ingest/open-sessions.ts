import type { NoteEvent, PromptEvent } from '../shared/events.ts';
import type { SessionRow } from '../store/write-sessions.ts';
import type { OpenTurnRow } from '../store/write-turns.ts';
import type { Writer } from '../store/writer.ts';

/** What is known of the sessions that a file tells of: while a batch is read, and from one batch to the next. */
export interface OpenSessions {
  /** The session, opened when it is asked for the first time in a batch. */
  of(key: string): OpenSession;
  /** Undefined when the batch has not told of it. */
  known(key: string): OpenSession | undefined;
  all(): Iterable<OpenSession>;
  /** What must be known when the file's next batch begins, as JSON. */
  state(): string;
}

export interface OpenSession {
  row: SessionRow;
  turn: OpenTurn | null;
  memory: SessionMemory;
  from: number | null;
  to: number | null;
  /** What was last said of the session. */
  told?: string;
  /** The usage that was counted last. */
  counted?: string;
}

export interface SessionMemory {
  /** A slash command that is a prompt only if the assistant works on it. */
  pending?: PromptEvent;
  /** Said before the first prompt: shown with it. */
  held?: NoteEvent[];
  /** The records at hand are copies of a turn that is stored already. */
  copying?: boolean;
  /** The copied turn is the session's own, told again from the start: what follows its stored events is new. */
  retold?: { turnId: number; left: number };
  /** Turns of the file so far, copies included. */
  turns?: number;
  lastAt?: number;
}

export interface OpenTurn {
  id: number;
  role: string;
  prompt: string;
  hasReply: boolean;
  startedAt: number | null;
  change: {
    reply: string;
    firstReplyAt: number | null;
    endedAt: number | null;
    model: string | null;
    interrupted: boolean;
  };
}

/** @param state what `state()` said after the last batch */
export function openSessions(
  writer: Writer,
  { source, born, state }: { source: string; born: number; state: string },
): OpenSessions {
  const remembered = JSON.parse(state) as Record<string, SessionMemory>;
  const sessions = new Map<string, OpenSession>();

  return {
    of,
    known: (key) => sessions.get(key),
    all: () => sessions.values(),
    state() {
      const memories = { ...remembered };
      for (const [key, { memory }] of sessions) memories[key] = memory;
      return JSON.stringify(memories);
    },
  };

  function of(key: string): OpenSession {
    let session = sessions.get(key);
    if (!session) {
      const row = writer.session(key, source, born);
      const last = writer.lastTurn(row.id);
      const turn = last ? openTurn(last) : null;
      // The session was read from another file before (moved, restored): this one may tell it again.
      const memory = remembered[key] ?? (last ? { copying: true } : {});
      session = { row, turn, memory, from: null, to: null };
      if (memory.turns === undefined) memory.turns = Math.max(last?.n ?? 0, row.inherited_turns);
      // The turn at hand went to the session that said it: what follows of it here is a copy.
      if ((last?.n ?? 0) < memory.turns) memory.copying = true;
      sessions.set(key, session);
    }
    return session;
  }
}

/** What a file's state becomes when the file is read from its start again: what it tells is known so far. */
export function fromTheStart(state: string): string {
  const remembered = JSON.parse(state) as Record<string, SessionMemory>;
  const known = Object.entries(remembered).map(([key, { turns }]) => [key, { turns, copying: true }]);
  return JSON.stringify(Object.fromEntries(known));
}

export function openTurn(row: OpenTurnRow): OpenTurn {
  const { id, role, prompt, started_at: startedAt } = row;
  return { id, role, prompt, hasReply: row.has_reply === 1, startedAt, change: noChange() };
}

export function noChange(): OpenTurn['change'] {
  return { reply: '', firstReplyAt: null, endedAt: null, model: null, interrupted: false };
}
