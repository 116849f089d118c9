import type { Event } from '../shared/events.ts';
import { asObject, isObject } from '../shared/json.ts';
import { withoutPrivate } from './private-words.ts';
import { tellingName } from './rules/names.ts';

/**
 * An event as it may be written: what a person marked as private taken out of their words, secrets redacted in every text, lone surrogates replaced (SQLite stores
 * UTF-8), and texts beyond a megabyte cut with a mark. Ids, kinds and times are not texts.
 */
const LONGEST_TEXT = 1_000_000;
/** Of what a call is recognised by; a source may give more. */
const LONGEST_TARGET = 500;

export function cleanEvent(event: Event, redact: (text: string) => string): Event {
  const clean = (text: string): string => bounded(text.toWellFormed(), redact);
  const own = (text: string): string => clean(withoutPrivate(text));
  switch (event.type) {
    case 'prompt':
      return { ...event, text: own(event.text), context: event.context.map(own) };
    // Made of the person's words.
    case 'summary':
    case 'title':
    case 'note':
      return { ...event, text: own(event.text) };
    case 'reply':
    case 'thinking':
      return { ...event, text: clean(event.text) };
    case 'tool-call':
      return {
        ...event,
        tool: clean(event.tool),
        target: clean(event.target).slice(0, LONGEST_TARGET).toWellFormed(),
        input: cleanValue(event.input, clean),
      };
    case 'tool-result':
      return {
        ...event,
        text: clean(event.text),
        ...(event.answers ? { answers: event.answers.map(own) } : {}),
      };
    case 'session':
      return {
        ...event,
        ...(event.cwd === undefined ? {} : { cwd: clean(event.cwd) }),
        ...(event.branch === undefined ? {} : { branch: clean(event.branch) }),
        ...(event.agentType === undefined ? {} : { agentType: clean(event.agentType) }),
      };
    default:
      return event;
  }
}

/** So much more than is kept is looked at: half of a secret would not be known for one. */
const MARGIN = 10_000;

function bounded(text: string, redact: (text: string) => string): string {
  if (text.length <= LONGEST_TEXT) return redact(text);
  const kept = redact(text.slice(0, LONGEST_TEXT + MARGIN)).slice(0, LONGEST_TEXT);
  return `${kept}\n[… ${text.length - LONGEST_TEXT} more characters]`.toWellFormed();
}

/** Deeper than any tool's arguments; what lies below is dropped. */
const DEEPEST = 24;

function cleanValue(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => {
      const option: unknown = value[index - 1];
      return typeof item === 'string' && typeof option === 'string' && OPTION.test(option)
        ? cleanNamed(option.replace(/^-+/, ''), item, clean)
        : cleanValue(item, clean, depth + 1);
    });
  }
  if (!isObject(value)) return value;
  const name = value['name'] ?? value['key'];
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const said = key === 'value' && typeof name === 'string' ? name : key;
      return [
        clean(key),
        typeof item === 'string' ? cleanNamed(said, item, clean) : cleanValue(item, clean, depth + 1),
      ];
    }),
  );
}

/** `["--password", "…"]` */
const OPTION = /^--?[A-Za-z][\w-]{1,60}$/;

/** A value that only its name tells of: `{ "password": "hunter2" }`, `{ "name": "API_KEY", "value": "…" }`. */
export function cleanNamed(name: string, value: string, clean: (text: string) => string): string {
  if (tellingName(name) === undefined && !/authorization|cookie/i.test(name)) return clean(value);
  const told = clean(JSON.stringify({ [name]: value }));
  try {
    const [cleaned] = Object.values(asObject(JSON.parse(told)));
    return typeof cleaned === 'string' ? clean(cleaned) : clean(value);
  } catch {
    return clean(value);
  }
}
