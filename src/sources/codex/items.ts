import type { Event } from '../../shared/events.ts';
import { asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';
import { events, textOf, texts, unknown, type Placed, type Told } from './parts.ts';
import { askedCall, endedCall } from './tool-calls.ts';

const QUIET_ITEMS = new Set(['ghost_snapshot', 'other']);

/** An item of a response: what the model said and thought, its calls and what they came to. */
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
