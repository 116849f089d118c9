import { asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';
import { itemEvents } from './items.ts';
import { events, textOf, timeOf, unknown, type Told } from './parts.ts';
import { prompt } from './prompts.ts';

/**
 * Rollouts of Codex before 0.33 (May to September 2025): a head `{id, timestamp, instructions, git}`, then response
 * items as they are, without time and without the person's own words apart (codex-rs/core/src/rollout.rs at 0.32).
 */
export function readBareRecord(record: JsonObject, session: string, told: Told): LineVerdict {
  const base = { session, at: timeOf(record['timestamp']) };
  const type = asString(record['type']);
  if (record['record_type'] === 'state') return { kind: 'skipped' };
  if (type === undefined) {
    if (asString(record['id']) !== session) return unknown(undefined);
    const branch = asString(asObject(record['git'])['branch']);
    return events([{ ...base, type: 'session', branch }]);
  }
  if (type !== 'message' || record['role'] !== 'user') return itemEvents(record, base, told);
  const text = textOf(record['content']);
  const cwd = WORKING_FOLDER.exec(text)?.slice(1).find(Boolean)?.trim();
  if (ADDED.test(text)) return events(cwd ? [{ ...base, type: 'session', at: null, cwd }] : []);
  // No turn has an id here: prompts are told apart by their place in the session.
  told.turn ??= session;
  return events(prompt('message', { text, images: 0 }, base, told));
}

/** What Codex itself put before the person's first message. */
const ADDED = /^\s*(?:<(?:environment_context|user_instructions)>|# AGENTS\.md instructions)/;
const WORKING_FOLDER = /<environment_context>[^]*?(?:Current working directory: ([^\n<]+)|<cwd>([^<]+)<)/;
