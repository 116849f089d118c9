import { faultIn, hidesExitCode, tellsFailure } from '../insight/errors/still-fails.ts';
import type { Event, ToolCallEvent, ToolResultEvent } from '../shared/events.ts';
import { asObject, asString } from '../shared/json.ts';
import type { Piece } from '../store/passages.ts';

/**
 * What of an event is searched: what was said, and short pieces of commands, edits, errors and commits.
 * File dumps, search results and successful output are not: they are kept in the turn's detail, for replay.
 */
const PIECE_CHARS = 2000;
/** So that a sentence at a cut is whole in one of the two pieces. */
const OVERLAP_CHARS = 200;
const COMMAND_CHARS = 800;
const EDIT_CHARS = 600;
const ERROR_CHARS = 1000;
/** Of an output, so that reading stays quick. */
const FAULT_LOOKED_AT = 4000;

export function piecesOf(event: Event): Piece[] {
  switch (event.type) {
    case 'prompt':
      return cut(event.text).map((text) => ({ kind: 'prompt', text }));
    case 'reply':
      return event.apiError ? [] : cut(event.text).map((text) => ({ kind: 'reply', text }));
    case 'thinking':
      return cut(event.text).map((text) => ({ kind: 'thinking', text }));
    case 'summary':
      return cut(event.text).map((text) => ({ kind: 'summary', text }));
    case 'tool-call':
      return callPieces(event);
    case 'tool-result':
      return (event.answers ?? []).flatMap(cut).map((text) => ({ kind: 'prompt', text }));
    case 'note':
      if (event.about === 'person-command')
        return [{ kind: 'command', text: event.text.slice(0, COMMAND_CHARS) }];
      if (event.about === 'pull-request') return [{ kind: 'commit', text: event.text }];
      return [];
    default:
      return [];
  }
}

function callPieces(call: ToolCallEvent): Piece[] {
  const input = asObject(call.input);
  if (call.kind === 'command') {
    const command = asString(input['command']);
    if (!command) return [];
    const message = commitMessage(command);
    if (message) return [{ kind: 'commit', text: message.slice(0, COMMAND_CHARS) }];
    const why = asString(input['description']) ?? '';
    return [{ kind: 'command', text: `${why}\n${command}`.trim().slice(0, COMMAND_CHARS) }];
  }
  if (call.kind === 'edit') {
    const added = asString(input['new_string']) ?? asString(input['content']) ?? firstEdit(input['edits']);
    return [{ kind: 'edit', text: `${call.target}\n${added}`.trim().slice(0, EDIT_CHARS) }];
  }
  if (call.kind === 'plan' || call.kind === 'question') {
    const plan = asString(input['plan']);
    if (plan) return cut(plan).map((text) => ({ kind: 'reply', text }));
    if (call.kind === 'question') return [{ kind: 'reply', text: call.target }];
  }
  return [];
}

function firstEdit(edits: unknown): string {
  const first: unknown = Array.isArray(edits) ? edits[0] : undefined;
  return asString(asObject(first)['new_string']) ?? '';
}

/** The message of a `git commit`, given with -m or as a here-document; undefined for any other command. */
export function commitMessage(command: string): string | undefined {
  if (!/\bgit\b[^|;&\n]*\bcommit\b/.test(command)) return undefined;
  const heredoc = /<<-?\s*'?"?(\w+)'?"?\r?\n([\s\S]*?)\r?\n\s*\1\b/.exec(command);
  if (heredoc) return heredoc[2]!.trim();
  const quoted = /(?:^|\s)-[a-z]*m\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(command);
  return (quoted?.[1] ?? quoted?.[2])?.trim() || undefined;
}

/** What is searched of a call that did not go well: what was tried and what came back. */
export function errorPiece(result: ToolResultEvent, call: { tool: string; target: string }): Piece {
  const asked = call.target.length > 200 ? `${call.target.slice(0, 200)}…` : call.target;
  const text = result.text.replace(/^<tool_use_error>|<\/tool_use_error>$/g, '').trim();
  return { kind: 'error', text: `${call.tool} ${asked}\n${shownOf(text)}` };
}

/** Of a long output its beginning and end, and what names a fault between, where neither does. */
function shownOf(text: string): string {
  if (text.length <= ERROR_CHARS) return text;
  const half = ERROR_CHARS / 2;
  const [start, end] = [text.slice(0, half), text.slice(-half)];
  const fault = tellsFailure(end) ? -1 : faultIn(text.slice(half, half + FAULT_LOOKED_AT));
  if (fault < 0) return `${start}\n…\n${end}`;
  const third = ERROR_CHARS / 3;
  const from = half + fault;
  return [text.slice(0, third), text.slice(from, from + third), text.slice(-third)].join('\n…\n');
}

/** Whether a command whose exit code is hidden (`npm test | tail`) shows by its output that it failed. */
export function failedUnseen(
  { outcome, text }: ToolResultEvent,
  { kind, target }: { kind: string; target: string },
): boolean {
  return (
    outcome === 'ok' &&
    kind === 'command' &&
    hidesExitCode(target) &&
    (tellsFailure(text.slice(0, FAULT_LOOKED_AT)) || tellsFailure(text.slice(-FAULT_LOOKED_AT)))
  );
}

/** Cuts a text into overlapping pieces, at a paragraph, line or sentence end where one is near. */
export function cut(text: string): string[] {
  const whole = text.trim();
  if (whole === '') return [];
  const found: string[] = [];
  let from = 0;
  while (whole.length - from > PIECE_CHARS) {
    const to = cutBefore(whole, from + PIECE_CHARS / 2, from + PIECE_CHARS);
    found.push(whole.slice(from, to).trim());
    from = wordStart(whole, to - OVERLAP_CHARS, to);
  }
  found.push(whole.slice(from).trim());
  return found.filter((piece) => piece !== '');
}

function cutBefore(text: string, from: number, to: number): number {
  for (const mark of ['\n\n', '\n', '. ', ' ']) {
    const at = text.lastIndexOf(mark, to - mark.length);
    if (at >= from) return at + mark.length;
  }
  return to;
}

function wordStart(text: string, from: number, to: number): number {
  const space = text.slice(from, to).search(/\s/);
  return space < 0 ? to : from + space + 1;
}
