import type { Event } from '../shared/events.ts';
import { isObject } from '../shared/json.ts';
import { withoutPrivate } from './private-words.ts';

/**
 * An event as it may be written: what a person marked as private taken out of their words, secrets redacted in every text, lone surrogates replaced (SQLite stores
 * UTF-8), and texts beyond a megabyte cut with a mark. Ids, kinds and times are not texts.
 */
const LONGEST_TEXT = 1_000_000;

export function cleanEvent(event: Event, redact: (text: string) => string): Event {
  const clean = (text: string): string => redact(bounded(text.toWellFormed()));
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
      return { ...event, target: clean(event.target), input: cleanValue(event.input, clean) };
    case 'tool-result':
      return { ...event, text: clean(event.text) };
    case 'session':
      return {
        ...event,
        ...(event.cwd === undefined ? {} : { cwd: clean(event.cwd) }),
        ...(event.branch === undefined ? {} : { branch: clean(event.branch) }),
      };
    default:
      return event;
  }
}

function bounded(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT)}\n[… ${text.length - LONGEST_TEXT} more characters]`.toWellFormed();
}

/** Deeper than any tool's arguments; what lies below is dropped. */
const DEEPEST = 24;

function cleanValue(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, clean, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [clean(key), cleanValue(item, clean, depth + 1)]),
  );
}
