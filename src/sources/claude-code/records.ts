import type { Event, Picture, PromptRole, TitleEvent, UsageEvent } from '../../shared/events.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { KeepImage, LineVerdict } from '../source.ts';
import type { IsOwnLeaf } from './summaries.ts';
import { kindOf, outcomeOf, targetOf } from './tool-calls.ts';
import { readUserText } from './user-text.ts';

/** One parsed record of Claude Code (real-client FACTS, sections 3 to 5) as events. */

/** What a record belongs to: the session's key, and whether that session is a sub-agent's. */
export interface Owner {
  session: string;
  /** Key of the conversation that the file belongs to; differs from `session` for sub-agents only. */
  main: string;
  isSubagent: boolean;
  isOwnLeaf: IsOwnLeaf;
  keepImage?: KeepImage;
}

/** Times before Claude existed or past the century are a broken clock's, and of no use. */
const EARLIEST = Date.UTC(2020, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

export function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return time >= EARLIEST && time < LATEST ? time : null;
}

export function agentSession(main: string, agentId: string): string {
  return `${main}/agent-${agentId}`;
}

export function readRecord(record: JsonObject, owner: Owner): LineVerdict {
  const type = asString(record['type']);
  switch (type) {
    case 'user':
      return events(userEvents(record, owner));
    case 'assistant':
      return events(assistantEvents(record, owner));
    case 'progress':
      return events(progressEvents(record, owner));
    case 'attachment':
      return events(attachmentEvents(record, owner));
    case 'system':
      return events(systemEvents(record, owner));
    case 'ai-title':
      return events(titleEvents(record['aiTitle'], 2, owner));
    case 'custom-title':
      return events(titleEvents(record['customTitle'], 3, owner));
    case 'summary':
      return events(
        owner.isOwnLeaf(asString(record['leafUuid']) ?? '') ? titleEvents(record['summary'], 1, owner) : [],
      );
    case 'pr-link': {
      const url = asString(record['prUrl']);
      const at = timeOf(record['timestamp']);
      return events(
        url ? [{ type: 'note', about: 'pull-request', text: url, session: owner.session, at }] : [],
      );
    }
    default:
      return { kind: 'unknown', type: type ?? '(none)', version: asString(record['version']) ?? null };
  }
}

function events(list: Event[]): LineVerdict {
  return list.length > 0 ? { kind: 'events', events: list } : { kind: 'skipped' };
}

function userEvents(record: JsonObject, owner: Owner): Event[] {
  const content = asObject(record['message'])['content'];
  const results = asArray(content)
    .map(asObject)
    .filter((block) => block['type'] === 'tool_result');
  if (results.length > 0) return results.flatMap((block) => resultEvents(block, record, owner));
  const at = timeOf(record['timestamp']);
  const session = owner.session;
  const blocks = textBlocks(content);
  if (record['isCompactSummary'] === true) return [{ type: 'summary', session, at, text: blocks.join('\n') }];
  if (record['isMeta'] === true) return [];
  const said = readUserText(blocks);
  switch (said.kind) {
    case 'interrupt':
      return [{ type: 'interrupt', session, at, duringTool: said.duringTool }];
    case 'person-command':
    case 'person-output':
      return [{ type: 'note', session, at, about: said.kind, text: said.text }];
    case 'task':
      return [{ type: 'note', session, at, about: 'task', text: said.text }];
    case 'machine':
      return [];
    case 'command':
      return [prompt(record, owner, said.text, [], 'command')];
    case 'prompt': {
      if (said.text.trim() === '' && imageCount(content) === 0) return [];
      return [prompt(record, owner, said.text, said.context, 'person', content)];
    }
  }
}

function prompt(
  record: JsonObject,
  owner: Owner,
  text: string,
  context: string[],
  role: PromptRole,
  content?: unknown,
): Event {
  return {
    type: 'prompt',
    role: owner.isSubagent ? 'task' : role,
    session: owner.session,
    at: timeOf(record['timestamp']),
    uuid: asString(record['uuid']) ?? '',
    parentUuid: asString(record['parentUuid']) ?? null,
    text,
    context,
    ...imagesOf(content, owner),
  };
}

function resultEvents(block: JsonObject, record: JsonObject, owner: Owner): Event[] {
  const callId = asString(block['tool_use_id']);
  if (!callId) return [];
  const text = textBlocks(block['content']).join('\n');
  const copy = record['toolUseResult'];
  const agentId = asString(asObject(copy)['agentId']);
  const answers = Object.values(asObject(asObject(copy)['answers'])).flatMap(
    (answer) => asString(answer) ?? [],
  );
  const decision = asObject(record['permissionDecision']);
  return [
    {
      type: 'tool-result',
      session: owner.session,
      at: timeOf(record['timestamp']),
      callId,
      text,
      ...imagesOf(block['content'], owner),
      outcome: outcomeOf({
        isError: block['is_error'] === true,
        text,
        decisionSource: asString(decision['source']),
        denialKind: asString(record['toolDenialKind']),
        summary: asString(copy),
      }),
      ...(agentId ? { agentSession: agentSession(owner.main, agentId) } : {}),
      ...(answers.length > 0 ? { answers } : {}),
    },
  ];
}

/** Texts of the client itself that stand where the model's would. */
const EMPTY_REPLIES = new Set(['', '(no content)', 'No response requested.']);

function assistantEvents(record: JsonObject, owner: Owner): Event[] {
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

/** Versions up to 2.1.41 wrote a sub-agent's messages as progress of the call that spawned it. */
function progressEvents(record: JsonObject, owner: Owner): Event[] {
  const data = asObject(record['data']);
  const agentId = asString(data['agentId']);
  const inner = asObject(data['message']);
  if (data['type'] !== 'agent_progress' || !agentId) return [];
  const session = agentSession(owner.main, agentId);
  const agent: Owner = { ...owner, session, isSubagent: true };
  const wrapped: JsonObject = {
    uuid: record['uuid'],
    parentUuid: null,
    timestamp: inner['timestamp'] ?? record['timestamp'],
    requestId: inner['requestId'],
    message: inner['message'],
  };
  const found = inner['type'] === 'assistant' ? assistantEvents(wrapped, agent) : userEvents(wrapped, agent);
  if (found.length === 0) return [];
  const callId = asString(record['parentToolUseID']);
  return [
    {
      type: 'session',
      session,
      at: null,
      parent: { session: owner.session, kind: 'subagent', ...(callId ? { callId } : {}) },
    },
    ...found,
  ];
}

function attachmentEvents(record: JsonObject, owner: Owner): Event[] {
  const attachment = asObject(record['attachment']);
  const at = timeOf(record['timestamp']);
  const session = owner.session;
  switch (attachment['type']) {
    // Typed while the assistant was busy: there is no user record for it.
    case 'queued_command': {
      const mode = asString(attachment['commandMode']) ?? 'prompt';
      const said = readUserText(textBlocks(attachment['prompt']));
      if (said.kind === 'task' || mode === 'task-notification') {
        return [{ type: 'note', session, at, about: 'task', text: said.kind === 'task' ? said.text : '' }];
      }
      if (said.kind === 'command') return [prompt(record, owner, said.text, [], 'command')];
      if (said.kind !== 'prompt' || mode !== 'prompt' || said.text.trim() === '') return [];
      return [prompt(record, owner, said.text, said.context, 'person', attachment['prompt'])];
    }
    case 'hook_non_blocking_error':
    case 'hook_blocking_error': {
      const name = asString(attachment['hookName']) ?? 'hook';
      const text =
        asString(attachment['stderr']) ??
        asString(asObject(attachment['blockingError'])['blockingError']) ??
        '';
      return [{ type: 'note', session, at, about: 'hook', text: `${name}: ${text}` }];
    }
    case 'plan_mode':
      return [{ type: 'note', session, at, about: 'plan-mode', text: 'plan mode on' }];
    case 'plan_mode_exit':
      return [{ type: 'note', session, at, about: 'plan-mode', text: 'plan mode off' }];
    default:
      return [];
  }
}

function systemEvents(record: JsonObject, owner: Owner): Event[] {
  const at = timeOf(record['timestamp']);
  const session = owner.session;
  switch (record['subtype']) {
    case 'compact_boundary': {
      const meta = asObject(record['compactMetadata']);
      const tokensBefore = asNumber(meta['preTokens']) ?? null;
      return [
        { type: 'compaction', session, at, trigger: asString(meta['trigger']) ?? 'unknown', tokensBefore },
      ];
    }
    case 'api_error': {
      const error = asObject(record['error']);
      const text =
        asString(error['formatted']) ??
        asString(error['message']) ??
        `status ${String(error['status'] ?? 'unknown')}`;
      return [{ type: 'note', session, at, about: 'api-error', text }];
    }
    case 'stop_hook_summary': {
      if (record['preventedContinuation'] !== true) return [];
      return [{ type: 'note', session, at, about: 'hook', text: asArray(record['hookErrors']).join('\n') }];
    }
    default:
      return [];
  }
}

function titleEvents(title: unknown, rank: TitleEvent['rank'], owner: Owner): Event[] {
  const text = asString(title)?.trim();
  return text ? [{ type: 'title', session: owner.session, at: null, text, rank }] : [];
}

/** The texts of a message's content, whether it is a string or a list of blocks. */
function textBlocks(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return asArray(content)
    .map(asObject)
    .filter((block) => block['type'] === 'text')
    .map((block) => asString(block['text']) ?? '');
}

function imageCount(content: unknown): number {
  return imageBlocks(content).length;
}

function imageBlocks(content: unknown): JsonObject[] {
  return asArray(content)
    .map(asObject)
    .filter((block) => block['type'] === 'image');
}

function imagesOf(content: unknown, { keepImage }: Owner): { images: number; pictures?: Picture[] } {
  const blocks = imageBlocks(content);
  if (!keepImage || blocks.length === 0) return { images: blocks.length };
  const pictures = blocks.flatMap((block) => {
    const source = asObject(block['source']);
    const data = asString(source['data']);
    return source['type'] === 'base64' && data
      ? [keepImage(asString(source['media_type']) ?? 'image', Buffer.from(data, 'base64'))]
      : [];
  });
  return { images: blocks.length, ...(pictures.length > 0 ? { pictures } : {}) };
}
