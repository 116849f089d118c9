import type { WithoutFreshness } from '../shared/answers.ts';
import type { ReplayAnswer, ReplayRequest } from '../shared/replay-answer.ts';
import { HerError } from '../shared/errors.ts';
import { sessionTitle } from '../shared/session-labels.ts';
import type { Asking } from '../store/asking-session.ts';
import type { Store } from '../store/open.ts';
import { subagentHeads, type SessionHead } from '../store/timeline.ts';
import { sumUsage, usageBySession, usageByTurn, type UsageRow } from '../store/usage.ts';
import { pushbackByTurn } from '../store/verdicts.ts';
import { findSession } from './find-session.ts';
import { pageOf, placeOf } from './page.ts';
import { loadTurn, type LoadedTurn } from './tell-turn.ts';
import { timelineOf, type PlacedTurn } from './timeline.ts';

const CHARS_PER_TOKEN = 4;
/** No answer may be longer (docs/tools.md). */
const MOST_CHARS = 45_000;
/** Freshness, cursor and the names around them. */
const FRAME_CHARS = 260;
const MOST_SUBAGENTS_NAMED = 10;

/**
 * One session as a timeline, a page of it that fits `max_tokens`; `next_cursor` continues, and stays good
 * while turns are added.
 * @param now milliseconds; "latest" and "previous" are as of then
 * @param asking the session that asks is neither
 * @throws HerError `no-session` | `ambiguous-session` | `no-turn` | `bad-turns` | `bad-cursor`
 */
export function replaySession(
  store: Store,
  request: ReplayRequest,
  now: number,
  asking?: Asking,
): WithoutFreshness<ReplayAnswer> {
  const session = findSession(store, request.session, now, asking);
  const timeline = timelineOf(store, session);
  const pushback = pushbackByTurn(store, session.key);
  const { first, last } = rangeOf(request.turns, timeline);
  const from = request.cursor === undefined ? { n: first, action: 0 } : placeOf(request.cursor);
  const head = headOf(store, session, timeline, pushback.size);
  const wanted = timeline.filter(({ n }) => n >= Math.max(first, from.n) && n <= last);

  const usage = Map.groupBy(usageOf(store, session, wanted), (row) => row.turn_id);
  const load = (turn: PlacedTurn): LoadedTurn => {
    const rows = usage.get(turn.id);
    const tokens = rows && sumUsage(rows).tokens;
    return loadTurn(store, turn, {
      tokens,
      pushback: turn.inheritedFrom === undefined ? pushback.get(turn.n) : undefined,
      folder: session.cwd,
      sessionStart: session.started_at,
    });
  };
  const room =
    Math.min(request.max_tokens * CHARS_PER_TOKEN, MOST_CHARS) - FRAME_CHARS - JSON.stringify(head).length;
  const { turns, next } = pageOf(wanted, load, request.detail, room, from);
  const notes = notesOf(session, timeline, head);
  return {
    session: head,
    turns,
    ...(next === undefined ? {} : { next_cursor: next }),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function rangeOf(
  turns: string | undefined,
  timeline: readonly PlacedTurn[],
): { first: number; last: number } {
  if (turns === undefined) return { first: 1, last: Infinity };
  const found = /^\s*(\d+)\s*(?:(-)\s*(\d*)\s*)?$/.exec(turns);
  if (!found)
    throw new HerError(
      'bad-turns',
      `"${turns}" is no range of turns. Write a number or a range, such as "4", "3-7" or "5-".`,
    );
  const first = Number(found[1]);
  const last = found[2] === undefined ? first : found[3] ? Number(found[3]) : Infinity;
  const end = timeline.at(-1)?.n ?? 0;
  if (last < first)
    throw new HerError(
      'bad-turns',
      `"${turns}" ends before it begins. Write the smaller number first, such as "3-7".`,
    );
  if (first > end || last < 1)
    throw new HerError(
      'no-turn',
      `There is no turn ${turns.trim()}: the session has ${end === 0 ? 'no turns' : end === 1 ? 'one turn' : `turns 1 to ${end}`}.`,
    );
  return { first, last };
}

function headOf(
  store: Store,
  session: SessionHead,
  timeline: readonly PlacedTurn[],
  pushback: number,
): ReplayAnswer['session'] {
  const subagents = session.parent_kind === 'subagent' ? [] : subagentHeads(store, session.key);
  const usage = sumUsage(usageBySession(store, [session.id, ...subagents.map(({ id }) => id)]));
  return {
    id: session.key,
    project: session.project ?? 'unknown',
    title: sessionTitle(session.title, session.opening),
    source: session.source,
    started_at: new Date(session.started_at).toISOString(),
    ended_at: new Date(session.ended_at).toISOString(),
    turns: timeline.length,
    ...(session.parent_key && session.parent_kind
      ? { parent: { id: session.parent_key, kind: session.parent_kind } }
      : {}),
    ...(subagents.length > 0
      ? { subagents: subagents.slice(0, MOST_SUBAGENTS_NAMED).map(({ key }) => key) }
      : {}),
    models: usage.models,
    ...(session.branch ? { branch: session.branch } : {}),
    tokens: usage.tokens,
    ...(usage.cost_usd === undefined ? {} : { cost_usd: usage.cost_usd }),
    pushback,
  };
}

/** Tokens of an inherited turn stand with the session in which it was said. */
function usageOf(store: Store, session: SessionHead, wanted: readonly PlacedTurn[]): UsageRow[] {
  const own = wanted.some((turn) => turn.inheritedFrom === undefined);
  return own ? usageByTurn(store, [session.id]) : [];
}

function notesOf(
  session: SessionHead,
  timeline: readonly PlacedTurn[],
  head: ReplayAnswer['session'],
): string[] {
  const isParentMissing =
    session.inherited_turns > 0 && !timeline.some((turn) => turn.inheritedFrom !== undefined);
  const isUnpriced = head.cost_usd === undefined && head.models.length > 0;
  return [
    ...(timeline.length === 0 ? ['no turn of this session is on record'] : []),
    ...(isParentMissing
      ? [`its first ${session.inherited_turns} turns were said in a session that is not here`]
      : []),
    ...(isUnpriced ? ['no cost: the price of a model it used is not known'] : []),
  ];
}
