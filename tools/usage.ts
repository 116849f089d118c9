import { timesOf } from '../src/insight/percentiles.ts';
import { costOf, ownPrices, PRICES_DATED, type TokenCounts } from '../src/shared/cost.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { UsageAnswer, UsageRequest } from '../src/shared/usage-answer.ts';
import type { Store } from '../src/store/open.ts';
import {
  groupedUsage,
  timedTurns,
  titlesOf,
  toolTimes,
  type GroupedUsage,
  type TimedTurn,
} from '../src/store/usage-history.ts';
import { selectionOf } from './selection.ts';

/** Tokens, cost and latency of the stored turns. */

const TIME_GROUPS = new Set(['day', 'week', 'month', 'hour']);
const MOST_TOOLS = 10;

/** @throws HerError `bad-time` | `unknown-project` */
export async function usageIn(
  store: Store,
  request: UsageRequest,
  now: number,
): Promise<WithoutFreshness<UsageAnswer>> {
  const selection = await selectionOf(store, request, now);
  const usage = groupedUsage(store, selection, request.group_by);
  const turns = timedTurns(store, selection, request.group_by);
  const tokens = sumOf(usage);
  const cost = costOfRows(usage).cost;
  const unpriced = modelsOf(usage).filter(({ cost_usd: known }) => known === undefined);
  const own = ownPrices().map(({ model }) => model);
  return {
    sessions: new Set(turns.map((turn) => turn.session_id)).size,
    turns: turns.length,
    messages: usage.reduce((sum, row) => sum + row.messages, 0),
    tokens: { total: totalOf(tokens), ...tokens },
    cost_usd: cents(cost),
    prices: { dated: PRICES_DATED, ...(own.length > 0 ? { own } : {}) },
    ...(unpriced.length > 0
      ? {
          unpriced: unpriced.map(({ model, messages, tokens: count }) => ({
            model,
            messages,
            tokens: count,
          })),
        }
      : {}),
    ...(usage.length > 0 ? { by_model: modelsOf(usage) } : {}),
    ...groupsOf(store, usage, turns, cost, request),
    ...latencyOf(store, turns, selection),
    ...slowOf(turns, request),
    ...(turns.length > 0 ? { hours: hoursOf(turns) } : {}),
    ...(turns.length === 0 ? { notes: ['Nothing is stored for this selection.'] } : {}),
  };
}

function sumOf(rows: readonly TokenCounts[]): TokenCounts {
  const sum = { input: 0, output: 0, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0 };
  for (const row of rows) {
    sum.input += row.input;
    sum.output += row.output;
    sum.cache_read += row.cache_read;
    sum.cache_write_5m += row.cache_write_5m;
    sum.cache_write_1h += row.cache_write_1h;
  }
  return sum;
}

function totalOf(tokens: TokenCounts): number {
  return tokens.input + tokens.output + tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h;
}

function costOfRows(rows: readonly GroupedUsage[]): { cost: number; isKnown: boolean } {
  const costs = rows.flatMap((row) => costOf(row.model, row) ?? []);
  return { cost: costs.reduce((sum, cost) => sum + cost, 0), isKnown: costs.length > 0 };
}

function cents(usd: number): number {
  return Math.round(usd * 1e4) / 1e4;
}

function modelsOf(usage: readonly GroupedUsage[]): NonNullable<UsageAnswer['by_model']> {
  return [...Map.groupBy(usage, (row) => row.model)]
    .map(([model, rows]) => {
      const { cost, isKnown } = costOfRows(rows);
      const sum = sumOf(rows);
      return {
        model: model || 'unknown',
        messages: rows.reduce((count, row) => count + row.messages, 0),
        tokens: totalOf(sum),
        output: sum.output,
        ...(isKnown ? { cost_usd: cents(cost) } : {}),
      };
    })
    .sort((a, b) => (b.cost_usd ?? 0) - (a.cost_usd ?? 0) || b.tokens - a.tokens);
}

function groupsOf(
  store: Store,
  usage: readonly GroupedUsage[],
  turns: readonly TimedTurn[],
  allCost: number,
  { group_by: by, limit }: UsageRequest,
): Pick<UsageAnswer, 'groups' | 'notes'> {
  if (!by) return {};
  const rowsByKey = Map.groupBy(usage, (row) => row.key);
  const turnsByKey = Map.groupBy(turns, (turn) => turn.key);
  const keys = [...new Set([...rowsByKey.keys(), ...turnsByKey.keys()])];
  const groups = keys.map((key) => {
    const rows = rowsByKey.get(key) ?? [];
    const { cost, isKnown } = costOfRows(rows);
    const sum = sumOf(rows);
    return {
      key,
      turns: turnsByKey.get(key)?.length ?? 0,
      messages: rows.reduce((count, row) => count + row.messages, 0),
      tokens: totalOf(sum),
      output: sum.output,
      ...(isKnown ? { cost_usd: cents(cost) } : {}),
      share: allCost === 0 ? 0 : Math.round((cost / allCost) * 1e4) / 1e4,
    };
  });
  const isTime = TIME_GROUPS.has(by);
  groups.sort((a, b) =>
    isTime ? (a.key < b.key ? -1 : 1) : (b.cost_usd ?? 0) - (a.cost_usd ?? 0) || b.tokens - a.tokens,
  );
  // Of times the latest are kept, of others the dearest.
  const kept = isTime && by !== 'hour' ? groups.slice(-limit) : groups.slice(0, by === 'hour' ? 24 : limit);
  if (kept.length === 0) return {};
  const titles =
    by === 'session'
      ? titlesOf(
          store,
          kept.map(({ key }) => key),
        )
      : undefined;
  const left = groups.length - kept.length;
  return {
    groups: kept.map(({ key, ...group }) => {
      const title = titles?.get(key);
      return { key, ...(title === undefined ? {} : { title }), ...group };
    }),
    ...(left > 0
      ? { notes: [`${left} ${isTime ? 'earlier' : 'smaller'} groups are not shown: raise limit.`] }
      : {}),
  };
}

function latencyOf(
  store: Store,
  turns: readonly TimedTurn[],
  selection: Parameters<typeof toolTimes>[1],
): Pick<UsageAnswer, 'latency'> {
  const known = (of: (turn: TimedTurn) => number | null): number[] =>
    turns.map(of).filter((ms): ms is number => ms !== null && ms >= 0);
  const firstReply = timesOf(known((turn) => turn.first_reply_ms));
  const turn = timesOf(known((timed) => timed.turn_ms));
  const tools = [...Map.groupBy(toolTimes(store, selection), (call) => call.tool)]
    .flatMap(([tool, calls]) => {
      const times = timesOf(calls.map(({ ms }) => ms));
      return times ? [{ tool, ...times }] : [];
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_TOOLS);
  if (!firstReply && !turn && tools.length === 0) return {};
  return {
    latency: {
      ...(firstReply ? { first_reply: firstReply } : {}),
      ...(turn ? { turn } : {}),
      ...(tools.length > 0 ? { tools } : {}),
    },
  };
}

function slowOf(
  turns: readonly TimedTurn[],
  { slower_than: seconds, slow_by: by, limit }: UsageRequest,
): Pick<UsageAnswer, 'slow'> {
  if (seconds === undefined) return {};
  const measure = (turn: TimedTurn): number | null => (by === 'turn' ? turn.turn_ms : turn.first_reply_ms);
  const measured = turns.filter((turn) => measure(turn) !== null);
  const slow = measured
    .filter((turn) => measure(turn)! > seconds * 1000)
    .sort((a, b) => measure(b)! - measure(a)!);
  const prompts = slow.slice(0, limit).map((turn) => ({
    session_id: turn.session_id,
    turn: turn.turn,
    at: new Date(turn.at).toISOString(),
    ...(turn.project ? { project: turn.project } : {}),
    turn_ms: Math.max(0, turn.turn_ms ?? 0),
    ...(turn.first_reply_ms === null ? {} : { first_reply_ms: Math.max(0, turn.first_reply_ms) }),
    actions: turn.actions,
    prompt: turn.prompt.trim() || '(no text)',
  }));
  return {
    slow: {
      longer_than_s: seconds,
      by,
      count: slow.length,
      of: measured.length,
      ...(prompts.length > 0 ? { prompts } : {}),
    },
  };
}

function hoursOf(turns: readonly TimedTurn[]): number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { at } of turns) hours[new Date(at).getHours()]! += 1;
  return hours;
}
