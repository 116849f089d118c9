import type { Event, UsageEvent } from '../../shared/events.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { Owner } from './owner.ts';
import { timeOf } from './parts.ts';
import { kindOf, targetOf } from './tool-calls.ts';

/** Texts of the client itself that stand where the model's would. */
const EMPTY_REPLIES = new Set(['', '(no content)', 'No response requested.']);

/** What the model wrote, thought and called, and the tokens that it took. */
export function assistantEvents(record: JsonObject, owner: Owner): Event[] {
  const message = asObject(record['message']);
  const at = timeOf(record['timestamp']);
  const model = asString(message['model']) ?? null;
  const session = owner.session;
  const found: Event[] = [];
  for (const block of asArray(message['content']).map(asObject)) {
    if (block['type'] === 'text') {
      const text = asString(block['text']) ?? '';
      if (EMPTY_REPLIES.has(text.trim())) continue;
      const apiError = record['isApiErrorMessage'] === true;
      found.push({
        type: 'reply',
        session,
        at,
        text,
        model: model === '<synthetic>' ? null : model,
        ...(record['isAbortedMidStream'] === true ? { aborted: true } : {}),
        ...(apiError ? { apiError } : {}),
      });
    } else if (block['type'] === 'thinking') {
      const text = asString(block['thinking']) ?? '';
      if (text.trim() !== '') found.push({ type: 'thinking', session, at, text });
    } else if (block['type'] === 'tool_use' || block['type'] === 'server_tool_use') {
      const callId = asString(block['id']);
      const tool = asString(block['name']) ?? 'unknown';
      if (!callId) continue;
      const input = block['input'];
      found.push({
        type: 'tool-call',
        session,
        at,
        callId,
        tool,
        kind: kindOf(tool),
        target: targetOf(tool, input),
        input,
        model,
      });
    }
  }
  const usage = usageEvent(message, record, session, at, model);
  if (usage) found.push(usage);
  return found;
}

function usageEvent(
  message: JsonObject,
  record: JsonObject,
  session: string,
  at: number | null,
  model: string | null,
): UsageEvent | undefined {
  const messageId = asString(message['id']);
  const usage = message['usage'];
  if (!messageId || !model || model === '<synthetic>' || typeof usage !== 'object') return undefined;
  const counts = asObject(usage);
  const writes = asObject(counts['cache_creation']);
  const written = asNumber(counts['cache_creation_input_tokens']) ?? 0;
  const hour = asNumber(writes['ephemeral_1h_input_tokens']) ?? 0;
  return {
    type: 'usage',
    session,
    at,
    messageId,
    requestId: asString(record['requestId']) ?? '',
    model,
    input: asNumber(counts['input_tokens']) ?? 0,
    output: asNumber(counts['output_tokens']) ?? 0,
    cacheRead: asNumber(counts['cache_read_input_tokens']) ?? 0,
    // Behind a gateway the split by duration may hold zeros beside a total that does not.
    cacheWrite5m: Math.max(asNumber(writes['ephemeral_5m_input_tokens']) ?? 0, written - hour),
    cacheWrite1h: hour,
  };
}
