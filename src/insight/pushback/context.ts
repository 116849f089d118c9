import type { ActionFacts, TurnFacts } from '../../shared/turn-facts.ts';
import { isMachineText } from './machine-text.ts';

/** What the assistant had done and said when the prompt was written. */
export interface Context {
  /** Its last words: the reply of the latest turn that has one. */
  reply: string;
  /** Actions since the last prompt of the person. */
  actions: ActionFacts[];
  /** Prompts of the person before this one, latest first. */
  prompts: string[];
  interrupted: boolean;
  refused: boolean;
  /** Minutes from the assistant's last record to this prompt. */
  gapMinutes: number;
  /** Files edited in the turns given, lower case, without folders. */
  editedFiles: Set<string>;
  /** Place of the turn in its session, from 1. */
  n: number;
}

/** Replies that stand for none. */
const NO_REPLY = /^\s*(?:No response requested\.?|\(no content\)|API Error\b[\s\S]*)\s*$/;

/** Sums up the turns before a prompt. Turns started by a machine belong to the person's turn before them. */
export function contextOf(turn: TurnFacts, earlier: readonly TurnFacts[]): Context {
  const recent: TurnFacts[] = [];
  for (const before of earlier.toReversed()) {
    recent.push(before);
    if (!isMachineText(before.prompt)) break;
  }
  const last = earlier.at(-1);
  const actions = recent.flatMap((before) => before.actions);
  const spoken = earlier.findLast((before) => before.reply !== '' && !NO_REPLY.test(before.reply));
  return {
    reply: spoken?.reply ?? '',
    actions,
    prompts: earlier.toReversed().flatMap((before) => (isMachineText(before.prompt) ? [] : [before.prompt])),
    interrupted: recent.some((before) => before.interrupted),
    refused: actions.some((action) => action.outcome === 'refused'),
    gapMinutes: last ? Math.max(0, turn.startedAt - last.endedAt) / 60_000 : 0,
    editedFiles: new Set(
      earlier.flatMap((before) => before.actions.filter((action) => action.kind === 'edit').map(fileName)),
    ),
    n: turn.n,
  };
}

function fileName(action: ActionFacts): string {
  return action.target.slice(action.target.lastIndexOf('/') + 1).toLowerCase();
}
