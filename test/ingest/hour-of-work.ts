import { seeded } from './random.ts';
import { idOf, lines, speak } from './records.ts';

/** A line (or a few that are written at once) and the session whose transcript it is appended to. */
export interface Written {
  session: string;
  text: string;
}

const SESSIONS = 5;
const WRITES_A_MINUTE = 60;
const WORDS = [
  'heron',
  'duck',
  'egret',
  'pond',
  'lake',
  'reed',
  'parseTranscriptLine',
  'nest',
  'the',
  'of',
  'is',
];

/**
 * What is written while five sessions work, by minute, the same for the same seed: about 60 lines a minute, a new
 * session now and then, turns of one call and of a hundred.
 */
export function hourOfWork(seed: number, minutes = 60): Written[][] {
  const random = seeded(seed);
  const words = (count: number): string => Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
  let begun = 0;
  let calls = 0;
  const begin = () => {
    const session = idOf('hour', seed, begun++);
    return { session, say: speak({ session, start: Date.UTC(2026, 10, 1, 9) + begun * 1000 }) };
  };
  const open = Array.from({ length: SESSIONS }, begin);
  return Array.from({ length: minutes }, () =>
    Array.from({ length: WRITES_A_MINUTE }, (): Written => {
      const at = random.between(0, SESSIONS);
      if (random.chance(0.01)) open[at] = begin();
      const { session, say } = open[at]!;
      if (random.chance(0.03)) return { session, text: lines(say.user(words(30))) };
      if (random.chance(0.2)) return { session, text: lines(say.reply(words(120))) };
      const id = `toolu_${idOf(seed, calls++)}`;
      const call = say.call(id, 'Bash', { command: `npm run ${words(3)}` });
      return { session, text: lines(call, say.result(id, words(random.between(10, 3000)))) };
    }),
  );
}
