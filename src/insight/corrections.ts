import type { JudgedTurn } from '../shared/judged-turn.ts';
import { differenceOfRates, round, wilson, type Rate } from './interval.ts';

/** Where person and assistant talk past each other: counts over judged turns. Pure. */
export type CorrectionGroup = 'day' | 'week' | 'project' | 'model' | 'cause' | 'intent';

export interface CorrectionCounts {
  /** Turns that answer an earlier turn of the assistant. */
  turns: number;
  pushback: { count: number } & Rate;
  by_kind: { correction: number; failure_report: number; rejection: number; reprompt: number };
  interruptions: { count: number; rate: number };
  by_cause: Record<string, number>;
  groups?: ({ key: string; turns: number; pushback: number } & Rate)[];
  trend: { direction: 'rising' | 'falling' | 'steady' | 'unclear'; earlier: Period; later: Period };
  /** Turns that push back, surest and newest first. */
  pushedBack: JudgedTurn[];
}

interface Period {
  turns: number;
  pushback: number;
  rate: number;
}

/** Below this many turns in either half, no trend is claimed. */
const TREND_TURNS = 30;
const TREND_P = 0.05;

export function countCorrections(all: readonly JudgedTurn[], groupBy?: CorrectionGroup): CorrectionCounts {
  const turns = all.filter((turn) => turn.answers);
  const pushedBack = turns.filter((turn) => turn.kind !== null);
  const interrupted = all.filter((turn) => turn.interrupted).length;
  const kinds = tally(pushedBack, (turn) => turn.kind ?? '');
  return {
    turns: turns.length,
    pushback: { count: pushedBack.length, ...wilson(pushedBack.length, turns.length) },
    by_kind: {
      correction: kinds['correction'] ?? 0,
      failure_report: kinds['failure_report'] ?? 0,
      rejection: kinds['rejection'] ?? 0,
      reprompt: kinds['reprompt'] ?? 0,
    },
    interruptions: { count: interrupted, rate: all.length === 0 ? 0 : round(interrupted / all.length) },
    by_cause: tally(pushedBack, (turn) => turn.cause ?? 'other'),
    ...(groupBy ? { groups: groupsOf(turns, groupBy) } : {}),
    trend: trendOf(turns),
    pushedBack: pushedBack.toSorted(
      (a, b) => (b.confidence ?? 0) - (a.confidence ?? 0) || (b.at ?? 0) - (a.at ?? 0),
    ),
  };
}

/** Counts by key, the most first. */
function tally(turns: readonly JudgedTurn[], keyOf: (turn: JudgedTurn) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const turn of turns) counts.set(keyOf(turn), (counts.get(keyOf(turn)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}

function groupsOf(turns: readonly JudgedTurn[], groupBy: CorrectionGroup): CorrectionCounts['groups'] {
  const counts = new Map<string, { turns: number; pushback: number }>();
  for (const turn of turns) {
    const key = KEY_OF[groupBy](turn);
    if (key === null) continue;
    const group = counts.get(key) ?? { turns: 0, pushback: 0 };
    group.turns += 1;
    if (turn.kind !== null) group.pushback += 1;
    counts.set(key, group);
  }
  // A cause is known of pushback only: its rate is the share of all turns.
  const of = (group: { turns: number }): number => (groupBy === 'cause' ? turns.length : group.turns);
  const groups = [...counts].map(([key, group]) => ({
    key,
    turns: of(group),
    pushback: group.pushback,
    ...wilson(group.pushback, of(group)),
  }));
  const isTime = groupBy === 'day' || groupBy === 'week';
  return groups.sort((a, b) =>
    isTime ? (a.key < b.key ? -1 : 1) : b.pushback - a.pushback || b.turns - a.turns,
  );
}

const KEY_OF: Record<CorrectionGroup, (turn: JudgedTurn) => string | null> = {
  day: (turn) => (turn.at === null ? null : dayOf(turn.at)),
  week: (turn) => (turn.at === null ? null : mondayOf(turn.at)),
  project: (turn) => turn.project || 'unknown',
  model: (turn) => turn.model ?? 'unknown',
  cause: (turn) => turn.cause,
  intent: (turn) => turn.intent ?? 'other',
};

/** Days and weeks of the local calendar; a week is named by its Monday. */
function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

function mondayOf(at: number): string {
  const date = new Date(at);
  return dayOf(
    new Date(date.getFullYear(), date.getMonth(), date.getDate() - ((date.getDay() + 6) % 7)).getTime(),
  );
}

/** First against second half of the period, by time; a direction is claimed only when a test bears it out. */
function trendOf(turns: readonly JudgedTurn[]): CorrectionCounts['trend'] {
  const timed = turns.filter((turn) => turn.at !== null);
  const from = timed[0]?.at ?? 0;
  const to = timed.at(-1)?.at ?? 0;
  const middle = (from + to) / 2;
  const earlier = periodOf(timed.filter((turn) => (turn.at ?? 0) < middle));
  const later = periodOf(timed.filter((turn) => (turn.at ?? 0) >= middle));
  const isEnough = earlier.turns >= TREND_TURNS && later.turns >= TREND_TURNS;
  const p = differenceOfRates(earlier.pushback, earlier.turns, later.pushback, later.turns);
  const direction = !isEnough
    ? 'unclear'
    : p >= TREND_P
      ? 'steady'
      : later.rate > earlier.rate
        ? 'rising'
        : 'falling';
  return { direction, earlier, later };
}

function periodOf(turns: readonly JudgedTurn[]): Period {
  const pushback = turns.filter((turn) => turn.kind !== null).length;
  return { turns: turns.length, pushback, rate: turns.length === 0 ? 0 : round(pushback / turns.length) };
}
