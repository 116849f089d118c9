import type { Event, TitleEvent } from '../../shared/events.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';
import { assistantEvents } from './assistant-records.ts';
import { attachmentEvents } from './attachments.ts';
import { agentSession, type Owner } from './owner.ts';
import { timeOf } from './parts.ts';
import { userEvents } from './user-records.ts';

/** One parsed record of Claude Code (real-client FACTS, sections 3 to 5) as events. */
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
