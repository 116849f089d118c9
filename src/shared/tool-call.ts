import type { ActionKind, ActionOutcome } from './turn-facts.ts';

/** A tool call with its place, as error statistics count it. */
export interface ToolCall {
  sessionId: string;
  turn: number;
  tool: string;
  kind: ActionKind;
  /** The file, command, pattern or task it was about. */
  target: string;
  outcome: ActionOutcome;
  /** First 500 characters of the error text. */
  error: string;
}
