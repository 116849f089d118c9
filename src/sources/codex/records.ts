import type { Event } from '../../shared/events.ts';
import { asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';
import { itemEvents } from './items.ts';
import { messageEvents } from './messages.ts';
import { beginTurn, events, texts, timeOf, unknown, type Placed, type Told } from './parts.ts';

/**
 * One record of a Codex rollout, `{timestamp, type, payload}`, as events (codex-rs/protocol: RolloutLine).
 * Prompts are taken from `event_msg`, the person's own words: `user_message`, or since the paginated history of
 * 2026 `item_completed` with a UserMessage (codex-rs/rollout/src/policy.rs). The `response_item` of the same message
 * also carries what Codex adds. Everything else is taken from `response_item`, of which the other `event_msg` are
 * copies.
 */
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

/** Of the session's state, and of tokens that `token_count` tells as well. */
const QUIET_RECORDS = new Set(['world_state', 'retained_context', 'token_usage_record']);

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
