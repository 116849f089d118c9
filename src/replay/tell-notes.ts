import type { Event, NoteEvent } from '../shared/events.ts';
import { asArray } from '../shared/json.ts';
import type { DetailEvent } from '../store/detail.ts';
import type { TurnTexts } from '../store/timeline.ts';
import { cutMiddle } from './cut.ts';
import { tellPicture } from './tell-picture.ts';

const ABOUT: Record<NoteEvent['about'], string> = {
  hook: 'hook',
  'api-error': 'API error',
  task: 'background task',
  'person-command': 'the person ran !',
  'person-output': 'which printed',
  'plan-mode': 'plan mode',
  'pull-request': 'pull request',
  permission: 'permission',
};

/** Notes that an outline keeps: they change how the turn is understood. */
const ALWAYS: ReadonlySet<NoteEvent['about']> = new Set([
  'api-error',
  'task',
  'person-command',
  'pull-request',
]);
const MOST_NOTES = 20;
/** Claude Code ends each of these with it. */
const EDITORS_CAVEAT = /\s*This may or may not be related to the current task\.\s*$/;

/** What happened besides words and calls, in order, each with its place among the turn's actions. */
export function tellNotes(
  texts: TurnTexts,
  events: readonly DetailEvent[],
  limit: number,
  isBrief: boolean,
  namesImages: boolean,
): string[] {
  const notes: { text: string; times: number }[] = [];
  const calls = events.filter((event) => event.type === 'tool-call').length;
  let done = 0;
  if (texts.images > 0) {
    const kept = namesImages
      ? events.flatMap((event) => (event.type === 'prompt' ? (event.pictures ?? []) : []))
      : [];
    const count = `${texts.images} ${texts.images === 1 ? 'image' : 'images'} with the prompt`;
    put([count, ...kept.map(tellPicture)].join(' '));
  }
  if (texts.context !== null && !isBrief)
    for (const added of asArray(JSON.parse(texts.context)))
      put(`editor: ${String(added).replace(EDITORS_CAVEAT, '')}`);
  for (const event of events) {
    if (event.type === 'tool-call') done += 1;
    const text = tellEvent(event, isBrief);
    if (text !== undefined) put(done > 0 && done < calls ? `after action ${done}: ${text}` : text);
  }
  const shown = notes
    .slice(0, MOST_NOTES)
    .map(({ text, times }) => (times > 1 ? `${text} (${times} times)` : text));
  return notes.length > MOST_NOTES ? [...shown, `${notes.length - MOST_NOTES} more notes left out`] : shown;

  function put(text: string): void {
    const cut = cutMiddle(text.trim(), limit);
    const last = notes.at(-1);
    if (last?.text === cut) last.times += 1;
    else notes.push({ text: cut, times: 1 });
  }
}

function tellEvent(event: DetailEvent, isBrief: boolean): string | undefined {
  switch (event.type) {
    case 'interrupt':
      return event.duringTool
        ? 'the person stopped it while a tool ran'
        : 'the person stopped it while it answered';
    case 'compaction': {
      const before =
        event.tokensBefore === null ? '' : `, ${event.tokensBefore.toLocaleString('en')} tokens before`;
      return `conversation compacted (${event.trigger}${before})`;
    }
    case 'summary':
      return isBrief ? undefined : `what it was told of the part before: ${event.text}`;
    case 'note':
      if (isBrief && !ALWAYS.has(event.about)) return undefined;
      return `${ABOUT[event.about]}: ${event.text}`;
    default:
      return undefined;
  }
}

/** All of the assistant's thinking in a turn. */
export function thinkingOf(events: readonly DetailEvent[]): string {
  return textsOf(events, 'thinking').join('\n\n');
}

function textsOf(events: readonly DetailEvent[], type: Extract<Event, { text: string }>['type']): string[] {
  return events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []));
}
