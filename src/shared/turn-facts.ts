/**
 * What is known of a turn when it is judged (pushback) or counted (statistics): plain data that the store
 * hands to `insight/`, which never sees SQL.
 */

/** What a tool call was for, whatever the assistant calls its tools. */
export type ActionKind =
  'read' | 'edit' | 'command' | 'search' | 'agent' | 'web' | 'plan' | 'question' | 'other';

/**
 * How a tool call ended. `refused`: a person said no; `blocked`: a rule or a hook said no;
 * `interrupted`: stopped while it ran; `open`: no result is on record.
 */
export type ActionOutcome = 'ok' | 'failed' | 'refused' | 'blocked' | 'interrupted' | 'open';

export interface ActionFacts {
  tool: string;
  kind: ActionKind;
  /** The file, command, pattern or task it was about; at most 500 characters. */
  target: string;
  outcome: ActionOutcome;
  /** First 500 characters of the error text; absent when it went well. */
  error?: string;
}

export interface TurnFacts {
  sessionId: string;
  /** Place of the turn in its session, from 1. */
  n: number;
  promptUuid: string;
  /** The person's own words, without what an editor added. */
  prompt: string;
  /** All visible text of the assistant in this turn, paragraphs joined by blank lines. */
  reply: string;
  /** Milliseconds since the epoch; `endedAt` is the last record of the turn. */
  startedAt: number;
  endedAt: number;
  /** The person stopped the assistant during this turn. */
  interrupted: boolean;
  actions: ActionFacts[];
}
