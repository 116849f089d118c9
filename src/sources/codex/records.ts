import type { Event } from '../../shared/events.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';
import { askedCall, endedCall } from './tool-calls.ts';

/**
 * One record of a Codex rollout, `{timestamp, type, payload}`, as events (codex-rs/protocol: RolloutLine).
 * Prompts are taken from `event_msg`, the person's own words: `user_message`, or since the paginated history of
 * 2026 `item_completed` with a UserMessage (codex-rs/rollout/src/policy.rs). The `response_item` of the same message
 * also carries what Codex adds. Everything else is taken from `response_item`, of which the other `event_msg` are
 * copies.
 */

/** What a record says that later records lean on. */
export interface Told {
  model: string | null;
  turn: string | null;
  /** Prompts of the turn at hand so far. */
  prompts: number;
  /** Which of the two ways of recording prompts this turn has; in the other they would be copies. */
  promptsAs: string | null;
  /** Another session started this one. */
  isSubagent: boolean;
}

const COPIED_OR_QUIET = new Set([
  'agent_message',
  'agent_message_delta',
  'agent_reasoning',
  'agent_reasoning_delta',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'context_compacted',
  'entered_review_mode',
  'exec_command_begin',
  'exec_command_end',
  'exec_command_output_delta',
  'exited_review_mode',
  'item_started',
  'mcp_tool_call_begin',
  'mcp_tool_call_end',
  'patch_apply_begin',
  'patch_apply_end',
  'task_complete',
  'thread_rolled_back',
  'turn_complete',
  'turn_diff',
  'view_image_tool_call',
  'web_search_begin',
  'web_search_end',
]);
const QUIET_ITEMS = new Set(['ghost_snapshot', 'other']);

/** Of the session's state, and of tokens that `token_count` tells as well. */
const QUIET_RECORDS = new Set(['world_state', 'retained_context', 'token_usage_record']);

export function readRecord(record: JsonObject, session: string, told: Told): LineVerdict {
  const at = timeOf(record['timestamp']);
  const payload = asObject(record['payload']);
  const base = { session, at };
  switch (record['type']) {
    case 'session_meta':
      return events(metaEvents(payload, base, told));
    case 'turn_context':
      told.model = asString(payload['model']) ?? told.model;
      beginTurn(asString(payload['turn_id']), told);
      return events([{ ...base, type: 'session', at: null, cwd: asString(payload['cwd']) }]);
    case 'compacted':
      return events([
        { ...base, type: 'compaction', trigger: 'unknown', tokensBefore: null },
        ...texts('summary', asString(payload['message']), base),
      ]);
    case 'response_item':
      return itemEvents(payload, base, told);
    case 'event_msg':
      return messageEvents(payload, base, told);
    default: {
      const type = asString(record['type']);
      return QUIET_RECORDS.has(type ?? '') ? { kind: 'skipped' } : unknown(type);
    }
  }
}

export interface Placed {
  session: string;
  at: number | null;
}

export const events = (list: Event[]): LineVerdict =>
  list.length > 0 ? { kind: 'events', events: list } : { kind: 'skipped' };
export const unknown = (type: string | undefined): LineVerdict => ({
  kind: 'unknown',
  type: type ?? '(none)',
  version: null,
});

export function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : time;
}

function beginTurn(turn: string | undefined, told: Told): void {
  if (turn === undefined || turn === told.turn) return;
  told.turn = turn;
  told.prompts = 0;
  told.promptsAs = null;
}

function metaEvents(payload: JsonObject, { session }: Placed, told: Told): Event[] {
  // A fork carries the records of its origin, whose meta among them.
  if (asString(payload['id']) !== session) return [];
  const spawn = asObject(asObject(asObject(payload['source'])['subagent'])['thread_spawn']);
  const spawner = asString(spawn['parent_thread_id']);
  told.isSubagent = spawner !== undefined;
  const origin = asString(payload['forked_from_id']);
  const role = asString(spawn['agent_role']);
  const parent = spawner
    ? ({ session: spawner, kind: 'subagent' } as const)
    : origin && ({ session: origin, kind: 'fork' } as const);
  return [
    {
      type: 'session',
      session,
      at: null,
      cwd: asString(payload['cwd']),
      version: asString(payload['cli_version']),
      branch: asString(asObject(payload['git'])['branch']),
      ...(role ? { agentType: role } : {}),
      ...(parent ? { parent } : {}),
    },
  ];
}

function texts(type: 'summary' | 'thinking', text: string | undefined, base: Placed): Event[] {
  return text?.trim() ? [{ ...base, type, text }] : [];
}

export function itemEvents(item: JsonObject, base: Placed, told: Told): LineVerdict {
  const type = asString(item['type']) ?? '(none)';
  const callId = asString(item['call_id']) ?? asString(item['id']);
  switch (type) {
    case 'message':
      return events(item['role'] === 'assistant' ? replies(item, base, told) : []);
    case 'reasoning':
      return events(texts('thinking', textOf(item['summary']) || textOf(item['content']), base));
    case 'function_call':
    case 'custom_tool_call':
      return events(call(callId, asString(item['name']), item['arguments'] ?? item['input'], base, told));
    case 'local_shell_call':
      return events(call(callId, 'local_shell', asObject(item['action']), base, told));
    case 'web_search_call':
      return events(call(callId, 'web_search', asObject(item['action']), base, told));
    case 'function_call_output':
    case 'custom_tool_call_output':
      return events(
        callId ? [{ ...base, type: 'tool-result', callId, images: 0, ...endedCall(item['output']) }] : [],
      );
    default:
      return QUIET_ITEMS.has(type) ? { kind: 'skipped' } : unknown(`response_item/${type}`);
  }
}

function call(
  callId: string | undefined,
  tool: string | undefined,
  args: unknown,
  base: Placed,
  told: Told,
): Event[] {
  if (!callId) return [];
  return [{ ...base, type: 'tool-call', callId, model: told.model, ...askedCall(tool ?? 'unknown', args) }];
}

function replies(item: JsonObject, base: Placed, told: Told): Event[] {
  const text = textOf(item['content']);
  return text.trim() === '' ? [] : [{ ...base, type: 'reply', text, model: told.model }];
}

export function textOf(blocks: unknown): string {
  return asArray(blocks)
    .map((block) => asString(asObject(block)['text']) ?? '')
    .filter((text) => text !== '')
    .join('\n');
}

function messageEvents(message: JsonObject, base: Placed, told: Told): LineVerdict {
  const type = asString(message['type']) ?? '(none)';
  switch (type) {
    case 'user_message':
      return events(prompt(type, typedPrompt(message), base, told));
    case 'item_completed':
      return itemCompleted(message, base, told);
    case 'task_started':
    case 'turn_started':
      beginTurn(asString(message['turn_id']), told);
      return { kind: 'skipped' };
    case 'turn_aborted':
      return events(
        message['reason'] === 'interrupted' ? [{ ...base, type: 'interrupt', duringTool: false }] : [],
      );
    case 'token_count':
      return events(usage(asObject(message['info']), base, told));
    case 'thread_name_updated':
      return events(title(asString(message['thread_name']), base));
    case 'error':
    case 'stream_error':
      return events([
        { ...base, type: 'note', about: 'api-error', text: asString(message['message']) ?? 'unknown error' },
      ]);
    default:
      return COPIED_OR_QUIET.has(type) ? { kind: 'skipped' } : unknown(`event_msg/${type}`);
  }
}

function itemCompleted(message: JsonObject, base: Placed, told: Told): LineVerdict {
  const item = asObject(message['item']);
  if (item['type'] !== 'UserMessage') return { kind: 'skipped' };
  beginTurn(asString(message['turn_id']), told);
  return events(prompt('item_completed', itemPrompt(item), base, told));
}

interface Typed {
  text: string;
  images: number;
}

function typedPrompt(message: JsonObject): Typed {
  return {
    text: asString(message['message']) ?? '',
    images: asArray(message['images']).length + asArray(message['local_images']).length,
  };
}

function itemPrompt(item: JsonObject): Typed {
  const blocks = asArray(item['content']);
  const isImage = (block: unknown): boolean => /image/i.test(asString(asObject(block)['type']) ?? '');
  return { text: textOf(blocks), images: blocks.filter(isImage).length };
}

/** Prompts carry no id: the turn's id and their place in it stay the same in the copies of a fork. */
export function prompt(as: string, { text, images }: Typed, base: Placed, told: Told): Event[] {
  if (text.trim() === '' && images === 0) return [];
  told.promptsAs ??= as;
  if (told.promptsAs !== as) return [];
  const place = told.turn ? `${told.turn}#${told.prompts}` : `${base.session}#${base.at ?? text.length}`;
  told.prompts += 1;
  return [
    {
      ...base,
      type: 'prompt',
      role: told.isSubagent ? 'task' : 'person',
      uuid: place,
      parentUuid: null,
      text,
      context: [],
      images,
    },
  ];
}

function title(text: string | undefined, { session }: Placed): Event[] {
  return text ? [{ type: 'title', session, at: null, text, rank: 3 }] : [];
}

/** `input_tokens` holds the cached ones; the count so far tells a repeated record from a new one. */
function usage(info: JsonObject, base: Placed, told: Told): Event[] {
  const last = asObject(info['last_token_usage']);
  const sofar = asNumber(asObject(info['total_token_usage'])['total_tokens']);
  const input = asNumber(last['input_tokens']);
  if (sofar === undefined || input === undefined || told.model === null) return [];
  const cacheRead = Math.min(input, asNumber(last['cached_input_tokens']) ?? 0);
  return [
    {
      ...base,
      type: 'usage',
      messageId: `${base.session}#${sofar}`,
      requestId: '',
      model: told.model,
      input: input - cacheRead,
      output: asNumber(last['output_tokens']) ?? 0,
      cacheRead,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    },
  ];
}
