import type {
  Event,
  NoteEvent,
  PromptEvent,
  SessionEvent,
  ToolResultEvent,
  UsageEvent,
} from '../shared/events.ts';
import { keptOf, type Kept } from './kept.ts';
import { errorPiece } from './pieces.ts';
import { projectOf } from './project.ts';
import type { Images } from '../store/images.ts';
import type { Piece } from '../store/passages.ts';
import type { SessionRow } from '../store/write-sessions.ts';
import type { OpenTurnRow, TurnOwner } from '../store/write-turns.ts';
import type { Writer } from '../store/writer.ts';

/**
 * Puts events on turns. A turn is one human prompt and all that follows until the next one; a sub-agent's
 * turn begins with its task. Called for the events of one batch inside one transaction, then `flush`.
 *
 * A conversation that was forked is written again, record by record, under a new session. Such a turn is
 * known by its prompt's uuid: it stays with the session it was said in, and the fork inherits it.
 */
export interface Assembler {
  /** @param kept what is stored of the event, when that is known already */
  add(event: Event, kept?: Kept): void;
  /** Writes what the batch gathered. */
  flush(): void;
  /** What must be known when the file's next batch begins, as JSON. */
  state(): string;
}

interface SessionMemory {
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

interface OpenSession {
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

/** What a file's state becomes when the file is read from its start again: what it tells is known so far. */
export function fromTheStart(state: string): string {
  const remembered = JSON.parse(state) as Record<string, SessionMemory>;
  const known = Object.entries(remembered).map(([key, { turns }]) => [key, { turns, copying: true }]);
  return JSON.stringify(Object.fromEntries(known));
}

/** What a batch adds to a turn. */
interface Gathered {
  lines: (string | Uint8Array)[];
  pieces: Piece[];
  projectId: number | null;
  /** When the turn began. */
  at: number | null;
}

interface OpenTurn {
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

const MOST_HELD = 20;
const ERROR_CHARS = 500;

export interface AssemblerOptions {
  source: string;
  /** When the file was made, milliseconds: of two sessions that tell the same turn, the older one said it. */
  born: number;
  /** What `state()` said after the last batch. */
  state: string;
  /** False for a prompt that was forgotten: its turn is passed over like a copy. */
  admits: (promptUuid: string) => boolean;
  /** Where images are kept. */
  images?: Images;
}

export function assembler(
  writer: Writer,
  { source, born, state, admits, images }: AssemblerOptions,
): Assembler {
  const remembered = JSON.parse(state) as Record<string, SessionMemory>;
  const sessions = new Map<string, OpenSession>();
  const gathered = new Map<number, Gathered>();

  return { add, flush, state: stateNow };

  function sessionOf(key: string): OpenSession {
    let session = sessions.get(key);
    if (!session) {
      const row = writer.session(key, source, born);
      const last = writer.lastTurn(row.id);
      const turn = last ? asOpen(last) : null;
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

  function add(event: Event, kept?: Kept): void {
    const session = sessionOf(event.session);
    const { memory } = session;
    if (event.at !== null) memory.lastAt = event.at;
    switch (event.type) {
      case 'session':
        return place(session, event);
      case 'title':
        return writer.title(session.row.id, event.text, event.rank);
      case 'prompt':
        if (event.role === 'command') memory.pending = event;
        else startTurn(session, event);
        return;
      case 'usage':
        if (!memory.copying) count(session, event);
        return;
      case 'reply':
      case 'thinking':
      case 'tool-call':
        if (memory.pending) startTurn(session, memory.pending);
        if (memory.copying) return passOver(session, event);
        return record(session, session.turn ?? startTurn(session, null), event, kept);
      default:
        if (memory.copying && memory.retold) return passOver(session, event);
        if (session.turn && !memory.copying) return record(session, session.turn, event, kept);
        if (event.type === 'note') memory.held = [...(memory.held ?? []), event].slice(-MOST_HELD);
    }
  }

  /** Each block of a message repeats its usage. */
  function count(session: OpenSession, event: UsageEvent): void {
    const told = `${event.messageId} ${event.output} ${event.cacheRead} ${event.input}`;
    if (session.counted === told) return;
    session.counted = told;
    writer.putUsage(session.row.id, session.turn?.id ?? null, event);
  }

  function place(session: OpenSession, event: SessionEvent): void {
    // Each record of a sub-agent told as progress says again where it belongs.
    const telling = JSON.stringify(event);
    if (session.told === telling) return;
    session.told = telling;
    const { row } = session;
    const isFirst = row.cwd === null;
    // The folder a session began in is its project; a `cd` does not move it.
    const project = event.cwd && isFirst ? projectOf(event.cwd) : undefined;
    const parent = event.parent && {
      key: event.parent.session,
      kind: event.parent.kind,
      callId: event.parent.callId,
    };
    writer.changeSession(row.id, {
      ...(project ? { projectPath: project.path, projectName: project.name, cwd: event.cwd } : {}),
      branch: event.branch,
      version: event.version,
      agentType: event.agentType,
      parent,
    });
    if (parent?.kind === 'subagent' && isFirst) {
      const main = sessions.get(parent.key)?.row ?? writer.findSession(parent.key);
      if (main) writer.copyPlace(row.id, main);
    }
    if (parent?.kind === 'subagent' && parent.callId) writer.hangOnCall(row.key, parent.key, parent.callId);
    session.row = writer.findSession(row.key) ?? row;
  }

  /** Opens the turn of a prompt, or of work without one; a turn that is stored already is not opened again. */
  function startTurn(session: OpenSession, event: PromptEvent | null): OpenTurn {
    const { memory, row } = session;
    memory.pending = undefined;
    if (event?.role === 'task' && session.turn?.prompt === event.text) return session.turn;
    // In a copy, the prompt is another turn's already.
    if (event && session.turn && cameFirst(session.turn, event) && !writer.ownerOfPrompt(event.uuid))
      return adopt(session, session.turn, event);
    flushTurn(session);
    memory.copying = true;
    if (event && isStored(session, event)) {
      return session.turn ?? noTurn();
    }
    memory.copying = false;
    memory.retold = undefined;
    const n = (memory.turns ?? 0) + 1;
    memory.turns = n;
    const at = event?.at ?? memory.lastAt ?? null;
    if (event?.role === 'person' && event.parentUuid) writer.rewindTo(row.id, event.parentUuid, n);
    const id = writer.addTurn(row.id, n, event, at);
    const turn: OpenTurn = {
      id,
      role: event?.role ?? 'none',
      prompt: event?.text ?? '',
      hasReply: false,
      startedAt: at,
      change: noChange(),
    };
    session.turn = turn;
    if (event) record(session, turn, event);
    for (const note of memory.held ?? []) record(session, turn, note);
    memory.held = undefined;
    return turn;
  }

  /** 2.1.197 may write the first answer's record before the prompt's: that turn was opened without one. */
  function adopt(session: OpenSession, turn: OpenTurn, event: PromptEvent): OpenTurn {
    writer.adoptPrompt(turn.id, event);
    Object.assign(turn, { role: event.role, prompt: event.text, startedAt: event.at });
    record(session, turn, event);
    return turn;
  }

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

  /** Of two sessions that tell one turn, the one that the other was forked from said it; else the older; else the lesser key's. */
  function saidHere(row: SessionRow, owner: TurnOwner): boolean {
    if (writer.isForkOf(row.key, owner.session_key)) return false;
    if (writer.isForkOf(owner.session_key, row.key)) return true;
    return born === owner.born ? row.key < owner.session_key : born < owner.born;
  }

  /** An event of a copied turn: counted down when the turn is the session's own. */
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
    session.turn = open ? asOpen(open) : null;
    session.memory.copying = false;
    session.memory.retold = undefined;
  }

  function record(session: OpenSession, turn: OpenTurn, event: Event, kept = keptOf(event)): void {
    const at = event.at ?? session.memory.lastAt ?? null;
    const { change } = turn;
    let owner = turn.id;
    switch (event.type) {
      case 'reply':
        change.reply += (turn.hasReply ? '\n\n' : '') + event.text.trim();
        turn.hasReply = true;
        change.model = event.model ?? change.model;
        change.firstReplyAt ??= at;
        break;
      case 'thinking':
        change.firstReplyAt ??= at;
        break;
      case 'tool-call':
        change.model = event.model ?? change.model;
        change.firstReplyAt ??= at;
        writer.addAction({
          turnId: turn.id,
          sessionId: session.row.id,
          callId: event.callId,
          tool: event.tool,
          kind: event.kind,
          path: event.kind === 'read' || event.kind === 'edit' ? event.target || null : null,
          target: event.target,
          at,
        });
        if (event.kind === 'agent') writer.findAgentOf(session.row, event.callId);
        break;
      case 'tool-result':
        owner = finish(session, turn, event, at);
        if (event.pictures) images?.shownIn(owner, event.pictures, at);
        break;
      case 'prompt':
        if (event.pictures) images?.shownIn(turn.id, event.pictures, at);
        break;
      case 'interrupt':
        change.interrupted = true;
        break;
      case 'compaction':
        writer.compacted(session.row.id);
        break;
    }
    keep(session, owner, kept, at);
    if (at === null) return;
    if (turn.startedAt !== null && at >= turn.startedAt) change.endedAt = Math.max(change.endedAt ?? 0, at);
    session.from = Math.min(session.from ?? at, at);
    session.to = Math.max(session.to ?? at, at);
  }

  /** A result belongs to the turn of its call, even when another prompt came in between. */
  function finish(session: OpenSession, turn: OpenTurn, event: ToolResultEvent, at: number | null): number {
    const action = writer.findAction(session.row.id, event.callId);
    if (!action) return turn.id;
    const failed = event.outcome !== 'ok';
    writer.finishAction(
      action.id,
      event.outcome,
      failed ? event.text.slice(0, ERROR_CHARS) : null,
      at,
      event.agentSession ?? null,
    );
    if (failed) gather(session, action.turn_id, at).pieces.push(errorPiece(event, action));
    if (event.agentSession) {
      const child = writer.session(event.agentSession, source, born);
      writer.changeSession(child.id, {
        parent: { key: session.row.key, kind: 'subagent', callId: event.callId },
      });
    }
    return action.turn_id;
  }

  function keep(session: OpenSession, turnId: number, { line, pieces }: Kept, at: number | null): void {
    const gathering = gather(session, turnId, at);
    gathering.lines.push(line);
    gathering.pieces.push(...pieces);
  }

  function gather(session: OpenSession, turnId: number, at: number | null): Gathered {
    let gathering = gathered.get(turnId);
    if (!gathering) {
      const turn = session.turn?.id === turnId ? session.turn.startedAt : writer.turn(turnId)?.started_at;
      gathering = { lines: [], pieces: [], projectId: session.row.project_id, at: turn ?? at };
      gathered.set(turnId, gathering);
    }
    return gathering;
  }

  function flushTurn({ turn }: OpenSession): void {
    if (!turn || !gathered.has(turn.id)) return;
    writer.changeTurn({ id: turn.id, ...turn.change });
    turn.change = noChange();
    write(turn.id);
  }

  function write(turnId: number): void {
    const gathering = gathered.get(turnId);
    if (!gathering) return;
    gathered.delete(turnId);
    writer.appendDetail(turnId, gathering.lines);
    if (gathering.pieces.length > 0)
      writer.appendPassages(turnId, gathering.projectId, gathering.pieces, gathering.at);
  }

  function flush(): void {
    for (const session of sessions.values()) {
      flushTurn(session);
      if (session.from !== null && session.to !== null)
        writer.touchSession(session.row.id, session.from, session.to);
    }
    for (const turnId of [...gathered.keys()]) write(turnId);
    for (const { row } of sessions.values()) writer.nameSession(row.id);
  }

  function stateNow(): string {
    const memories = { ...remembered };
    for (const [key, { memory }] of sessions) memories[key] = memory;
    return JSON.stringify(memories);
  }
}

/** Whether a turn that was opened without a prompt answers this one. */
function cameFirst(turn: OpenTurn, event: PromptEvent): boolean {
  return turn.role === 'none' && event.at !== null && turn.startedAt !== null && event.at <= turn.startedAt;
}

function asOpen(row: OpenTurnRow): OpenTurn {
  const { id, role, prompt, started_at: startedAt } = row;
  return { id, role, prompt, hasReply: row.has_reply === 1, startedAt, change: noChange() };
}

function noChange(): OpenTurn['change'] {
  return { reply: '', firstReplyAt: null, endedAt: null, model: null, interrupted: false };
}

/** Stands for the turn of a copied prompt whose session has none of its own yet; nothing is recorded on it. */
function noTurn(): OpenTurn {
  return { id: 0, role: 'none', prompt: '', hasReply: false, startedAt: null, change: noChange() };
}
