import type { JudgedTurn } from '../../shared/judged-turn.ts';
import { isMachineText } from '../pushback/machine-text.ts';
import { HABITS, readPrompt, type Habit } from './habits.ts';
import { compare, holding, type Comparison } from './stratified.ts';

/** Which habits of prompting went with better or worse ends, in the person's own history. Pure. */
export interface PromptCase {
  turn: JudgedTurn;
  habits: ReadonlySet<string>;
  /** One of the next two prompts of the session pushes back. */
  pushback: boolean;
  interrupted: boolean;
  /** A tool call of the turn failed. */
  error: boolean;
  /** Turns from this one to the first that is not followed by pushback. */
  turnsUntilDone: number;
}

export const OUTCOMES = ['pushback', 'interrupted', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Finding {
  habit: Habit;
  outcome: Outcome;
  comparison: Comparison;
}

export interface Findings {
  cases: PromptCase[];
  /** Differences that hold, the largest first. */
  proven: Finding[];
  /** Habits with enough prompts on both sides and no difference that holds. */
  noDifference: Habit[];
  /** Habits with too few prompts on one side. */
  notEnough: Habit[];
}

/** On either side. */
const LEAST_TURNS = 30;
const LEAST_SESSIONS = 8;
/** How often what is counted must have happened at all. */
const LEAST_EVENTS = 10;
/**
 * Benjamini and Hochberg's q over all habits and outcomes. Stricter than the usual 0.05: the sessions of one
 * person are not an experiment, and a wrong advice costs more than a missing one (docs/insights.md).
 */
const Q = 0.005;

/** Prompts of a person that were followed by another prompt. @param failures failed calls by row id of the turn */
export function promptCases(
  turns: readonly JudgedTurn[],
  failures: ReadonlyMap<number, number>,
): PromptCase[] {
  const cases: PromptCase[] = [];
  for (const own of Map.groupBy(turns, (turn) => turn.sessionId).values()) {
    const session = own.toSorted((a, b) => a.turn - b.turn);
    session.forEach((turn, index) => {
      const next = session.slice(index + 1, index + 3);
      if (next.length === 0 || isMachineText(turn.prompt)) return;
      const read = readPrompt(turn.prompt, turn.images);
      let until = 1;
      while (session[index + until]?.kind) until += 1;
      cases.push({
        turn,
        habits: new Set(HABITS.filter((habit) => habit.holds(read)).map(({ name }) => name)),
        pushback: next.some(({ kind }) => kind !== null),
        interrupted: turn.interrupted,
        error: (failures.get(turn.id) ?? 0) > 0,
        turnsUntilDone: until,
      });
    });
  }
  return cases;
}

export function findingsIn(cases: readonly PromptCase[]): Findings {
  const tested: Finding[] = [];
  const notEnough: Habit[] = [];
  for (const habit of HABITS) {
    const has = cases.filter(({ habits }) => habits.has(habit.name));
    const hasNot = cases.filter(({ habits }) => !habits.has(habit.name));
    if (!isEnough(has) || !isEnough(hasNot)) {
      notEnough.push(habit);
      continue;
    }
    for (const outcome of OUTCOMES) {
      if (cases.filter((one) => one[outcome]).length < LEAST_EVENTS) continue;
      tested.push({ habit, outcome, comparison: compare(cases.map((one) => caseOf(one, habit, outcome))) });
    }
  }
  const holds = holding(
    tested.map(({ comparison }) => comparison.p),
    Q,
  );
  const proven = tested
    .filter((_, index) => holds[index])
    .sort(
      (a, b) =>
        OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
        Math.abs(b.comparison.difference) - Math.abs(a.comparison.difference),
    );
  const noDifference = HABITS.filter(
    (habit) => !notEnough.includes(habit) && !proven.some((finding) => finding.habit === habit),
  );
  return { cases: [...cases], proven, noDifference, notEnough };
}

function isEnough(cases: readonly PromptCase[]): boolean {
  return (
    cases.length >= LEAST_TURNS && new Set(cases.map(({ turn }) => turn.sessionId)).size >= LEAST_SESSIONS
  );
}

/** Like with like: the same intent and project, and a session's first prompt apart from later ones. */
function caseOf({ turn, habits, ...rest }: PromptCase, habit: Habit, outcome: Outcome) {
  return {
    stratum: `${turn.intent ?? 'other'} ${turn.project} ${turn.beforeId === null ? 'first' : 'later'}`,
    cluster: turn.sessionId,
    exposed: habits.has(habit.name),
    happened: rest[outcome],
  };
}
