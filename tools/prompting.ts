import { beforeAfter } from '../src/insight/before-after.ts';
import { findingsIn, promptCases, type Finding, type PromptCase } from '../src/insight/habits/advice.ts';
import { HABITS, readPrompt } from '../src/insight/habits/habits.ts';
import { bestSimilar } from '../src/insight/habits/similar-prompt.ts';
import type { Side } from '../src/insight/habits/stratified.ts';
import { round } from '../src/insight/interval.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { PromptingAnswer, PromptingRequest } from '../src/shared/prompting-answer.ts';
import { judgedTurns } from '../src/store/judged-turns.ts';
import type { Store } from '../src/store/open.ts';
import { takenAdvice } from '../src/store/taken-advice.ts';
import { failuresByTurn } from '../src/store/tool-calls.ts';
import { workByTurn, type TurnWork } from '../src/store/turn-work.ts';
import { selectionOf } from './selection.ts';

/** Advice for prompts out of the person's own history: only what holds, with its counts. */

const EXAMPLES = 2;
const PROMPT_CHARS = 300;
const LEAST_SIMILAR_CHARS = 40;

/** @throws HerError `bad-time` | `unknown-project` */
export async function promptingIn(
  store: Store,
  request: PromptingRequest,
  now: number,
): Promise<WithoutFreshness<PromptingAnswer>> {
  const turns = judgedTurns(store, await selectionOf(store, request, now));
  const cases = promptCases(turns, failuresByTurn(store));
  const { proven, noDifference, notEnough } = findingsIn(cases);
  const work = workByTurn(store);
  const followed = followedUp(store, cases);
  return {
    looked_at: { prompts: cases.length, sessions: new Set(cases.map(({ turn }) => turn.sessionId)).size },
    advice: proven.map((finding) => adviceOf(finding, cases, work)),
    ...(noDifference.length > 0 ? { no_difference: noDifference.map(({ title }) => title) } : {}),
    ...(notEnough.length > 0
      ? {
          not_enough_data: notEnough.map(({ name, title }) => {
            const count = cases.filter(({ habits }) => habits.has(name)).length;
            return { habit: title, with: count, without: cases.length - count };
          }),
        }
      : {}),
    ...(request.prompt === undefined ? {} : { draft: draftOf(request.prompt, proven, cases) }),
    ...(followed.length > 0 ? { followed_up: followed } : {}),
    ...(proven.length === 0
      ? {
          notes: [
            'Not enough data: no habit makes a difference here that holds. There is no advice to give.',
          ],
        }
      : {}),
  };
}

function adviceOf(
  { habit, outcome, comparison }: Finding,
  cases: readonly PromptCase[],
  work: ReadonlyMap<number, TurnWork>,
): PromptingAnswer['advice'][number] {
  const has = cases.filter(({ habits }) => habits.has(habit.name));
  const hasNot = cases.filter(({ habits }) => !habits.has(habit.name));
  const helps = comparison.difference < 0;
  const [better, worse] = helps ? [has, hasNot] : [hasNot, has];
  const tokens = (own: readonly PromptCase[]): number =>
    median(own.map(({ turn }) => work.get(turn.id)?.output ?? 0));
  const until = (own: readonly PromptCase[]): number =>
    Math.round((own.reduce((sum, one) => sum + one.turnsUntilDone, 0) / own.length) * 100) / 100;
  const good = quoted(better.filter((one) => !one[outcome]));
  const bad = quoted(worse.filter((one) => one[outcome]));
  return {
    habit: habit.name,
    do: helps ? habit.whenItHelps : habit.whenItHurts,
    says: sentenceOf({ habit, outcome, comparison }),
    outcome,
    with: counted(comparison.exposed),
    without: counted(comparison.unexposed),
    difference: round(comparison.difference),
    low: round(Math.max(-1, comparison.low)),
    high: round(Math.min(1, comparison.high)),
    p: round(comparison.p),
    ...(tokens(has) + tokens(hasNot) > 0 ? { tokens: { with: tokens(has), without: tokens(hasNot) } } : {}),
    turns_until_done: { with: until(has), without: until(hasNot) },
    ...(good.length > 0 ? { good } : {}),
    ...(bad.length > 0 ? { bad } : {}),
  };
}

const OUTCOME_WORDS = {
  pushback: 'pushed back within two turns',
  interrupted: 'interrupted',
  error: 'with failed tool calls',
} as const;

/** "A prompt that names the file, pushed back within two turns: with 12 % (31 of 258), without 24 % (80 of 331)." */
function sentenceOf({ habit, outcome, comparison }: Finding): string {
  const side = ({ rate, count, turns }: Side): string => `${Math.round(rate * 100)} % (${count} of ${turns})`;
  return `A prompt that ${habit.title}, ${OUTCOME_WORDS[outcome]}: with ${side(comparison.exposed)}, without ${side(comparison.unexposed)}.`;
}

function counted({ turns, count, rate, low, high }: Side): PromptingAnswer['advice'][number]['with'] {
  return { turns, count, rate, low, high };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** The latest first; very short ones show nothing. */
function quoted(cases: readonly PromptCase[]): { session_id: string; turn: number; prompt: string }[] {
  return cases
    .filter(({ turn }) => turn.prompt.trim().length >= LEAST_SIMILAR_CHARS)
    .slice(-EXAMPLES)
    .toReversed()
    .map(({ turn }) => ({ session_id: turn.sessionId, turn: turn.turn, prompt: short(turn.prompt) }));
}

function draftOf(
  draft: string,
  proven: readonly Finding[],
  cases: readonly PromptCase[],
): NonNullable<PromptingAnswer['draft']> {
  const read = readPrompt(draft, 0);
  const wanted = proven.filter(({ comparison }) => comparison.difference < 0);
  const isFollowed = ({ habit, comparison }: Finding): boolean =>
    habit.holds(read) === comparison.difference < 0;
  const has = [
    ...new Set(
      proven
        .filter(isFollowed)
        .map(({ habit, comparison }) =>
          comparison.difference < 0 ? habit.title : `does not: ${habit.title}`,
        ),
    ),
  ];
  const lacking = [
    ...new Map(
      proven.filter((finding) => !isFollowed(finding)).map((finding) => [finding.habit.name, finding]),
    ).values(),
  ];
  const similar = bestSimilar(draft, cases, new Set(wanted.map(({ habit }) => habit.name)));
  return {
    ...(has.length > 0 ? { has } : {}),
    ...(lacking.length > 0
      ? {
          lacks: lacking.map((finding) => ({
            habit: finding.habit.name,
            do: finding.comparison.difference < 0 ? finding.habit.whenItHelps : finding.habit.whenItHurts,
            says: sentenceOf(finding),
          })),
        }
      : {}),
    ...(similar
      ? {
          best_similar: {
            session_id: similar.found.turn.sessionId,
            turn: similar.found.turn.turn,
            prompt: short(similar.found.turn.prompt),
            ...(similar.found.turn.project ? { project: similar.found.turn.project } : {}),
            similarity: Math.min(1, similar.similarity),
          },
        }
      : {}),
  };
}

/** Whether advice that was taken is followed, and whether there is less pushback since. */
function followedUp(store: Store, cases: readonly PromptCase[]): NonNullable<PromptingAnswer['followed_up']> {
  return takenAdvice(store, 'habit').flatMap(({ text, at }) => {
    const habit = HABITS.find(({ name }) => name === text);
    if (!habit) return [];
    const over = (happened: (one: PromptCase) => boolean): ReturnType<typeof beforeAfter> =>
      beforeAfter(
        cases.map((one) => ({ at: one.turn.at, happened: happened(one) })),
        at,
      );
    return [
      {
        habit: habit.name,
        used: over(({ habits }) => habits.has(habit.name)),
        pushback: over(({ pushback }) => pushback),
      },
    ];
  });
}

function short(prompt: string): string {
  const line = prompt.replace(/\s+/g, ' ').trim();
  return line.length <= PROMPT_CHARS ? line : `${line.slice(0, PROMPT_CHARS - 1).toWellFormed()}…`;
}
