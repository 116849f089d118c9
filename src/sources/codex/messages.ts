import type { Event } from '../../shared/events.ts';
import { asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';
import { beginTurn, events, unknown, type Placed, type Told } from './parts.ts';
import { itemPrompt, prompt, typedPrompt } from './prompts.ts';

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

/** What Codex told its interface: prompts, interruptions, tokens, names. */
export function messageEvents(message: JsonObject, base: Placed, told: Told): LineVerdict {
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
