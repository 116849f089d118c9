import type { ReplayTurn } from '../shared/replay-answer.ts';
import { cursorAt } from '../shared/cursor.ts';
import { HerError } from '../shared/errors.ts';
import { tellActionAt, tellTurn, type Detail, type LoadedTurn } from './tell-turn.ts';
import type { PlacedTurn } from './timeline.ts';

/** Where a page begins: a turn, and how many of its actions have been shown. */
export interface Place {
  n: number;
  action: number;
}

/** Tried one after the other when a turn is too long for a page of its own. */
const SCALES = [0.5, 0.25, 0.1, 0.03];

/** As many turns as fit; a turn that does not fit alone is told in parts. */
export function pageOf(
  wanted: readonly PlacedTurn[],
  load: (turn: PlacedTurn) => LoadedTurn,
  detail: Detail,
  allRoom: number,
  from: Place,
): { turns: ReplayTurn[]; next?: string } {
  const turns: ReplayTurn[] = [];
  let room = allRoom;
  for (const [index, turn] of wanted.entries()) {
    const loaded = load(turn);
    const count = loaded.actions.length;
    const start = turn.n === from.n ? Math.min(from.action, count) : 0;
    const whole = partThatFits(loaded, detail, 1, start, room);
    if (whole?.to === count) {
      turns.push(whole.told);
      room -= sizeOf(whole.told);
      continue;
    }
    if (turns.length > 0) return { turns, next: cursorAt(turn.n, start) };
    const { told, to } = whole ?? shorterPart(loaded, detail, start, room);
    const rest = wanted[index + 1];
    return { turns: [told], next: to < count ? cursorAt(turn.n, to) : rest && cursorAt(rest.n) };
  }
  return { turns };
}

interface ToldPart {
  told: ReplayTurn;
  /** The first action that is not in it. */
  to: number;
}

/** The turn from an action on, with as many actions as fit; undefined when not even one does. */
function partThatFits(
  loaded: LoadedTurn,
  detail: Detail,
  scale: number,
  start: number,
  room: number,
): ToldPart | undefined {
  const count = loaded.actions.length;
  let left = room - sizeOf(tellTurn(loaded, detail, { scale, from: start, to: start }));
  if (left < 0) return undefined;
  let to = start;
  for (; to < count; to += 1) {
    left -= sizeOfAction(loaded, detail, scale, to);
    if (left < 0) break;
  }
  if (to === start && to < count) return undefined;
  return { told: tellTurn(loaded, detail, { scale, from: start, to }), to };
}

/** With shorter texts; never less than one action, so that each page goes on. */
function shorterPart(loaded: LoadedTurn, detail: Detail, start: number, room: number): ToldPart {
  for (const scale of SCALES) {
    const part = partThatFits(loaded, detail, scale, start, room);
    if (part) return part;
  }
  const part = { scale: SCALES.at(-1)!, from: start, to: Math.min(start + 1, loaded.actions.length) };
  return { told: tellTurn(loaded, detail, part), to: part.to };
}

/** The frame of a list of actions and of the note that says which they are. */
const ACTIONS_FRAME = 60;

function sizeOfAction(loaded: LoadedTurn, detail: Detail, scale: number, index: number): number {
  const told = tellActionAt(loaded, detail, scale, index);
  return told === undefined ? 0 : JSON.stringify(told).length + 1;
}

function sizeOf(turn: ReplayTurn): number {
  return JSON.stringify(turn).length + (turn.actions ? 1 : ACTIONS_FRAME);
}

/** @throws HerError `bad-cursor` */
export function placeOf(cursor: string): Place {
  const found = /^at-(\d{1,9})(?:\.(\d{1,9}))?$/.exec(cursor);
  if (!found)
    throw new HerError(
      'bad-cursor',
      `"${cursor}" is no cursor of a replay. Pass next_cursor of the answer before as it is, or leave cursor out.`,
    );
  return { n: Number(found[1]), action: Number(found[2] ?? 0) };
}
