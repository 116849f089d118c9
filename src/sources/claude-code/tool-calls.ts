import { asObject, asString } from '../../shared/json.ts';
import type { ActionKind, ActionOutcome } from '../../shared/turn-facts.ts';

/** What Claude Code's tools are for, and how their results tell success from refusal. */

/** A map: a tool may be called `constructor`. */
const KINDS: ReadonlyMap<string, ActionKind> = new Map(
  Object.entries<ActionKind>({
    Read: 'read',
    NotebookRead: 'read',
    Edit: 'edit',
    MultiEdit: 'edit',
    Write: 'edit',
    NotebookEdit: 'edit',
    Bash: 'command',
    BashOutput: 'command',
    KillShell: 'command',
    PowerShell: 'command',
    Grep: 'search',
    Glob: 'search',
    LS: 'search',
    LSP: 'search',
    ToolSearch: 'search',
    Task: 'agent',
    Agent: 'agent',
    WebFetch: 'web',
    WebSearch: 'web',
    TodoWrite: 'plan',
    TaskCreate: 'plan',
    TaskUpdate: 'plan',
    TaskList: 'plan',
    EnterPlanMode: 'plan',
    ExitPlanMode: 'plan',
    AskUserQuestion: 'question',
  }),
);

export function kindOf(tool: string): ActionKind {
  return KINDS.get(tool) ?? 'other';
}

const TARGET_KEYS = [
  'file_path',
  'notebook_path',
  'command',
  'pattern',
  'description',
  'url',
  'query',
  'skill',
  'subject',
  'path',
  'prompt',
  'title',
  'id',
];
/** More than is kept, so that no secret is cut in half before it is redacted. */
const TARGET_LENGTH = 2000;

/** What a reader recognises the call by; empty when the arguments say nothing. */
export function targetOf(tool: string, input: unknown): string {
  const args = asObject(input);
  if (tool === 'AskUserQuestion') return firstQuestion(args['questions']).slice(0, TARGET_LENGTH);
  for (const key of TARGET_KEYS) {
    const value = asString(args[key]);
    if (value) return value.slice(0, TARGET_LENGTH);
  }
  return '';
}

function firstQuestion(questions: unknown): string {
  const first: unknown = Array.isArray(questions) ? questions[0] : undefined;
  return asString(asObject(first)['question']) ?? '';
}

export interface ResultMarks {
  isError: boolean;
  text: string;
  /** `permissionDecision.source` of newer versions. */
  decisionSource?: string;
  denialKind?: string;
  /** `toolUseResult` when it is a plain string. */
  summary?: string;
}

/**
 * How a call ended. Newer versions say who refused; older ones only by the wording of the result
 * (real-client FACTS, section 5).
 */
export function outcomeOf({
  isError,
  text,
  decisionSource,
  denialKind,
  summary,
}: ResultMarks): ActionOutcome {
  if (text.includes('this call was stopped while running')) return 'interrupted';
  if (text.startsWith('[Request interrupted by user')) return 'interrupted';
  if (!isError) return 'ok';
  if (decisionSource === 'user_reject') return 'refused';
  if (decisionSource === 'hook' || / hook error: \[/.test(text.slice(0, 200))) return 'blocked';
  if (BLOCKED.some((words) => text.includes(words))) return 'blocked';
  if (text.startsWith("The user doesn't want to") || summary === 'User rejected tool use') return 'refused';
  if (denialKind !== undefined) return 'blocked';
  return 'failed';
}

const BLOCKED = [
  "haven't granted it yet",
  'needs approval',
  'denied by your permission settings',
  'has been denied',
  'was blocked. For security',
  'requires approval',
];
