import type { Event, PromptEvent, ToolResultEvent, UsageEvent } from '../shared/events.ts';
import type { Images } from '../store/images.ts';
import type { Writer } from '../store/writer.ts';
import { copies, type CopiesOptions } from './copies.ts';
import { gatherer } from './gather.ts';
import { keptOf, type Kept } from './kept.ts';
import { noChange, openSessions, type OpenSession, type OpenTurn } from './open-sessions.ts';
import { errorPiece, failedUnseen } from './pieces.ts';
import { place } from './place.ts';

/**
 * Puts events on turns. A turn is one human prompt and all that follows until the next one; a sub-agent's
 * turn begins with its task. Called for the events of one batch inside one transaction, then `flush`.
 */
export interface Assembler {
  /** @param kept what is stored of the event, when that is known already */
  add(event: Event, kept?: Kept): void;
  /** Writes what the batch gathered. */
  flush(): void;
  /** What must be known when the file's next batch begins, as JSON. */
  state(): string;
}

const MOST_HELD = 20;
const ERROR_CHARS = 500;

export interface AssemblerOptions extends CopiesOptions {
  source: string;
  /** What `state()` said after the last batch. */
  state: string;
  /** Where images are kept. */
  images?: Images;
}

export function assembler(writer: Writer, options: AssemblerOptions): Assembler {
  const { source, born, images } = options;
  const sessions = openSessions(writer, options);
  const copied = copies(writer, options);
  const gathering = gatherer(writer);

  return { add, flush, state: sessions.state };

  function add(event: Event, kept?: Kept): void {
    const session = sessions.of(event.session);
    const { memory } = session;
    if (event.at !== null) memory.lastAt = event.at;
    switch (event.type) {
      case 'session':
        return place(writer, sessions, session, event);
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
        if (memory.copying) return copied.passOver(session, event);
        return record(session, session.turn ?? startTurn(session, null), event, kept);
      default:
        if (memory.copying && memory.retold) return copied.passOver(session, event);
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

  /** Opens the turn of a prompt, or of work without one; a turn that is stored already is not opened again. */
  function startTurn(session: OpenSession, event: PromptEvent | null): OpenTurn {
    const { memory, row } = session;
    memory.pending = undefined;
    if (event?.role === 'task' && session.turn?.prompt === event.text) return session.turn;
    // In a copy, the prompt is another turn's already.
    if (event && session.turn && cameFirst(session.turn, event) && !writer.ownerOfPrompt(event.uuid))
      return adopt(session, session.turn, event);
    gathering.flushTurn(session);
    memory.copying = true;
    if (event && copied.isStored(session, event)) {
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
    gathering.keep(session, owner, kept, at);
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
    if (failed || failedUnseen(event, action))
      gathering.addPiece(session, action.turn_id, errorPiece(event, action), at);
    if (event.agentSession) {
      const child = writer.session(event.agentSession, source, born);
      writer.changeSession(child.id, {
        parent: { key: session.row.key, kind: 'subagent', callId: event.callId },
      });
    }
    return action.turn_id;
  }

  function flush(): void {
    for (const session of sessions.all()) {
      gathering.flushTurn(session);
      if (session.from !== null && session.to !== null)
        writer.touchSession(session.row.id, session.from, session.to);
    }
    gathering.flush();
    for (const { row } of sessions.all()) writer.nameSession(row.id);
  }
}

/** Whether a turn that was opened without a prompt answers this one. */
function cameFirst(turn: OpenTurn, event: PromptEvent): boolean {
  return turn.role === 'none' && event.at !== null && turn.startedAt !== null && event.at <= turn.startedAt;
}

/** Stands for the turn of a copied prompt whose session has none of its own yet; nothing is recorded on it. */
function noTurn(): OpenTurn {
  return { id: 0, role: 'none', prompt: '', hasReply: false, startedAt: null, change: noChange() };
}
