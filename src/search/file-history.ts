import type { FileHistoryAnswer, FileHistoryRequest, FileTurn } from '../shared/file-history-answer.ts';
import type { WithoutFreshness } from '../shared/answers.ts';
import { sessionTitle } from '../shared/session-labels.ts';
import { nearlyWritten } from '../shared/near-spelling.ts';
import { shortened } from '../shared/shortened.ts';
import {
  commandsNaming,
  fileWork,
  namesLike,
  turnPlaces,
  type FileWork,
  type TurnPlace,
} from '../store/file-work.ts';
import type { Store } from '../store/open.ts';
import { passagesByWords } from '../store/word-index.ts';
import { placesOf } from '../store/passage-places.ts';
import { replyBefore, spawningTurn, turnCards, type TurnCard } from '../store/turn-cards.ts';
import { askedIn, outcomeIn } from './outcome.ts';
import { outcomeOf } from './turn-outcome.ts';
import { phraseOf } from './words.ts';

/** The turns that read or changed a file, or ran a command that names it, the newest first. */
const PROMPT_CHARS = 300;
/** A shorter prompt ("yes please", "commit") says why only with what it answers. */
const SHORT_PROMPT_CHARS = 40;
const BEFORE_CHARS = 160;
const OUTCOME_CHARS = 200;
const ERROR_CHARS = 160;
const COMMAND_CHARS = 140;
const MOST_COMMANDS = 3;
const MOST_FILES = 8;
const MOST_NEAR = 5;
/** Passages whose commands are looked through for the file's name. */
const MOST_NAMING = 300;

interface Touch {
  place: TurnPlace;
  work: FileWork[];
  commands: string[];
}

/**
 * @param projects row ids; undefined: all
 * @param excluded row ids of turns that are no answer, such as the one that asks
 */
export function fileHistory(
  store: Store,
  { path, limit }: Pick<FileHistoryRequest, 'path' | 'limit'>,
  projects: readonly number[] | undefined,
  excluded: ReadonlySet<number>,
): WithoutFreshness<FileHistoryAnswer> {
  const file = nameOf(path);
  const touches = touchesOf(store, file, projects).filter(({ place }) => !excluded.has(place.turn_id));
  const files = [...new Set(touches.flatMap(({ work }) => work.map((row) => row.path)))];
  const turns = touches.slice(0, limit).flatMap((touch) => shown(store, touch, files.length > 1));
  const notes = notesOn(store, file, touches.length, limit, files);
  return {
    path,
    files: files.slice(0, MOST_FILES),
    total: touches.length,
    turns,
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** As it is written in errors and editors: "`./src/a.ts:120:5`", "src\a.ts#L12". */
function nameOf(path: string): string {
  return path
    .trim()
    .replace(/^[`'"]+|[`'"]+$/g, '')
    .replaceAll('\\', '/')
    .replace(/(?<=\w)(?::\d+(?:[:-]\d+)?|#L\d+(?:-L?\d+)?|\(\d+(?:,\d+)?\)):?$/, '')
    .replace(/^\.\//, '');
}

function touchesOf(store: Store, file: string, projects: readonly number[] | undefined): Touch[] {
  const work = Map.groupBy(fileWork(store, file), (row) => row.turn_id);
  const commands = Map.groupBy(naming(store, file), (row) => row.turn_id);
  const places = turnPlaces(store, [...new Set([...work.keys(), ...commands.keys()])]);
  return [...places.values()]
    .filter(({ project_id: id }) => projects === undefined || (id !== null && projects.includes(id)))
    .sort((a, b) => (b.started_at ?? 0) - (a.started_at ?? 0) || b.turn_id - a.turn_id)
    .map((place) => ({
      place,
      work: work.get(place.turn_id) ?? [],
      commands: (commands.get(place.turn_id) ?? []).map((row) => row.target),
    }));
}

/** A file is also moved, restored or removed by commands, which record no path of their own. */
function naming(store: Store, file: string): { turn_id: number; target: string }[] {
  if (!/[\p{L}\p{N}]/u.test(file)) return [];
  const passages = passagesByWords(store, phraseOf(file), { kinds: ['command'] }, MOST_NAMING);
  const turns = [...placesOf(store, [...passages.keys()]).values()].map((place) => place.turn_id);
  const isAlone = new RegExp(`(?<![\\w.-])${file.replace(/[^\w\s/-]/g, '\\$&')}(?![\\w-]|\\.\\w)`);
  return commandsNaming(store, [...new Set(turns)], file).filter(({ target }) => isAlone.test(target));
}

function shown(store: Store, { place, work, commands }: Touch, areSeveral: boolean): FileTurn[] {
  const isAgent = place.session_id !== place.root_id;
  const outer = isAgent ? spawningTurn(store, place.session_id, place.root_id) : undefined;
  const cards = turnCards(store, [place.turn_id, ...(outer === undefined ? [] : [outer])]);
  const card = cards.get(outer ?? place.turn_id);
  if (!card) return [];
  const inner = cards.get(place.turn_id) ?? card;
  const sum = (count: (row: FileWork) => number): number => work.reduce((all, row) => all + count(row), 0);
  const error = work.map((row) => row.error).find((text) => text !== null);
  const outcome = outcomeOf(store, inner, card, OUTCOME_CHARS);
  const before = beforeIt(store, card);
  const counts = {
    reads: sum((row) => row.reads),
    edits: sum((row) => row.edits),
    refused: sum((row) => row.refused),
    errors: sum((row) => row.errors),
  };
  return [
    {
      ...citation(card),
      ...(card.prompt.trim() ? { prompt: oneLine(card.prompt, PROMPT_CHARS) } : {}),
      ...(before ? { before } : {}),
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      ...(error ? { error: oneLine(error, ERROR_CHARS) } : {}),
      ...(commands.length > 0
        ? {
            commands: [...new Set(commands)]
              .slice(0, MOST_COMMANDS)
              .map((text) => oneLine(text, COMMAND_CHARS)),
          }
        : {}),
      ...(outcome ? { outcome } : {}),
      ...(card.interrupted ? { ended: 'interrupted' } : place.rewound ? { ended: 'rewound' } : {}),
      ...(areSeveral && work.length > 0 ? { files: work.map((row) => row.path) } : {}),
      ...(isAgent && outer !== undefined ? { subagent: place.key } : {}),
      next: {
        tool: 'replay_session',
        arguments: isAgent ? { session: place.key } : { session: card.key, turns: `${card.n}` },
      },
    },
  ];
}

/** What a short prompt answers: what the turn before came to, and its last question. */
function beforeIt(store: Store, card: TurnCard): string {
  const reply = card.prompt.trim().length > SHORT_PROMPT_CHARS ? undefined : replyBefore(store, card.turn_id);
  if (reply === undefined) return '';
  const asked = shortened(askedIn(reply), BEFORE_CHARS);
  const said = shortened(outcomeIn(reply, BEFORE_CHARS), BEFORE_CHARS);
  return said.includes(asked) ? said : `${said} ${asked}`.trim();
}

function notesOn(
  store: Store,
  file: string,
  total: number,
  limit: number,
  files: readonly string[],
): string[] {
  if (total === 0) {
    const near = nearlyWritten(file.slice(file.lastIndexOf('/') + 1), namesLike(store, file));
    return [
      `No turn on record read or changed a file that ends in "${file}". git log and git blame tell of work outside the recorded sessions.`,
      ...(near.length > 0 ? [`Written nearly so: ${near.slice(0, MOST_NEAR).join(', ')}.`] : []),
    ];
  }
  return [
    ...(total > limit
      ? [`${total - limit} older turns: same arguments with limit ${Math.min(50, total)}.`]
      : []),
    ...(files.length > 1 ? [`${files.length} files end so: give more of the path to mean one of them.`] : []),
  ];
}

function citation(
  card: TurnCard,
): Pick<FileTurn, 'session_id' | 'turn' | 'project' | 'title' | 'started_at'> {
  return {
    session_id: card.key,
    turn: Math.max(1, card.n),
    project: card.project ?? 'unknown',
    title: sessionTitle(card.title, card.opening),
    started_at: new Date(card.started_at).toISOString(),
  };
}

function oneLine(text: string, letters: number): string {
  const line = text
    .replace(/<\/?tool_use_error>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return shortened(line, letters);
}
