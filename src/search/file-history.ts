import type { FileHistoryAnswer, FileHistoryRequest, FileTurn } from '../shared/file-history-answer.ts';
import type { WithoutFreshness } from '../shared/answers.ts';
import { olderAt, olderFrom } from '../shared/older-cursor.ts';
import { sessionTitle } from '../shared/session-labels.ts';
import { nearlyWritten } from '../shared/near-spelling.ts';
import { shortened } from '../shared/shortened.ts';
import {
  fileWork,
  filesBelow,
  namesLike,
  turnPlaces,
  type FileWork,
  type TurnPlace,
} from '../store/file-work.ts';
import { meantFile, type MeantFile } from '../store/file-meant.ts';
import type { Store } from '../store/open.ts';
import { projectNamesById } from '../store/projects.ts';
import { replyBefore, spawningTurn, turnCards, type TurnCard } from '../store/turn-cards.ts';
import { movedBy } from './file-commands.ts';
import { commandsOn } from './file-turns.ts';
import { askedIn, outcomeIn } from './outcome.ts';
import { outcomeOf } from './turn-outcome.ts';

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
const MOST_MOVES = 3;

interface Touch {
  place: TurnPlace;
  work: FileWork[];
  commands: string[];
}

/**
 * @param projects row ids; undefined: all
 * @param excluded row ids of turns that are no answer, such as the one that asks
 * @throws HerError `bad-cursor`
 */
export function fileHistory(
  store: Store,
  { path, limit, cursor }: Pick<FileHistoryRequest, 'path' | 'limit' | 'cursor'>,
  projects: readonly number[] | undefined,
  excluded: ReadonlySet<number>,
): WithoutFreshness<FileHistoryAnswer> {
  const file = meantFile(store, path);
  const everywhere = touchesOf(store, file).filter(({ place }) => !excluded.has(place.turn_id));
  const touches = everywhere.filter(
    ({ place: { project_id: id } }) => projects === undefined || (id !== null && projects.includes(id)),
  );
  const files = [...new Set(touches.flatMap(({ work }) => work.map((row) => row.path)))];
  const left = cursor === undefined ? touches.length : Math.min(olderAt(cursor), touches.length);
  const page = touches.slice(touches.length - left).slice(0, limit);
  const turns = page.flatMap((touch) => shown(store, touch, files.length > 1));
  const older = left - page.length;
  const notes = notesOn(store, file, { touches, everywhere, files });
  return {
    path,
    files: files.slice(0, MOST_FILES),
    total: touches.length,
    turns,
    ...(older > 0 ? { next_cursor: olderFrom(older) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function touchesOf(store: Store, file: MeantFile): Touch[] {
  const work = Map.groupBy(fileWork(store, file.file), (row) => row.turn_id);
  const commands = Map.groupBy(commandsOn(store, file), (command) => command.turn_id);
  const places = turnPlaces(store, [...new Set([...work.keys(), ...commands.keys()])]);
  return [...places.values()]
    .sort((a, b) => (b.started_at ?? 0) - (a.started_at ?? 0) || b.turn_id - a.turn_id)
    .map((place) => ({
      place,
      work: work.get(place.turn_id) ?? [],
      commands: (commands.get(place.turn_id) ?? []).map((command) => command.target),
    }));
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
        arguments: isAgent ? { session: place.key } : { session: card.key, turns: `${Math.max(1, card.n)}` },
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

interface History {
  touches: readonly Touch[];
  /** In all projects. */
  everywhere: readonly Touch[];
  files: readonly string[];
}

function notesOn(store: Store, meant: MeantFile, { touches, everywhere, files }: History): string[] {
  if (touches.length === 0) return [noneOf(store, meant, everywhere)];
  return [
    ...(files.length > 1
      ? [
          meant.home === undefined
            ? `${files.length} files end so: give more of the path to mean one of them.`
            : `It is the same file in ${files.length} worktrees of its project.`,
        ]
      : []),
    ...movesOf(meant, touches),
  ];
}

/** What else may be meant by a file that is not on record. */
function noneOf(store: Store, { file, name }: MeantFile, everywhere: readonly Touch[]): string {
  const none = `No turn on record read or changed a file that ends in "${file}"`;
  if (everywhere.length > 0) {
    const names = projectNamesById(store);
    const others = new Set(everywhere.map(({ place }) => names.get(place.project_id ?? 0) ?? 'unknown'));
    return `${none} in this project; ${everywhere.length} did in others: ${[...others].slice(0, MOST_NEAR).join(', ')}.`;
  }
  const below = /[\p{L}\p{N}]/u.test(file) ? filesBelow(store, file, MOST_NEAR) : [];
  if (below.length > 0) return `"${file}" is a folder: ask for a file in it, such as ${below.join(', ')}.`;
  const near = nearlyWritten(name, namesLike(store, file));
  return [
    `${none}. git log and git blame tell of work outside the recorded sessions.`,
    ...(near.length > 0 ? [`Written nearly so: ${near.slice(0, MOST_NEAR).join(', ')}.`] : []),
  ].join(' ');
}

/** A file that was moved has its past under another path. */
function movesOf(meant: MeantFile, touches: readonly Touch[]): string[] {
  const moves = touches.flatMap(({ place, commands }) =>
    commands.flatMap((target) => {
      const moved = movedBy({ target, cwd: place.cwd }, meant);
      if (moved === undefined) return [];
      const day =
        place.started_at === null ? '' : ` on ${new Date(place.started_at).toISOString().slice(0, 10)}`;
      return 'from' in moved
        ? [`Moved here${day}: what was done before stands under path "${moved.from}".`]
        : [`Moved away${day}: what was done since stands under path "${moved.to}".`];
    }),
  );
  return [...new Set(moves)].slice(0, MOST_MOVES);
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
