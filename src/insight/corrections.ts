import type { JudgedTurn } from '../shared/judged-turn.ts';
import { dayOf, hourOf, weekOf } from './calendar.ts';
import { round, wilson, type Rate } from './interval.ts';
import { trendOf, type Trend } from './trend.ts';

/** Where person and assistant talk past each other: counts over judged turns. Pure. */
export type CorrectionGroup =
  'day' | 'week' | 'hour' | 'prompt_length' | 'project' | 'model' | 'cause' | 'intent';

export interface CorrectionCounts {
  /** Turns that answer an earlier turn of the assistant. */
  turns: number;
  pushback: { count: number } & Rate;
  /** Only what the detector is sure of. */
  strict: { count: number } & Rate;
  by_kind: { correction: number; failure_report: number; rejection: number; reprompt: number };
  interruptions: { count: number; rate: number };
  by_cause: Record<string, number>;
  groups?: ({ key: string; turns: number; pushback: number } & Rate)[];
  trend: Trend;
  /** Turns that push back, surest and newest first. */
  pushedBack: JudgedTurn[];
}

/** Of the turns so sure, about nineteen in twenty are pushback (docs/pushback.md). */
export const STRICT = 0.9;

export function countCorrections(all: readonly JudgedTurn[], groupBy?: CorrectionGroup): CorrectionCounts {
  const turns = all.filter((turn) => turn.answers);
  const pushedBack = turns.filter((turn) => turn.kind !== null);
  const sure = pushedBack.filter((turn) => (turn.confidence ?? 0) >= STRICT).length;
  const interrupted = all.filter((turn) => turn.interrupted).length;
  const kinds = tally(pushedBack, (turn) => turn.kind ?? '');
  return {
    turns: turns.length,
    pushback: { count: pushedBack.length, ...wilson(pushedBack.length, turns.length) },
    strict: { count: sure, ...wilson(sure, turns.length) },
    by_kind: {
      correction: kinds['correction'] ?? 0,
      failure_report: kinds['failure_report'] ?? 0,
      rejection: kinds['rejection'] ?? 0,
      reprompt: kinds['reprompt'] ?? 0,
    },
    interruptions: { count: interrupted, rate: all.length === 0 ? 0 : round(interrupted / all.length) },
    by_cause: tally(pushedBack, (turn) => turn.cause ?? 'other'),
    ...(groupBy ? { groups: groupsOf(turns, groupBy) } : {}),
    trend: trendOf(
      turns.flatMap(({ at, kind, sessionId }) =>
        at === null ? [] : [{ at, happened: kind !== null, cluster: sessionId }],
      ),
    ),
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
  return groups.sort(ORDER_OF[groupBy] ?? mostPushback);
}

type Group = NonNullable<CorrectionCounts['groups']>[number];

function mostPushback(a: Group, b: Group): number {
  return b.pushback - a.pushback || b.turns - a.turns;
}

function byKey(a: Group, b: Group): number {
  return a.key < b.key ? -1 : 1;
}

/** Where the keys have an order of their own. */
const ORDER_OF: Partial<Record<CorrectionGroup, (a: Group, b: Group) => number>> = {
  day: byKey,
  week: byKey,
  hour: byKey,
  prompt_length: (a, b) => lengthIndex(a.key) - lengthIndex(b.key),
};

const KEY_OF: Record<CorrectionGroup, (turn: JudgedTurn) => string | null> = {
  day: (turn) => (turn.at === null ? null : dayOf(turn.at)),
  week: (turn) => (turn.at === null ? null : weekOf(turn.at)),
  hour: (turn) => (turn.at === null ? null : hourOf(turn.at)),
  // Length and intent are those of the prompt whose answer is judged: that one could have been another.
  prompt_length: (turn) => (turn.beforeChars === null ? null : lengthOf(turn.beforeChars)),
  project: (turn) => turn.project || 'unknown',
  model: (turn) => turn.model ?? 'unknown',
  cause: (turn) => turn.cause,
  intent: (turn) => turn.beforeIntent ?? 'other',
};

/** Characters, `[from, to)`. */
const LENGTHS = [
  { key: 'under 40', to: 40 },
  { key: '40 to 119', to: 120 },
  { key: '120 to 399', to: 400 },
  { key: '400 to 1199', to: 1200 },
  { key: '1200 and more', to: Infinity },
];

function lengthOf(chars: number): string {
  return LENGTHS.find(({ to }) => chars < to)!.key;
}

function lengthIndex(key: string): number {
  return LENGTHS.findIndex((length) => length.key === key);
}
