import type { JudgedTurn } from '../src/shared/judged-turn.ts';
import { seeded } from './seeded.ts';

/**
 * A person's history that never was, in which five habits change how often a prompt is pushed back, by known
 * amounts, and five do not. Sessions differ among each other, some tasks are harder, and pasted errors come with
 * the harder ones: what tells on a careless count.
 */

/** Added to the log odds of pushback. */
export const PLANTED: Readonly<Record<string, number>> = {
  names_file: -1.3,
  says_done: -1.3,
  limits: -1.4,
  plan_first: -1.4,
  several_tasks: 1.2,
};
export const NULL_HABITS = ['gives_example', 'pastes_error', 'says_why', 'names_symbol', 'image'] as const;

const WORDING: Readonly<Record<string, string>> = {
  names_file: 'It is in src/berth/queue.ts.',
  says_done: 'It is done when the berth list is sorted.',
  limits: "Don't touch the other views.",
  plan_first: 'Make a plan before the work starts.',
  several_tasks: '\n- sort the berths\n- show the tide\n- mark the late ones',
  gives_example: 'For example the north quay.',
  pastes_error: '\n```\nTypeError: cannot read berth of undefined\n    at run (queue.js:1:2)\n```',
  says_why: 'We want it because the crew is confused.',
  names_symbol: 'It is about berthQueue.',
};
const HARDER = { create: 0, fix: 0.8, refactor: 0.3 };
const FILLER = [
  'the berth list jumps',
  'ships come late',
  'the tide is off by one',
  'crews see old plans',
  'quays overlap',
];

/** @param seed the same seed makes the same history. @param sessions of two to ten turns each */
export function syntheticHistory(seed: number, sessions = 500): JudgedTurn[] {
  const random = seeded(seed);
  const turns: JudgedTurn[] = [];
  for (let session = 0; session < sessions; session++) {
    const project = ['harbor', 'tides', 'crew'][Math.floor(random() * 3)]!;
    const mood = gaussian(random) * 0.5;
    let odds: number | null = null;
    const count = 2 + Math.floor(random() * 9);
    for (let n = 1; n <= count; n++) {
      const intents = Object.keys(HARDER) as (keyof typeof HARDER)[];
      const intent = intents[Math.floor(random() * intents.length)]!;
      const habits = [...Object.keys(PLANTED), ...NULL_HABITS].filter(
        (habit) => random() < (habit === 'pastes_error' ? (intent === 'fix' ? 0.6 : 0.1) : 0.3),
      );
      const isPushback = odds !== null && random() < 1 / (1 + Math.exp(-odds));
      const id = turns.length + 1;
      turns.push({
        id,
        beforeId: n === 1 ? null : id - 1,
        sessionId: `s${session}`,
        turn: n,
        promptUuid: `u${id}`,
        prompt: promptOf(habits, random),
        images: habits.includes('image') ? 1 : 0,
        at: Date.UTC(2026, 0, 1) + session * 3_600_000 + n * 60_000,
        project,
        model: 'claude-opus-4-6',
        interrupted: random() < 0.05,
        answers: n > 1,
        beforeChars: null,
        beforeIntent: null,
        before: '',
        intent,
        kind: isPushback ? 'correction' : null,
        cause: isPushback ? 'bug' : null,
        confidence: isPushback ? 0.8 : null,
        annotated: false,
      });
      odds = -0.9 + mood + HARDER[intent] + habits.reduce((sum, habit) => sum + (PLANTED[habit] ?? 0), 0);
    }
  }
  return turns;
}

function promptOf(habits: readonly string[], random: () => number): string {
  const filler = Array.from(
    { length: 1 + Math.floor(random() * 12) },
    () => FILLER[Math.floor(random() * FILLER.length)]!,
  );
  return [`${filler.join(' and ')}.`, ...habits.flatMap((habit) => WORDING[habit] ?? [])].join(' ');
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
