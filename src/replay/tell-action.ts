import type { ReplayAction } from '../shared/replay-answer.ts';
import type { ToolResultEvent } from '../shared/events.ts';
import type { DetailEvent } from '../store/detail.ts';
import type { TurnAction } from '../store/timeline.ts';
import { cutMiddle, cutValue } from './cut.ts';
import { tellPicture } from './tell-picture.ts';

export interface ActionLimits {
  /** Characters. */
  target: number;
  error: number;
  /** Of each text of its input, and of its output; null: without them. */
  detail: number | null;
}

/** One tool call as it is shown. @param folder the session's: paths below it are shown relative to it */
export function tellAction(
  action: TurnAction,
  events: CallEvents,
  limits: ActionLimits,
  folder: string | null,
): ReplayAction {
  const error = errorOf(action);
  const took =
    action.started_at === null || action.ended_at === null ? -1 : action.ended_at - action.started_at;
  const { input, result } = events.of(action.call_id);
  const target = cutMiddle(below(folder, action.target), limits.target);
  return {
    tool: action.tool,
    kind: action.kind,
    ...(target === '' ? {} : { target }),
    ok: action.outcome === 'ok',
    ...(error === undefined ? {} : { error: cutMiddle(error, limits.error) }),
    ...(took >= 0 ? { duration_ms: took } : {}),
    ...(action.agent_key === null ? {} : { subagent: action.agent_key }),
    ...(limits.detail === null || input === undefined ? {} : { input: cutValue(input, limits.detail) }),
    ...(limits.detail === null || result === undefined || result === ''
      ? {}
      : { result: cutMiddle(result, limits.detail) }),
  };
}

export interface CallEvents {
  of(callId: string): { input?: unknown; result?: string };
}

/** Inputs and outputs of a turn's calls, by the call's id. */
export function callEvents(events: readonly DetailEvent[]): CallEvents {
  const found = new Map<string, { input?: unknown; result?: string }>();
  for (const event of events) {
    if (event.type === 'tool-call')
      found.set(event.callId, { ...found.get(event.callId), input: event.input });
    if (event.type === 'tool-result')
      found.set(event.callId, { ...found.get(event.callId), result: resultOf(event) });
  }
  return { of: (callId) => found.get(callId) ?? {} };
}

function resultOf({ text, pictures = [] }: Pick<ToolResultEvent, 'text' | 'pictures'>): string {
  return [...(text === '' ? [] : [text]), ...pictures.map(tellPicture)].join('\n');
}

function errorOf({ outcome, error }: TurnAction): string | undefined {
  const text = (error ?? '').replace(/^<tool_use_error>|<\/tool_use_error>$/g, '').trim();
  switch (outcome) {
    case 'ok':
      return undefined;
    case 'failed':
      return text || 'failed';
    case 'refused': {
      const words = personsWords(text);
      return words ? `refused by the person: ${words}` : 'refused by the person';
    }
    case 'blocked':
      return text ? `blocked: ${text}` : 'blocked by a rule or hook';
    case 'interrupted':
      return 'stopped by the person while it ran';
    case 'open':
      return 'no result on record';
  }
}

/** Claude Code wraps a refusal in a text of its own (FACTS, section 5); what remains are the person's words. */
function personsWords(text: string): string {
  const said = /the user said:\s*([\s\S]*)$/.exec(text);
  if (said) return said[1]!.trim();
  return text.startsWith("The user doesn't want to") ? '' : text;
}

function below(folder: string | null, target: string): string {
  if (!folder || !target.startsWith(folder)) return target;
  const rest = target.slice(folder.length);
  return /^[/\\]./.test(rest) ? rest.slice(1) : target;
}
