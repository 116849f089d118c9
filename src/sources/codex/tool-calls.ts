import { asArray, asNumber, asObject, asString } from '../../shared/json.ts';
import type { ActionKind, ActionOutcome } from '../../shared/turn-facts.ts';

/** What Codex's tools are for, what they were asked, and how they ended. */

/** A map: a tool may be called `constructor`. */
const KINDS: ReadonlyMap<string, ActionKind> = new Map(
  Object.entries<ActionKind>({
    shell: 'command',
    shell_command: 'command',
    local_shell: 'command',
    'container.exec': 'command',
    exec_command: 'command',
    write_stdin: 'command',
    apply_patch: 'edit',
    read_file: 'read',
    view_image: 'read',
    grep_files: 'search',
    list_dir: 'search',
    update_plan: 'plan',
    web_search: 'web',
    request_user_input: 'question',
    spawn_agent: 'agent',
  }),
);

export interface AskedCall {
  tool: string;
  kind: ActionKind;
  target: string;
  input: unknown;
}

/** More than is kept, so that no secret is cut in half before it is redacted. */
const TARGET_LENGTH = 2000;
const TARGET_KEYS = ['command', 'file_path', 'path', 'pattern', 'query', 'message', 'explanation'];

/** @param args the call's arguments as Codex records them: JSON in a string, or a patch as it is */
export function askedCall(tool: string, args: unknown): AskedCall {
  const kind = KINDS.get(tool) ?? 'other';
  const raw = asString(args) ?? '';
  const input = typeof args === 'string' ? parsed(args) : args;
  const command = commandOf(asObject(input));
  if (kind === 'command' && command !== undefined) {
    const patch = /^apply_patch\b/.test(command) ? patchedFile(command) : undefined;
    if (patch) return { tool: 'apply_patch', kind: 'edit', target: patch, input: { content: command } };
    return { tool, kind, target: command.slice(0, TARGET_LENGTH), input: { ...asObject(input), command } };
  }
  if (kind === 'edit') {
    const text = asString(asObject(input)['input']) ?? raw;
    return { tool, kind, target: patchedFile(text) ?? '', input: { content: text } };
  }
  const fields = asObject(input);
  const key = TARGET_KEYS.find((name) => asString(fields[name]));
  const target = key ? (asString(fields[key]) ?? '') : '';
  return { tool, kind, target: target.slice(0, TARGET_LENGTH), input };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `["bash", "-lc", "ls"]` says `ls`. */
function commandOf(input: Record<string, unknown>): string | undefined {
  const command = input['command'] ?? input['cmd'];
  if (typeof command === 'string') return command;
  if (!Array.isArray(command)) return asString(input['chars']);
  const words = command.map((word) => asString(word) ?? '');
  return /^(?:ba|z|)sh$/.test(words[0] ?? '') && /^-l?c$/.test(words[1] ?? '')
    ? words.slice(2).join(' ')
    : words.join(' ');
}

function patchedFile(patch: string): string | undefined {
  return /^\*\*\* (?:Update|Add|Delete) File: (.+)$/m.exec(patch)?.[1]?.trim();
}

export interface Ended {
  text: string;
  outcome: ActionOutcome;
}

/** @param output a text, JSON in a text with the exit code in `metadata`, or content blocks */
export function endedCall(output: unknown): Ended {
  const body = typeof output === 'string' ? parsed(output) : output;
  const fields = asObject(body);
  const blocks = Array.isArray(body) ? asArray(body) : asArray(fields['content']);
  const text =
    asString(fields['output']) ??
    (blocks.length > 0
      ? blocks.map((block) => asString(asObject(block)['text']) ?? '').join('\n')
      : undefined) ??
    (typeof output === 'string' ? output : '');
  const exit = asNumber(asObject(fields['metadata'])['exit_code']) ?? exitIn(text);
  return { text, outcome: outcomeOf(text, exit, fields['success'] === false) };
}

function exitIn(text: string): number | undefined {
  const said = /^(?:Exit code: |Process exited with code )(-?\d+)/m.exec(text.slice(0, 400))?.[1];
  return said === undefined ? undefined : Number(said);
}

function outcomeOf(text: string, exit: number | undefined, failed: boolean): ActionOutcome {
  const start = text.slice(0, 200);
  if (/^aborted by user/i.test(start)) return 'interrupted';
  if (/rejected by user|declined by user/i.test(start)) return 'refused';
  if (/rejected by|blocked by policy/i.test(start)) return 'blocked';
  return failed || (exit !== undefined && exit !== 0) ? 'failed' : 'ok';
}
