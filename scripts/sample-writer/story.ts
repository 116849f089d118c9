/** What a story is made of: the steps that happen in one session, in order, and one function for each kind of step. */
import type { PUSHBACK_CAUSES, PUSHBACK_KINDS } from '../../src/shared/answers.ts';
import type { ToolCall } from './tools.ts';

export type Pushback = (typeof PUSHBACK_KINDS)[number];
export type Cause = (typeof PUSHBACK_CAUSES)[number];

interface PromptOptions {
  /** ISO time of the prompt; without it, one to four minutes after the last line. */
  at?: string;
  /** A file open in the editor: sent as a text block of its own before the prompt. */
  ide?: string;
  /** How the prompt is to be judged; without it, it pushes nothing back. */
  judged?: [Pushback, Cause];
}

export interface AgentRun {
  type: string;
  description: string;
  prompt: string;
  steps: Step[];
  /** The agent's last answer. */
  report: string;
  /** Launched with `run_in_background`: its report comes later, with `notified()`. */
  background?: boolean;
}

export type Step =
  | ({ kind: 'prompt'; text: string } & PromptOptions)
  | { kind: 'thinking'; text: string }
  | { kind: 'say'; text: string }
  | { kind: 'reply'; text: string }
  | { kind: 'tools'; calls: ToolCall[]; parallel: boolean }
  | { kind: 'agent'; run: AgentRun }
  | { kind: 'notified'; description: string }
  | { kind: 'cut-answer'; text: string }
  | { kind: 'cut-tool'; call: ToolCall }
  | { kind: 'refused'; call: ToolCall; words?: string }
  | { kind: 'queued'; text: string }
  | { kind: 'slash'; name: string; args: string; body: string; at?: string }
  | { kind: 'local'; name: string; args: string; output: string }
  | { kind: 'bash-input'; command: string; output: string }
  | { kind: 'compact'; summary: string }
  | { kind: 'rewind' }
  | { kind: 'retry'; status: number; message: string }
  | { kind: 'api-error'; status: number; message: string }
  | { kind: 'record'; record: Record<string, unknown> };

export interface Story {
  name: string;
  /** What is in it, for the table in sample/README.md. */
  about: string;
  project: string;
  branch: string;
  /** ISO time of the first line. */
  start: string;
  model: string;
  title: string;
  customTitle?: string;
  /** Default 2.1.330; 2.0.76 leaves out what that version did not write. */
  version?: '2.1.330' | '2.0.76';
  /** Also writes the records that hold no conversation: prompt snapshots, request records, costs. */
  withOverhead?: boolean;
  /** Begins with the lines that `/clear` leaves. */
  afterClear?: boolean;
  /** Begins as a copy of another story, up to before its prompt number `prompts` + 1. */
  forkOf?: { name: string; prompts: number };
  steps: Step[];
}

export const OPUS = 'claude-opus-4-6';
export const SONNET = 'claude-sonnet-4-6';

export const prompt = (text: string, options: PromptOptions = {}): Step => ({
  kind: 'prompt',
  text,
  ...options,
});
export const thinking = (text: string): Step => ({ kind: 'thinking', text });
/** Visible text before tool calls, in the same message. */
export const say = (text: string): Step => ({ kind: 'say', text });
/** The text that ends a turn. */
export const reply = (text: string): Step => ({ kind: 'reply', text });
/** Tool calls one after another, each in a message of its own: the model has seen the results before. */
export const tools = (...calls: ToolCall[]): Step => ({ kind: 'tools', calls, parallel: false });
/** Tool calls of one message. */
export const toolsTogether = (...calls: ToolCall[]): Step => ({ kind: 'tools', calls, parallel: true });
export const agent = (run: AgentRun): Step => ({ kind: 'agent', run });
/** The notification that the background agent of that description is done: it starts a turn. */
export const notified = (description: string): Step => ({ kind: 'notified', description });
export const interruptedAnswer = (text: string): Step => ({ kind: 'cut-answer', text });
export const interruptedTool = (call: ToolCall): Step => ({ kind: 'cut-tool', call });
/** The person refuses the permission, with words or by Escape. */
export const refused = (call: ToolCall, words?: string): Step => ({ kind: 'refused', call, words });
/** A prompt typed while the assistant works: recorded as an attachment, not as a user line. */
export const queued = (text: string): Step => ({ kind: 'queued', text });
/** A slash command whose `body` the assistant works on. */
export const slash = (name: string, args: string, body: string, at?: string): Step => ({
  kind: 'slash',
  name,
  args,
  body,
  at,
});
/** A command that Claude Code answers by itself. */
export const local = (name: string, args: string, output: string): Step => ({
  kind: 'local',
  name,
  args,
  output,
});
export const bashInput = (command: string, output: string): Step => ({ kind: 'bash-input', command, output });
/** The person types `/compact`. */
export const compact = (summary: string): Step => ({ kind: 'compact', summary });
/** Goes back to before the last prompt: the next one is its sibling. */
export const rewind = (): Step => ({ kind: 'rewind' });
export const retry = (status: number, message: string): Step => ({ kind: 'retry', status, message });
export const apiError = (status: number, message: string): Step => ({ kind: 'api-error', status, message });
/** A record outside the conversation; the time and `sessionId` are added. */
export const record = (fields: Record<string, unknown>): Step => ({ kind: 'record', record: fields });
