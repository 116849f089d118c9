import type { ActionFacts, TurnFacts } from '../../../src/shared/turn-facts.ts';

/** A turn with what a test cares about; the rest is blank. */
export function turn(prompt: string, given: Partial<TurnFacts> = {}): TurnFacts {
  return {
    sessionId: 'session',
    n: 2,
    promptUuid: 'prompt',
    prompt,
    reply: '',
    startedAt: 120_000,
    endedAt: 180_000,
    interrupted: false,
    actions: [],
    ...given,
  };
}

export const EDIT: ActionFacts = { tool: 'Edit', kind: 'edit', target: 'src/invoice.ts', outcome: 'ok' };

/** One turn in which the assistant edited a file and said that it is done. */
export const EDITED: TurnFacts[] = [
  turn('Add the discount to the invoice total.', {
    n: 1,
    startedAt: 0,
    endedAt: 60_000,
    reply: 'Done. The invoice total now takes the discount into account.',
    actions: [EDIT],
  }),
];
