import type { JudgedTurn } from '../shared/judged-turn.ts';

/** Sessions in which the person had to say it again and again. Pure. */
export interface StuckSession {
  sessionId: string;
  project: string;
  turns: number;
  pushback: number;
  /** Most turns in a row that push back or repeat the prompt before. */
  longestRun: number;
  /** The turn at which that run begins. */
  from: number;
}

/** Runs of two, or three turns that push back, make a session one of these. */
const RUN = 2;
const PUSHBACKS = 3;
/** Share of common words from which a prompt repeats another (agentsview counts from 0.85: near copies alone). */
const SAME_WORDS = 0.7;
const LEAST_WORDS = 4;

/** @param turns in the order of time; those stuck longest come first */
export function stuckSessions(turns: readonly JudgedTurn[]): StuckSession[] {
  const stuck: StuckSession[] = [];
  for (const [sessionId, own] of Map.groupBy(turns, (turn) => turn.sessionId)) {
    let [run, longestRun, from, start] = [0, 0, 0, 0];
    own.forEach((turn, index) => {
      const isAgain = turn.kind !== null || (index > 0 && repeats(turn.prompt, own[index - 1]!.prompt));
      if (isAgain && run === 0) start = turn.turn;
      run = isAgain ? run + 1 : 0;
      if (run > longestRun) [longestRun, from] = [run, start];
    });
    const pushback = own.filter((turn) => turn.kind !== null).length;
    if (longestRun >= RUN || pushback >= PUSHBACKS)
      stuck.push({ sessionId, project: own[0]!.project, turns: own.length, pushback, longestRun, from });
  }
  return stuck.sort((a, b) => b.longestRun - a.longestRun || b.pushback - a.pushback);
}

function repeats(prompt: string, before: string): boolean {
  const [a, b] = [wordsOf(prompt), wordsOf(before)];
  if (a.size < LEAST_WORDS || b.size < LEAST_WORDS) return false;
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common) >= SAME_WORDS;
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .slice(0, 2000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}
