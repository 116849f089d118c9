import { cursorAt } from '../shared/cursor.ts';
import type { ReplayAction, ReplayAnswer, ReplayTurn } from '../shared/replay-answer.ts';
import { fit, noRoom, plural, shortText, withNote } from './budget.ts';

/**
 * A replay comes in pages of about the right size. Where one is still too long, texts are shortened first,
 * then actions are left out, then the last turns.
 */
export function fitReplay(answer: ReplayAnswer, letters: number): ReplayAnswer {
  return fit(letters, {
    items: answer.turns,
    levels: [2000, 1000, 500, 250, 120, 50],
    shorten: shortTurn,
    rebuild(turns, shortened, enough) {
      const missing = answer.turns[turns.length];
      const session = shortened ? shortHead(answer.session) : answer.session;
      const cut = { ...answer, session, turns };
      const shortenedNote =
        shortened && turns.length > 0
          ? 'Texts that end in … were shortened: ask for that turn alone, with more max_tokens.'
          : undefined;
      if (!missing) return withNote(cut, shortenedNote);
      const { note, next_cursor } = noRoom(
        answer.turns.length - turns.length,
        'turn',
        cursorAt(missing.n),
        enough,
      );
      return withNote(withNote({ ...cut, next_cursor }, shortenedNote), note);
    },
  });
}

function shortHead({ subagents: _, ...session }: ReplayAnswer['session']): ReplayAnswer['session'] {
  return { ...session, title: shortText(session.title, 60) };
}

const MOST_ACTIONS = 40;

function shortTurn(turn: ReplayTurn, letters: number): ReplayTurn {
  const room = Math.max(3, Math.min(MOST_ACTIONS, Math.round(letters / 40)));
  const actions = turn.actions?.slice(0, room).map((action) => shortAction(action, letters));
  const left = (turn.actions?.length ?? 0) - (actions?.length ?? 0);
  const short = {
    ...turn,
    prompt: shortText(turn.prompt, letters),
    reply: turn.reply === undefined ? undefined : shortText(turn.reply, letters),
    actions,
  };
  return withNote(short, left > 0 ? `${plural(left, 'action')}: ask for this turn alone.` : undefined);
}

function shortAction(action: ReplayAction, letters: number): ReplayAction {
  return {
    ...action,
    target: action.target === undefined ? undefined : shortText(action.target, Math.min(200, letters)),
    error: action.error === undefined ? undefined : shortText(action.error, Math.min(300, letters)),
    result: action.result === undefined ? undefined : shortText(action.result, letters),
    input: letters > 1000 ? action.input : undefined,
  };
}
