import type { Pushback, Tokens } from '../shared/answers.ts';
import type { ReplayAction, ReplayRequest, ReplayTurn } from '../shared/replay-answer.ts';
import { readDetail, type DetailEvent } from '../store/detail.ts';
import type { Store } from '../store/open.ts';
import { turnActions, turnTexts, type TurnAction, type TurnTexts } from '../store/timeline.ts';
import { cutMiddle, firstAndLast } from './cut.ts';
import { callEvents, tellAction, type CallEvents } from './tell-action.ts';
import { tellNotes, thinkingOf } from './tell-notes.ts';
import type { PlacedTurn } from './timeline.ts';

export type Detail = ReplayRequest['detail'];

/** A turn with everything that may be shown of it. */
export interface LoadedTurn {
  turn: PlacedTurn;
  texts: TurnTexts;
  actions: TurnAction[];
  events: DetailEvent[];
  calls: CallEvents;
  tokens: Tokens | undefined;
  pushback: Pushback | undefined;
  folder: string | null;
  /** When the session began: for a turn whose records carry no time. */
  sessionStart: number;
}

/** Characters of each text at full scale. */
const LIMITS = {
  outline: { prompt: 300, reply: 160, thinking: 0, note: 160, target: 0, error: 0, detail: null },
  normal: { prompt: 2000, reply: 3000, thinking: 0, note: 400, target: 200, error: 300, detail: null },
  full: { prompt: 8000, reply: 8000, thinking: 4000, note: 2000, target: 500, error: 500, detail: 2000 },
} as const;

const CONTINUED_PROMPT_CHARS = 80;

export function loadTurn(
  store: Store,
  turn: PlacedTurn,
  rest: Pick<LoadedTurn, 'tokens' | 'pushback' | 'folder' | 'sessionStart'>,
): LoadedTurn {
  const events = readDetail(store, turn.id);
  const texts = turnTexts(store, turn.id) ?? {
    prompt: '',
    reply: '',
    context: null,
    images: 0,
    interrupted: 0,
  };
  return { turn, texts, events, actions: turnActions(store, turn.id), calls: callEvents(events), ...rest };
}

export interface Part {
  /** 1: texts as long as the detail allows; smaller: shorter. */
  scale: number;
  /** Actions `[from, to)` of the turn; a part that does not begin at 0 continues one that was shown before. */
  from: number;
  to: number;
}

/** A turn, or a part of one, as it is shown. */
export function tellTurn(loaded: LoadedTurn, detail: Detail, { scale, from, to }: Part): ReplayTurn {
  const { turn, texts, actions, events } = loaded;
  const limits = LIMITS[detail];
  const scaled = scaling(scale);
  const isContinued = from > 0;
  const at = turn.started_at ?? loaded.sessionStart;
  const latency =
    turn.started_at !== null && turn.first_reply_at !== null ? turn.first_reply_at - turn.started_at : -1;
  const thinking =
    detail === 'full' && !isContinued ? cutMiddle(thinkingOf(events), scaled(limits.thinking)) : '';
  const reply = isContinued
    ? ''
    : detail === 'outline'
      ? firstAndLast(texts.reply, scaled(limits.reply))
      : cutMiddle(texts.reply, scaled(limits.reply));
  const shown = actions
    .slice(from, to)
    .flatMap((_, index) => tellActionAt(loaded, detail, scale, from + index) ?? []);
  const notes = [
    ...(turn.role === 'none' && !isContinued ? ['the prompt of this work is not on record'] : []),
    ...(detail === 'outline' ? countsOf(actions) : []),
    ...(isContinued
      ? []
      : tellNotes(texts, events, scaled(limits.note), detail === 'outline', detail === 'full')),
    ...(shown.length < actions.length && detail !== 'outline'
      ? [`actions ${from + 1} to ${to} of ${actions.length}`]
      : []),
  ];
  return {
    n: turn.n,
    at: new Date(at).toISOString(),
    prompt: cutMiddle(texts.prompt, isContinued ? CONTINUED_PROMPT_CHARS : scaled(limits.prompt)),
    ...(thinking === '' ? {} : { thinking }),
    ...(reply === '' ? {} : { reply }),
    ...(shown.length === 0 ? {} : { actions: shown }),
    ...(latency >= 0 && !isContinued ? { latency_ms: latency } : {}),
    ...(loaded.tokens && !isContinued && detail !== 'outline' ? { tokens: loaded.tokens } : {}),
    ...(texts.interrupted ? { interrupted: true } : {}),
    ...(turn.rewound ? { rewound: true } : {}),
    ...(turn.inheritedFrom ? { inherited_from: turn.inheritedFrom } : {}),
    ...(loaded.pushback ? { pushback: loaded.pushback } : {}),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** One of its actions; undefined in an outline, which only counts them. */
export function tellActionAt(
  loaded: LoadedTurn,
  detail: Detail,
  scale: number,
  index: number,
): ReplayAction | undefined {
  const action = loaded.actions[index];
  if (detail === 'outline' || !action) return undefined;
  const limits = LIMITS[detail];
  const scaled = scaling(scale);
  const own = {
    target: scaled(limits.target),
    error: scaled(limits.error),
    detail: limits.detail === null ? null : scaled(limits.detail),
  };
  return tellAction(action, loaded.calls, own, loaded.folder);
}

function scaling(scale: number): (limit: number) => number {
  return (limit) => Math.max(20, Math.round(limit * scale));
}

/** "9 actions: 4 read, 3 edit (1 failed), 2 command" */
function countsOf(actions: readonly TurnAction[]): string[] {
  if (actions.length === 0) return [];
  const kinds = Map.groupBy(actions, (action) => action.kind);
  const parts = [...kinds]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([kind, those]) => {
      const wrong = those.filter(({ outcome }) => outcome !== 'ok').length;
      return `${those.length} ${kind}${wrong > 0 ? ` (${wrong} not ok)` : ''}`;
    });
  return [`${actions.length} ${actions.length === 1 ? 'action' : 'actions'}: ${parts.join(', ')}`];
}
