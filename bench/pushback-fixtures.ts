import type { ActionFacts, TurnFacts } from '../src/shared/turn-facts.ts';

/** One line of test/fixtures/pushback/*.jsonl: a prompt, and what the assistant did and said just before it. */
export interface Fixture {
  label: 'none' | 'correction' | 'failure_report' | 'rejection' | 'reprompt';
  prompt: string;
  /** The assistant's last words. */
  reply: string;
  /** What it did: names of kinds, `edit`, `command`, `read`. */
  did?: ActionFacts['kind'][];
  /** The person stopped it. */
  interrupted?: boolean;
}

/** The turn of a fixture and the one turn before it. */
export function fixtureTurn({
  prompt,
  reply,
  did = [],
  interrupted = false,
}: Fixture): [TurnFacts, TurnFacts[]] {
  const earlier = blankTurn(1, 'Please look after the settings page.');
  earlier.reply = reply;
  earlier.interrupted = interrupted;
  earlier.actions = did.map((kind) => ({ tool: kind, kind, target: 'src/settings.ts', outcome: 'ok' }));
  return [{ ...blankTurn(2, prompt), startedAt: 120_000, endedAt: 120_000 }, [earlier]];
}

function blankTurn(n: number, prompt: string): TurnFacts {
  return {
    sessionId: 's',
    n,
    promptUuid: `p${String(n)}`,
    prompt,
    reply: '',
    startedAt: 0,
    endedAt: 60_000,
    interrupted: false,
    actions: [],
  };
}
