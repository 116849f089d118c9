import type { UsageAnswer } from '../shared/usage-answer.ts';
import { bar, sparkline } from './charts.ts';
import { ending } from './ending.ts';
import { counted, dollars, duration, localTime, shortCount } from './figures.ts';
import { first, fitBySteps, type CuttingStep } from './fit-steps.ts';
import { shortened } from '../shared/shortened.ts';
import { table, wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine, safeText } from './safe-text.ts';

/** What was used and how long it took, as text, and cut to a budget. */

const BAR_COLUMNS = 16;

export function renderUsage(answer: UsageAnswer, look: Look = PLAIN): string {
  if (answer.turns === 0 && answer.messages === 0) return [...ending(answer, look), ''].join('\n');
  const parts = [
    head(answer, look),
    models(answer, look),
    groups(answer, look),
    latency(answer, look),
    slow(answer, look),
    hours(answer, look),
  ];
  return [...parts.filter((part) => part !== ''), ...ending(answer, look)].join('\n\n') + '\n';
}

function head(answer: UsageAnswer, look: Look): string {
  const { tokens, prices, unpriced = [] } = answer;
  const lines = [
    `${counted(answer.sessions, 'session')}, ${counted(answer.turns, 'turn')}, ${counted(answer.messages, 'message')}`,
    `Tokens: ${shortCount(tokens.total)} (${shortCount(tokens.input)} in, ${shortCount(tokens.output)} out, ${shortCount(tokens.cache_read)} read from the cache, ${shortCount(tokens.cache_write_5m)} written to it for 5 min, ${shortCount(tokens.cache_write_1h)} for 1 h)`,
    `Cost at list prices of ${prices.dated}${prices.own ? `, own prices for ${prices.own.map(safeLine).join(', ')}` : ''}; a subscription costs what it costs.`,
    ...unpriced.map(
      ({ model, messages, tokens: count }) =>
        `Not in the cost, its price is not known: ${safeLine(model)} (${counted(messages, 'message')}, ${shortCount(count)} tokens). Put it in prices.json.`,
    ),
  ];
  return [look.bold(dollars(answer.cost_usd)), ...lines.map((line) => wrap(line, look))].join('\n');
}

function models({ by_model: rows = [] }: UsageAnswer, look: Look): string {
  if (rows.length === 0) return '';
  return table(
    [
      { name: 'model', flexible: true },
      { name: 'messages', align: 'right' },
      { name: 'tokens', align: 'right' },
      { name: 'output', align: 'right' },
      { name: 'cost', align: 'right' },
    ],
    rows.map((row) => [
      safeLine(row.model),
      row.messages.toLocaleString('en'),
      shortCount(row.tokens),
      shortCount(row.output),
      row.cost_usd === undefined ? 'unpriced' : dollars(row.cost_usd),
    ]),
    look,
  );
}

function groups({ groups: rows = [] }: UsageAnswer, look: Look): string {
  if (rows.length === 0) return '';
  const most = Math.max(...rows.map((row) => row.cost_usd ?? 0));
  return table(
    [
      { name: 'group', flexible: true },
      { name: 'turns', align: 'right' },
      { name: 'tokens', align: 'right' },
      { name: 'cost', align: 'right' },
      { name: '' },
    ],
    rows.map((row) => [
      safeLine(row.title === undefined ? row.key : `${row.key.slice(0, 8)} ${row.title}`),
      row.turns.toLocaleString('en'),
      shortCount(row.tokens),
      row.cost_usd === undefined ? 'unpriced' : dollars(row.cost_usd),
      look.accent(bar(row.cost_usd ?? 0, most, BAR_COLUMNS)),
    ]),
    look,
  );
}

function latency({ latency: times }: UsageAnswer, look: Look): string {
  if (!times) return '';
  const rows = [
    ...(times.first_reply ? [{ name: 'first reply', ...times.first_reply }] : []),
    ...(times.turn ? [{ name: 'whole turn', ...times.turn }] : []),
    ...(times.tools ?? []).map(({ tool, ...rest }) => ({ name: tool, ...rest })),
  ];
  return table(
    [
      { name: 'latency', flexible: true },
      { name: 'count', align: 'right' },
      { name: 'half within', align: 'right' },
      { name: '95 % within', align: 'right' },
    ],
    rows.map((row) => [
      safeLine(row.name),
      row.count.toLocaleString('en'),
      duration(row.p50_ms),
      duration(row.p95_ms),
    ]),
    look,
  );
}

function slow({ slow: found }: UsageAnswer, look: Look): string {
  if (!found) return '';
  const what = found.by === 'turn' ? 'turn' : 'first reply';
  const title = `Longer than ${found.longer_than_s} s (${what}): ${found.count} of ${counted(found.of, 'prompt')}`;
  const lines = (found.prompts ?? []).map((prompt) => {
    const times = [
      duration(prompt.turn_ms),
      ...(prompt.first_reply_ms === undefined ? [] : [`first reply ${duration(prompt.first_reply_ms)}`]),
      counted(prompt.actions, 'action'),
      localTime(prompt.at),
      ...(prompt.project ? [safeLine(prompt.project)] : []),
    ].join(' · ');
    return [
      look.dim(times),
      wrap(`> ${safeText(prompt.prompt).trim()}`, look, '  '),
      look.accent(`  ${replayCommand(prompt.session_id, prompt.turn)}`),
    ].join('\n');
  });
  return [look.bold(title), ...lines].join('\n\n');
}

function hours({ hours: counts }: UsageAnswer, look: Look): string {
  if (!counts) return '';
  const most = Math.max(...counts);
  return [
    `Hours  ${look.accent(sparkline(counts))}  ${look.dim(`most: ${counts.indexOf(most)}:00, ${counted(most, 'turn')}`)}`,
    look.dim('       0     6     12    18'),
  ].join('\n');
}

const withPrompts = (letters: number, count: number): CuttingStep<UsageAnswer> => ({
  what: 'slow prompts',
  cut: (answer) =>
    answer.slow
      ? {
          ...answer,
          slow: {
            ...answer.slow,
            prompts: first(answer.slow.prompts, count)?.map((prompt) => ({
              ...prompt,
              prompt: shortened(prompt.prompt, letters),
            })),
          },
        }
      : answer,
});
/** Of times the latest groups stay. */
const withGroups = (count: number): CuttingStep<UsageAnswer> => ({
  what: 'groups',
  cut: (answer) => ({ ...answer, groups: first(answer.groups, count) }),
});

const STEPS: readonly CuttingStep<UsageAnswer>[] = [
  withPrompts(160, 100),
  { what: 'hours', cut: (answer) => ({ ...answer, hours: undefined }) },
  withPrompts(80, 10),
  {
    what: 'tools',
    cut: (answer) => ({
      ...answer,
      latency: answer.latency && { ...answer.latency, tools: first(answer.latency.tools, 3) },
    }),
  },
  withGroups(20),
  withPrompts(80, 5),
  withGroups(10),
  {
    what: 'tools',
    cut: (answer) => ({ ...answer, latency: answer.latency && { ...answer.latency, tools: undefined } }),
  },
  withGroups(5),
  withPrompts(60, 2),
  { what: 'models', cut: (answer) => ({ ...answer, by_model: undefined }) },
  withGroups(2),
  { what: 'latency', cut: (answer) => ({ ...answer, latency: undefined }) },
  withPrompts(60, 0),
  withGroups(0),
  { what: 'unpriced models', cut: (answer) => ({ ...answer, unpriced: first(answer.unpriced, 1) }) },
  { what: 'notes', cut: (answer) => ({ ...answer, notes: undefined }) },
];

export function fitUsage(answer: UsageAnswer, letters: number): UsageAnswer {
  return fitBySteps(answer, letters, STEPS);
}
