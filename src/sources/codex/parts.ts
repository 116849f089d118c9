import type { Event } from '../../shared/events.ts';
import { asArray, asObject, asString } from '../../shared/json.ts';
import type { LineVerdict } from '../source.ts';

/** What records of every kind have, and what they tell each other. */

/** What a record says that later records lean on. */
export interface Told {
  model: string | null;
  turn: string | null;
  /** Prompts of the turn at hand so far. */
  prompts: number;
  /** Which of the two ways of recording prompts this turn has; in the other they would be copies. */
  promptsAs: string | null;
  /** Another session started this one. */
  isSubagent: boolean;
}

export interface Placed {
  session: string;
  at: number | null;
}

export function beginTurn(turn: string | undefined, told: Told): void {
  if (turn === undefined || turn === told.turn) return;
  told.turn = turn;
  told.prompts = 0;
  told.promptsAs = null;
}

export const events = (list: Event[]): LineVerdict =>
  list.length > 0 ? { kind: 'events', events: list } : { kind: 'skipped' };
export const unknown = (type: string | undefined): LineVerdict => ({
  kind: 'unknown',
  type: type ?? '(none)',
  version: null,
});

export function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : time;
}

export function textOf(blocks: unknown): string {
  return asArray(blocks)
    .map((block) => asString(asObject(block)['text']) ?? '')
    .filter((text) => text !== '')
    .join('\n');
}

export function texts(type: 'summary' | 'thinking', text: string | undefined, base: Placed): Event[] {
  return text?.trim() ? [{ ...base, type, text }] : [];
}
