import type { FileHistoryAnswer, FileHistoryRequest, FileTurn } from '../shared/file-history-answer.ts';
import { olderAt, olderFrom } from '../shared/older-cursor.ts';
import { fit, noRoom, shortNotes, shortText, withNote } from './budget.ts';
import { ending } from './ending.ts';
import { counted, localTime } from './figures.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine } from './safe-text.ts';

const INDENT = '   ';

/** Prompts and endings are shortened first, then the oldest turns go. */
export function fitFileHistory(
  answer: FileHistoryAnswer,
  letters: number,
  { cursor }: Pick<FileHistoryRequest, 'cursor'>,
): FileHistoryAnswer {
  const from = cursor === undefined ? answer.total : Math.min(olderAt(cursor), answer.total);
  return fit<FileHistoryAnswer, FileTurn>(letters, {
    items: answer.turns,
    levels: [300, 160, 80],
    shorten: shortTurn,
    rebuild(turns, shortened, enough) {
      const cut = {
        ...answer,
        path: shortText(answer.path, shortened ? 120 : 1000),
        files: shortened ? answer.files.slice(0, 2).map((file) => shortText(file, 120)) : answer.files,
        turns,
        notes: shortened ? shortNotes(answer.notes) : answer.notes,
      };
      const left = answer.turns.length - turns.length;
      if (left === 0) return cut;
      const { note, next_cursor } = noRoom(left, 'turn', olderFrom(from - turns.length), enough);
      return withNote({ ...cut, ...(enough === undefined ? {} : { notes: undefined }), next_cursor }, note);
    },
  });
}

function shortTurn(turn: FileTurn, letters: number): FileTurn {
  return {
    ...turn,
    title: shortText(turn.title, Math.min(80, letters)),
    prompt: turn.prompt === undefined ? undefined : shortText(turn.prompt, letters),
    before: turn.before === undefined || letters < 160 ? undefined : shortText(turn.before, letters),
    outcome: turn.outcome === undefined || letters < 160 ? undefined : shortText(turn.outcome, letters),
    error: turn.error === undefined ? undefined : shortText(turn.error, letters),
    commands: turn.commands?.slice(0, letters < 160 ? 1 : 3).map((text) => shortText(text, letters)),
  };
}

/** The turns as text, the newest first. */
export function renderFileHistory(answer: FileHistoryAnswer, look: Look = PLAIN): string {
  const { path, total, turns, files } = answer;
  const head =
    total === 0
      ? wrap(`Nothing on record about ${safeLine(path)}.`, look)
      : look.bold(wrap(`${safeLine(path)}: ${counted(total, 'turn')}, the newest first`, look));
  const which =
    files.length > 1 ? [look.dim(files.map((file) => wrap(safeLine(file), look, INDENT)).join('\n'))] : [];
  const more = answer.next_cursor ? [look.dim(`Older: the same with --cursor ${answer.next_cursor}`)] : [];
  const parts = [head, ...which, ...turns.map((turn) => turnLines(turn, look)), ...more];
  return [...parts, ...ending(answer, look)].join('\n\n') + '\n';
}

function turnLines(turn: FileTurn, look: Look): string {
  const did = [
    ...(turn.edits ? [counted(turn.edits, 'edit')] : []),
    ...(turn.reads ? [counted(turn.reads, 'read')] : []),
    ...(turn.refused ? [`${turn.refused} refused`] : []),
    ...(turn.errors ? [counted(turn.errors, 'error')] : []),
    ...(turn.ended ? [turn.ended] : []),
  ];
  const lines = [
    look.bold(wrap([localTime(turn.started_at), ...did].join(' · '), look)),
    look.dim(wrap(`${safeLine(turn.project)} · ${safeLine(turn.title)}`, look, INDENT)),
  ];
  if (turn.before) lines.push(look.dim(wrap(`after: ${safeLine(turn.before)}`, look, INDENT)));
  if (turn.prompt) lines.push(wrap(`“${safeLine(turn.prompt)}”`, look, INDENT));
  for (const command of turn.commands ?? []) lines.push(wrap(`$ ${safeLine(command)}`, look, INDENT));
  if (turn.error) lines.push(wrap(`✗ ${safeLine(turn.error)}`, look, INDENT));
  if (turn.outcome) lines.push(wrap(`→ ${safeLine(turn.outcome)}`, look, INDENT));
  if (turn.files) lines.push(look.dim(wrap(`in ${turn.files.map(safeLine).join(', ')}`, look, INDENT)));
  if (turn.subagent) lines.push(look.dim(`${INDENT}in its sub-agent ${safeLine(turn.subagent)}`));
  lines.push(look.accent(`${INDENT}${replayCommand(turn.session_id, turn.turn)}`));
  return lines.join('\n');
}
