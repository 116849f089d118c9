import type { ActionKind, ActionOutcome } from './turn-facts.ts';

/**
 * What one record of a transcript says, in words that fit every assistant. A source maps raw records to
 * these; `ingest/assemble` puts them on turns; the compressed detail of a turn is a list of them.
 *
 * `session` is the session's key (unique within a source); `at` is milliseconds since the epoch, or null
 * when the record carries no usable time.
 */
interface Base {
  session: string;
  at: number | null;
}

/**
 * Who wrote a prompt. `person`: typed. `command`: a slash command, a prompt only if the assistant then
 * works on it. `task`: what one assistant asked of a sub-agent.
 */
export type PromptRole = 'person' | 'command' | 'task';

/** An image of which the bytes are kept, by its SHA-256 (hex). */
export interface Picture {
  hash: string;
  media_type: string;
  /** Size in bytes. */
  bytes: number;
}

export interface PromptEvent extends Base {
  type: 'prompt';
  role: PromptRole;
  uuid: string;
  /** The record it answers; two prompts with one parent mean that the first was rewound. */
  parentUuid: string | null;
  text: string;
  /** What an editor added (open file, selection); not the person's words. */
  context: string[];
  images: number;
  /** Those of the images that are kept; none unless the person wants it. */
  pictures?: Picture[];
}

export interface ReplyEvent extends Base {
  type: 'reply';
  text: string;
  model: string | null;
  /** Cut off by an interruption. */
  aborted?: boolean;
  /** Written by the client instead of the model, such as "API Error: 529". */
  apiError?: boolean;
}

export interface ThinkingEvent extends Base {
  type: 'thinking';
  text: string;
}

export interface ToolCallEvent extends Base {
  type: 'tool-call';
  callId: string;
  tool: string;
  kind: ActionKind;
  /** File, command, pattern or task: what a reader recognises the call by. */
  target: string;
  /** The call's arguments as the assistant gave them. */
  input: unknown;
  model: string | null;
}

export interface ToolResultEvent extends Base {
  type: 'tool-result';
  callId: string;
  outcome: ActionOutcome;
  text: string;
  images: number;
  pictures?: Picture[];
  /** The sub-agent that the call started. */
  agentSession?: string;
  /** What the person chose or wrote when the call put questions to them. */
  answers?: string[];
}

export interface UsageEvent extends Base {
  type: 'usage';
  /** The API's ids: one message's usage stands on several records and in forked copies. */
  messageId: string;
  requestId: string;
  model: string;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
}

export interface InterruptEvent extends Base {
  type: 'interrupt';
  duringTool: boolean;
}

export interface CompactionEvent extends Base {
  type: 'compaction';
  trigger: string;
  /** Tokens in the context before; null when the record does not say. */
  tokensBefore: number | null;
}

export interface SummaryEvent extends Base {
  type: 'summary';
  /** What the assistant was told of the conversation that was compacted away. */
  text: string;
}

export interface TitleEvent extends Base {
  type: 'title';
  text: string;
  /** A person's own title beats a generated one, which beats a summary of older versions. */
  rank: 1 | 2 | 3;
}

/** Anything else worth seeing in a replay: hooks, API retries, background tasks, the person's own `!commands`. */
export interface NoteEvent extends Base {
  type: 'note';
  about:
    | 'hook'
    | 'api-error'
    | 'task'
    | 'person-command'
    | 'person-output'
    | 'plan-mode'
    | 'pull-request'
    | 'permission';
  text: string;
}

export interface SessionEvent extends Base {
  type: 'session';
  cwd?: string;
  branch?: string;
  version?: string;
  /** The conversation it continues or serves, as far as the records tell. */
  parent?: { session: string; kind: 'fork' | 'subagent' | 'clear'; callId?: string };
  /** What a sub-agent is called. */
  agentType?: string;
}

export type Event =
  | PromptEvent
  | ReplyEvent
  | ThinkingEvent
  | ToolCallEvent
  | ToolResultEvent
  | UsageEvent
  | InterruptEvent
  | CompactionEvent
  | SummaryEvent
  | TitleEvent
  | NoteEvent
  | SessionEvent;
