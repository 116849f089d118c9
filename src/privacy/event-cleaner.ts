/** Cleans a transcript's events as they come: what a command that prints a secret answers is one, whatever it looks like. */
import type { Event, ToolCallEvent, ToolResultEvent } from '../shared/events.ts';
import { cleanEvent, cleanNamed } from './clean-event.ts';
import { isPrinted, printsSecret } from './rules/printing.ts';

/** Calls whose results have not come yet; old ones are forgotten, since a result follows its call. */
const MOST_OPEN = 256;
/** A secret is shown on one line, perhaps with a few about it. */
const MOST_LINES = 12;

/** @param redact as a redactor does; events are given in the order of their transcript, several transcripts may take turns */
export function eventCleaner(redact: (text: string) => string): (event: Event) => Event {
  const open = new Set<string>();

  return (event) => {
    if (event.type === 'tool-call' && event.kind === 'command' && printsSecret(event.target)) {
      if (open.size === MOST_OPEN) open.clear();
      open.add(keyOf(event));
    }
    if (event.type === 'tool-result' && open.size > 0 && open.delete(keyOf(event)))
      return cleanEvent({ ...event, text: withoutPrinted(event.text, redact) }, redact);
    return cleanEvent(event, redact);
  };
}

function keyOf({ session, callId }: ToolCallEvent | ToolResultEvent): string {
  return `${session} ${callId}`;
}

function withoutPrinted(text: string, redact: (text: string) => string): string {
  const lines = text.split('\n');
  if (lines.length > MOST_LINES) return text;
  return lines
    .map((line) => {
      const word = line.trim();
      return isPrinted(word) ? line.replace(word, () => cleanNamed('password', word, redact)) : line;
    })
    .join('\n');
}
