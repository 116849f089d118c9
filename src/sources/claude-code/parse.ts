import { asArray, asObject, isObject, type JsonObject } from '../../shared/json.ts';

/**
 * From a line's bytes to a parsed record, parsing as little as is safe.
 *
 * Two thirds of a transcript's bytes are copies: `toolUseResult` repeats the tool result next to it,
 * `normalizedMessages` the message before it. A quote inside a JSON string is always escaped, so the key
 * written with bare quotes can only be a key: cutting there and closing the braces is exact when it parses,
 * and when it does not (a nested key of that name), the whole line is parsed.
 */

/** Records that begin with their type and hold nothing a person would search or replay. */
const SKIPPED_TYPES = new Set([
  'agent-name',
  'api-request',
  'api-request-blob',
  'api-request-shape',
  'atis-latch',
  'cost-state',
  'file-history-delta',
  'file-history-snapshot',
  'last-prompt',
  'mode',
  'permission-mode',
  'queue-operation',
  'tools-used',
]);
/** Progress without a message in it. */
const SKIPPED_PROGRESS = new Set([
  'bash_progress',
  'hook_progress',
  'mcp_progress',
  'query_update',
  'search_results_received',
  'waiting_for_task',
]);
/** Attachments that only repeat what Claude Code told the model. */
const SKIPPED_ATTACHMENTS = new Set([
  'prompt_snapshot',
  'skill_listing',
  'agent_listing_delta',
  'deferred_tools_delta',
]);

const HEAD_BYTES = 1024;
/** Below this a cut saves less than it costs. */
const WORTH_CUTTING = 2048;

export type Parsed =
  | { kind: 'record'; record: JsonObject }
  | { kind: 'skipped' }
  | { kind: 'bad'; reason: string; recovered?: JsonObject };

export function parseLine(line: Buffer): Parsed {
  const head = line.toString('latin1', 0, HEAD_BYTES);
  // In JSON, a quote inside a string is escaped: `}{"` can only be the seam of two records.
  if (canSkip(head) && !line.includes('}{"')) return { kind: 'skipped' };
  const record = cutProgress(head, line) ?? cutToolResult(line) ?? parseWhole(line.toString('utf8'));
  if (record) return isSkippedRecord(record) ? { kind: 'skipped' } : { kind: 'record', record };
  const text = line.toString('utf8');
  return { kind: 'bad', reason: reasonOf(text), recovered: recoverGlued(text) };
}

function canSkip(head: string): boolean {
  const leading = /^\{"type":"([a-z-]+)"/.exec(head);
  if (leading) return SKIPPED_TYPES.has(leading[1]!);
  // Before `"message":` no user text can stand, so what looks like a key there is one.
  const message = head.indexOf('"message":');
  const envelope = message < 0 ? head : head.slice(0, message);
  const progress = /"type":"progress","data":\{"type":"([a-z_]+)"/.exec(envelope);
  if (progress) return SKIPPED_PROGRESS.has(progress[1]!);
  const attachment = /"attachment":\{"type":"([a-z_]+)"/.exec(envelope);
  return attachment !== null && SKIPPED_ATTACHMENTS.has(attachment[1]!);
}

/** The same skips for records whose keys stand in another order. */
function isSkippedRecord(record: JsonObject): boolean {
  const { type, data, attachment } = record;
  if (isOneOf(SKIPPED_TYPES, type)) return true;
  if (type === 'progress' && isObject(data)) return isOneOf(SKIPPED_PROGRESS, data['type']);
  return type === 'attachment' && isObject(attachment) && isOneOf(SKIPPED_ATTACHMENTS, attachment['type']);
}

function isOneOf(names: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === 'string' && names.has(value);
}

const COPIED_RESULT = Buffer.from(',"toolUseResult":');
const CLOSING_BRACE = 125;

const UNIQUE = ['"', '{"status"', '{"isAsync"', '{"questions"'];

function cutToolResult(line: Buffer): JsonObject | undefined {
  if (line.length < WORTH_CUTTING) return undefined;
  const at = line.indexOf(COPIED_RESULT);
  if (at < 0) return undefined;
  // What the copy, or what stands behind it, says about a sub-agent, a refusal or answers is nowhere else.
  const from = at + COPIED_RESULT.length;
  const copy = line.toString('latin1', from, from + 64);
  if (UNIQUE.some((beginning) => copy.startsWith(beginning))) return undefined;
  const record = parseUntil(line, at, 1);
  return record && !hasError(record) ? record : undefined;
}

/**
 * Parses what stands before `at` with a number of braces behind it. They are lent the places of what is cut
 * off, so that nothing is copied to join them.
 */
function parseUntil(line: Buffer, at: number, braces: number): JsonObject | undefined {
  const lent = line.toString('latin1', at, at + braces);
  line.fill(CLOSING_BRACE, at, at + braces);
  const text = line.toString('utf8', 0, at + braces);
  line.write(lent, at, 'latin1');
  return parseWhole(text);
}

function hasError(record: JsonObject): boolean {
  return asArray(asObject(record['message'])['content']).some(
    (block) => asObject(block)['is_error'] === true,
  );
}

const COPIED_MESSAGES = Buffer.from(',"normalizedMessages":');
const AGENT_ID = Buffer.from(',"agentId":"');

function cutProgress(head: string, line: Buffer): JsonObject | undefined {
  if (!head.includes('"type":"progress","data":{"message":')) return undefined;
  const from = line.indexOf(COPIED_MESSAGES);
  const to = line.lastIndexOf(AGENT_ID);
  if (from < 0 || to < from) return undefined;
  const start = parseUntil(line, from, 2);
  const end = parseWhole('{"data":{' + line.toString('utf8', to + 1));
  if (!start || !end || !isObject(start['data']) || !isObject(end['data'])) return undefined;
  return { ...start, ...end, data: { type: 'agent_progress', ...start['data'], ...end['data'] } };
}

function parseWhole(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Says where and never what: the parser's own message quotes the line, and with it what nobody has cleaned. */
function reasonOf(text: string): string {
  try {
    JSON.parse(text);
    return 'not a JSON object';
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const at = /at position (\d+)/.exec(message)?.[1];
    if (at !== undefined) return `not JSON from character ${Number(at) + 1} on`;
    return message.startsWith('Unexpected end') ? 'not JSON: it ends too early' : 'not JSON';
  }
}

/** Two processes writing at once can glue a record to the middle of another: the later one is whole. */
function recoverGlued(text: string): JsonObject | undefined {
  for (const opening of ['{"parentUuid":', '{"type":"']) {
    const at = text.lastIndexOf(opening);
    if (at > 0) {
      const record = parseWhole(text.slice(at));
      if (record) return record;
    }
  }
  return undefined;
}
