import { weekOf } from '../src/insight/calendar.ts';
import { countCorrections } from '../src/insight/corrections.ts';
import { retriesIn } from '../src/insight/errors/loops.ts';
import { missingName } from '../src/insight/errors/missing-name.ts';
import { byErrorClass, type ClassCount } from '../src/insight/errors/taxonomy.ts';
import { round } from '../src/insight/interval.ts';
import { overcomplicated } from '../src/insight/overcomplicated.ts';
import { stuckSessions } from '../src/insight/re-prompting.ts';
import { undoneEdits } from '../src/insight/undone-edits.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { InsightsAnswer, InsightsRequest } from '../src/shared/insights-answer.ts';
import type { JudgedTurn } from '../src/shared/judged-turn.ts';
import type { ToolCall } from '../src/shared/tool-call.ts';
import { usageRequest, type UsageAnswer } from '../src/shared/usage-answer.ts';
import { judgedTurns } from '../src/store/judged-turns.ts';
import type { Store } from '../src/store/open.ts';
import { callsAroundFailures, failedCalls, toolOutcomes } from '../src/store/tool-calls.ts';
import { editSteps } from '../src/store/turn-work.ts';
import { titlesOf } from '../src/store/usage-history.ts';
import { selectionOf } from './selection.ts';
import { usageIn } from './usage.ts';

/** Everything worth knowing of a period on one page. */

const MOST_NAMES = 10;
const MOST_LOOPS = 8;
const MOST_SESSIONS = 6;
const MOST_EXAMPLES = 4;

/** @throws HerError `bad-time` | `unknown-project` */
export async function insightsIn(
  store: Store,
  request: InsightsRequest,
  now: number,
): Promise<WithoutFreshness<InsightsAnswer>> {
  const selection = await selectionOf(store, request, now);
  const { project, since, until } = request;
  const usageBy = (group_by: 'week' | 'project'): Promise<WithoutFreshness<UsageAnswer>> =>
    usageIn(store, usageRequest.parse({ project, since, until, group_by, limit: 100 }), now);
  const [byWeek, byProject] = [await usageBy('week'), await usageBy('project')];
  const turns = judgedTurns(store, selection);
  const corrections = countCorrections(turns);
  const outcomes = new Map(toolOutcomes(store, selection).map(({ outcome, count }) => [outcome, count]));
  const classes = byErrorClass(failedCalls(store, selection));
  const failed = classes.reduce((sum, { calls }) => sum + calls.length, 0);
  const { retries, succeeded, loops } = retriesIn(callsAroundFailures(store, selection));
  const tooMuch = overcomplicated(corrections.pushedBack);
  const { edits, undone } = undoneEdits(
    editSteps(
      store,
      turns.map((turn) => turn.id),
    ),
  );
  const stuck = stuckSessions(turns);
  const names = missingNames(classes);
  const latency = byWeek.latency && { ...byWeek.latency, tools: undefined };
  const facts = {
    pushback: {
      ...corrections.pushback,
      of: corrections.turns,
      strict: corrections.strict.count,
    },
    ...listed('weeks', weeksOf(byWeek, turns)),
    ...listed('projects', projectsOf(byProject, turns)),
    tools: {
      calls: [...outcomes.values()].reduce((sum, count) => sum + count, 0),
      failed,
      refused: outcomes.get('refused') ?? 0,
      interrupted: outcomes.get('interrupted') ?? 0,
    },
    ...listed(
      'errors',
      classes.map((one) => errorOf(one, failed)),
    ),
    ...listed('hallucinated_names', names.slice(0, MOST_NAMES)),
    retries: { count: retries, succeeded },
    ...listed(
      'loops',
      loops.slice(0, MOST_LOOPS).map(({ sessionId, turn, tool, subject, failures }) => ({
        session_id: sessionId,
        turn,
        tool,
        subject: oneLine(subject, 120) || '?',
        failures,
      })),
    ),
    overcomplicated: {
      count: tooMuch.length,
      of: corrections.pushback.count,
      ...listed(
        'examples',
        tooMuch.slice(0, MOST_EXAMPLES).map(({ sessionId, turn, prompt }) => ({
          session_id: sessionId,
          turn,
          prompt: oneLine(prompt, 200),
        })),
      ),
    },
    edits_undone: { count: undone, edits },
    reprompting: {
      sessions: stuck.length,
      of: new Set(turns.map((turn) => turn.sessionId)).size,
      ...listed('most', stuckOf(store, stuck.slice(0, MOST_SESSIONS))),
    },
    ...(latency ? { latency } : {}),
    cost_usd: byWeek.cost_usd,
    ...(byWeek.hours ? { hours: byWeek.hours } : {}),
  };
  const times = turns.flatMap(({ at }) => at ?? []);
  return {
    period: {
      ...(times.length > 0
        ? { from: new Date(times[0]!).toISOString(), to: new Date(times.at(-1)!).toISOString() }
        : {}),
      sessions: byWeek.sessions,
      turns: byWeek.turns,
    },
    highlights: highlightsOf(facts, corrections.trend.direction, names.length),
    ...facts,
    ...(turns.length === 0 ? { notes: ['Nothing is stored for this selection.'] } : {}),
  };
}

/** A list under its name; nothing when it is empty. */
function listed<Name extends string, Item>(name: Name, items: Item[]): { [key in Name]?: Item[] } {
  return items.length === 0 ? {} : ({ [name]: items } as { [key in Name]?: Item[] });
}

function weeksOf(
  usage: WithoutFreshness<UsageAnswer>,
  turns: readonly JudgedTurn[],
): NonNullable<InsightsAnswer['weeks']> {
  const pushed = turns.filter((turn) => turn.answers && turn.kind !== null && turn.at !== null);
  const byWeek = Map.groupBy(pushed, (turn) => weekOf(turn.at!));
  return (usage.groups ?? []).map(({ key, turns: count, cost_usd: cost }) => ({
    week: key,
    turns: count,
    pushback: byWeek.get(key)?.length ?? 0,
    cost_usd: cost ?? 0,
  }));
}

function projectsOf(
  usage: WithoutFreshness<UsageAnswer>,
  turns: readonly JudgedTurn[],
): NonNullable<InsightsAnswer['projects']> {
  const byProject = Map.groupBy(
    turns.filter((turn) => turn.answers && turn.kind !== null),
    (turn) => turn.project,
  );
  return (usage.groups ?? [])
    .map(({ key, turns: count, cost_usd: cost }) => ({
      project: key,
      turns: count,
      pushback: byProject.get(key)?.length ?? 0,
      cost_usd: cost ?? 0,
    }))
    .slice(0, 8);
}

function errorOf(one: ClassCount, failed: number): NonNullable<InsightsAnswer['errors']>[number] {
  const call = one.calls[0]!;
  return {
    class: one.class,
    title: one.title,
    count: one.calls.length,
    share: round(one.calls.length / failed),
    rule: one.rule,
    example: {
      session_id: call.sessionId,
      turn: call.turn,
      tool: call.tool,
      error: oneLine(call.error, 160) || '(no text)',
    },
  };
}

/** The same name in several calls is one entry, the most frequent first. */
function missingNames(classes: readonly ClassCount[]): NonNullable<InsightsAnswer['hallucinated_names']> {
  const calls = classes.find((one) => one.class === 'hallucinated_name')?.calls ?? [];
  const found = calls.map((call: ToolCall) => ({ call, ...missingName(call.error, call.target)! }));
  return [...Map.groupBy(found, ({ kind, name }) => `${kind} ${name}`).values()]
    .map((same) => ({
      name: oneLine(same[0]!.name, 120),
      kind: same[0]!.kind,
      count: same.length,
      sessions: new Set(same.map(({ call }) => call.sessionId)).size,
      session_id: same[0]!.call.sessionId,
      turn: same[0]!.call.turn,
    }))
    .sort((a, b) => b.sessions - a.sessions || b.count - a.count);
}

function stuckOf(
  store: Store,
  stuck: ReturnType<typeof stuckSessions>,
): NonNullable<InsightsAnswer['reprompting']['most']> {
  const titles = titlesOf(
    store,
    stuck.map(({ sessionId }) => sessionId),
  );
  return stuck.map((session) => {
    const title = titles.get(session.sessionId);
    return {
      session_id: session.sessionId,
      turn: Math.max(1, session.from),
      ...(title ? { title: oneLine(title, 80) } : {}),
      ...(session.project ? { project: session.project } : {}),
      turns: session.turns,
      pushback: session.pushback,
      longest_run: session.longestRun,
    };
  });
}

/** Less is told as nothing: cents are two decimals. */
const LEAST_TOLD_USD = 0.005;

type Facts = Omit<WithoutFreshness<InsightsAnswer>, 'period' | 'highlights' | 'notes'>;

/** Sentences a person would tell first; each names its counts. */
function highlightsOf(facts: Facts, trend: string, names: number): string[] {
  const { pushback, errors = [], reprompting, hours, projects = [], tools, loops = [] } = facts;
  const all = projects.reduce((sum, { cost_usd: cost }) => sum + cost, 0);
  const dearest = projects[0];
  const busiest = hours ? hours.indexOf(Math.max(...hours)) : -1;
  return [
    pushback.of > 0
      ? `${percent(pushback.count, pushback.of)} of prompts push back on what came before (${pushback.count} of ${pushback.of})${trend === 'rising' || trend === 'falling' ? `, and that is ${trend}` : ''}.`
      : '',
    dearest && projects.length > 1 && all >= LEAST_TOLD_USD
      ? `${dearest.project} took ${percent(dearest.cost_usd, all)} of the cost ($${dearest.cost_usd.toFixed(2)} of $${all.toFixed(2)}).`
      : '',
    reprompting.most
      ? `In ${reprompting.sessions} of ${reprompting.of} sessions something had to be said again and again; the longest run was ${reprompting.most[0]!.longest_run} prompts.`
      : '',
    errors[0] && tools.calls > 0
      ? `${percent(tools.failed, tools.calls)} of tool calls failed (${tools.failed} of ${tools.calls}), most often: ${errors[0].title} (${errors[0].count}).`
      : '',
    names > 0
      ? `${names} ${names === 1 ? 'name was' : 'names were'} used that ${names === 1 ? 'does' : 'do'} not exist (files, flags, commands, functions).`
      : '',
    loops[0]
      ? `The longest loop: ${loops[0].tool} failed ${loops[0].failures} times on the same thing in one turn.`
      : '',
    busiest >= 0 ? `Most turns begin between ${busiest}:00 and ${busiest + 1}:00 (${hours![busiest]}).` : '',
  ].filter((line) => line !== '');
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)} %`;
}

function oneLine(text: string, letters: number): string {
  const line = text
    .replace(/<\/?tool_use_error>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= letters ? line : `${line.slice(0, letters - 1).toWellFormed()}…`;
}
