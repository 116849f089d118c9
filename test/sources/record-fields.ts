import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claudeCode } from '../../src/sources/claude-code/claude-code.ts';
import { isObject, type JsonObject } from '../../src/shared/json.ts';

/** Which fields of the recorded lines are there, and which of them change what is read of a line. */
export interface SeenField {
  /** Versions of the client that wrote it. */
  versions: Set<string>;
  /** Types of record that hold it. */
  types: Set<string>;
  /** Whether some line reads differently without it. */
  isRead: boolean;
}

const FIXTURES = fileURLToPath(new URL('../fixtures/claude-code', import.meta.url));
/** Kept, or passed over, as a whole: what is in it is each tool's own affair. */
const WHOLE = [/^message\.content<tool_use>\.input$/, /^toolUseResult\.[^.]+$/, /^attachment\.prompt$/];

/** By path, such as `message.usage.input_tokens` or `message.content<text>.text`; containers are not listed. */
export function fieldsOfFixtures(): Map<string, SeenField> {
  const seen = new Map<string, SeenField>();
  for (const name of readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.jsonl') || !name.includes('/projects/')) continue;
    const version = name.split('/')[0] ?? '';
    const path = join(FIXTURES, name);
    for (const line of readFileSync(path, 'utf8').split('\n'))
      if (line !== '') look(line, path, version, seen);
  }
  return seen;
}

function look(line: string, path: string, version: string, seen: Map<string, SeenField>): void {
  const record: unknown = JSON.parse(line);
  if (!isObject(record)) return;
  const whole = read(record, path);
  const type = typeOf(record);
  visit(record, '', (field, holder, key) => {
    const known = seen.get(field) ?? { versions: new Set(), types: new Set(), isRead: false };
    seen.set(field, known);
    known.versions.add(version);
    known.types.add(type);
    if (known.isRead) return;
    const entries = Object.entries(holder);
    Reflect.deleteProperty(holder, key);
    known.isRead = read(record, path) !== whole;
    // In their order again: what is skipped unparsed is told by what comes first.
    for (const other of Object.keys(holder)) Reflect.deleteProperty(holder, other);
    Object.assign(holder, Object.fromEntries(entries));
  });
}

function read(record: JsonObject, path: string): string {
  return JSON.stringify(claudeCode.reader(path).read(Buffer.from(JSON.stringify(record))));
}

function visit(
  holder: JsonObject,
  prefix: string,
  tell: (field: string, holder: JsonObject, key: string) => void,
): void {
  for (const key of Object.keys(holder)) {
    const field = prefix + key;
    const value = holder[key];
    const blocks = Array.isArray(value) ? value.filter(isObject) : [];
    if (WHOLE.some((path) => path.test(field))) tell(field, holder, key);
    else if (blocks.length > 0)
      for (const block of blocks) visit(block, `${field}<${String(block['type'] ?? '')}>.`, tell);
    else if (isObject(value) && Object.keys(value).length > 0) visit(value, `${field}.`, tell);
    else tell(field, holder, key);
  }
}

function typeOf(record: JsonObject): string {
  const inner = record['attachment'] ?? record['data'];
  const kind = isObject(inner) ? inner['type'] : record['subtype'];
  return [record['type'], kind].filter((part) => typeof part === 'string').join('/');
}
