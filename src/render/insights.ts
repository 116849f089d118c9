import type { InsightsAnswer } from '../shared/insights-answer.ts';
import { bar, sparkline } from './charts.ts';
import { ending } from './ending.ts';
import { counted, dollars, duration, percent } from './figures.ts';
import { first, fitBySteps, type CuttingStep } from './fit-steps.ts';
import { shortened } from '../shared/shortened.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { table, wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine } from './safe-text.ts';

/** A page about a period: what stands out, then the figures behind it, with small charts. */

const BAR_COLUMNS = 18;
const LABEL_COLUMNS = 12;

export function renderInsights(answer: InsightsAnswer, look: Look = PLAIN): string {
  if (answer.period.turns === 0) return [...ending(answer, look), ''].join('\n');
  const parts = [
    head(answer, look),
    rhythm(answer, look),
    projects(answer, look),
    errors(answer, look),
    names(answer, look),
    loops(answer, look),
    reprompting(answer, look),
    tooMuch(answer, look),
    look.dim(
      wrap(`More: ${TYPED_HER} corrections · usage · coach rules · coach prompting · replay <session>`, look),
    ),
  ];
  return [...parts.filter((part) => part !== ''), ...ending(answer, look)].join('\n\n') + '\n';
}

function head({ period, highlights, cost_usd: cost }: InsightsAnswer, look: Look): string {
  const days = period.from && period.to ? `${period.from.slice(0, 10)} to ${period.to.slice(0, 10)} · ` : '';
  return [
    look.bold(
      `${days}${counted(period.sessions, 'session')} · ${counted(period.turns, 'turn')} · ${dollars(cost)}`,
    ),
    '',
    ...highlights.map((line) => wrap(`• ${safeLine(line)}`, look)),
  ].join('\n');
}

/** Weeks and hours, a line each. */
function rhythm({ weeks = [], hours, latency }: InsightsAnswer, look: Look): string {
  const line = (label: string, chart: string, words: string): string =>
    `${label.padEnd(LABEL_COLUMNS)}${look.accent(chart)}  ${look.dim(words)}`;
  const shown = weeks.slice(-26);
  const lines = [
    ...(shown.length > 1
      ? [
          line(
            'turns',
            sparkline(shown.map((week) => week.turns)),
            `by week since ${shown[0]!.week}, last ${shown.at(-1)!.turns}`,
          ),
          line(
            'pushback',
            sparkline(shown.map((week) => (week.turns > 0 ? week.pushback / week.turns : undefined))),
            `share by week, last ${shown.at(-1)!.pushback} of ${shown.at(-1)!.turns}`,
          ),
          line(
            'cost',
            sparkline(shown.map((week) => week.cost_usd)),
            `by week, last ${dollars(shown.at(-1)!.cost_usd)}`,
          ),
        ]
      : []),
    ...(hours ? [line('hours', sparkline(hours), 'turns begun, from 0:00 to 23:00')] : []),
    ...(latency?.first_reply && latency.turn
      ? [
          wrap(
            `${'waiting'.padEnd(LABEL_COLUMNS)}first reply within ${duration(latency.first_reply.p50_ms)} half of the time, ${duration(latency.first_reply.p95_ms)} in 95 %; whole turns ${duration(latency.turn.p50_ms)} and ${duration(latency.turn.p95_ms)} (${counted(latency.turn.count, 'turn')})`,
            look,
          ),
        ]
      : []),
  ];
  return lines.join('\n');
}

function projects({ projects: rows = [] }: InsightsAnswer, look: Look): string {
  if (rows.length === 0) return '';
  const most = Math.max(...rows.map((row) => row.turns));
  return table(
    [
      { name: 'project', flexible: true },
      { name: 'turns', align: 'right' },
      { name: '' },
      { name: 'pushback', align: 'right' },
      { name: 'cost', align: 'right' },
    ],
    rows.map((row) => [
      safeLine(row.project),
      String(row.turns),
      look.accent(bar(row.turns, most, BAR_COLUMNS)),
      row.turns > 0 ? `${row.pushback} (${percent(row.pushback / row.turns)})` : '0',
      dollars(row.cost_usd),
    ]),
    look,
  );
}

function errors({ errors: rows = [], tools, retries }: InsightsAnswer, look: Look): string {
  if (tools.calls === 0) return '';
  const most = Math.max(...rows.map((row) => row.count), 0);
  return [
    look.bold(
      `Tools: ${tools.failed.toLocaleString('en')} of ${counted(tools.calls, 'call')} failed (${percent(tools.failed / tools.calls)}), ${tools.refused} refused, ${tools.interrupted} interrupted`,
    ),
    wrap(
      `After a failure the same tool went at the same thing again ${counted(retries.count, 'time')}, ${retries.succeeded} of them with success.`,
      look,
    ),
    ...(rows.length > 0
      ? [
          '',
          table(
            [{ name: 'why', flexible: true }, { name: 'calls', align: 'right' }, { name: '' }],
            rows.map((row) => [row.title, String(row.count), look.accent(bar(row.count, most, BAR_COLUMNS))]),
            look,
          ),
        ]
      : []),
  ].join('\n');
}

function names({ hallucinated_names: rows = [] }: InsightsAnswer, look: Look): string {
  if (rows.length === 0) return '';
  return [
    look.bold('Used, but not there'),
    ...rows.map((row) =>
      wrap(
        `${row.kind.padEnd(8)} ${safeLine(row.name)}  ${look.dim(`${row.count}×, ${counted(row.sessions, 'session')}, ${row.session_id.slice(0, 8)} turn ${row.turn}`)}`,
        look,
      ),
    ),
  ].join('\n');
}

function loops({ loops: rows = [] }: InsightsAnswer, look: Look): string {
  if (rows.length === 0) return '';
  return [
    look.bold('Loops: failed three times and more on the same thing in one turn'),
    ...rows.map((row) =>
      wrap(
        `${String(row.failures).padStart(2)}× ${safeLine(row.tool)} ${safeLine(row.subject)}  ${look.dim(replayCommand(row.session_id, row.turn))}`,
        look,
      ),
    ),
  ].join('\n');
}

function reprompting({ reprompting: { sessions, of, most = [] } }: InsightsAnswer, look: Look): string {
  if (most.length === 0) return '';
  return [
    look.bold(`Said again and again: ${sessions} of ${counted(of, 'session')}`),
    ...most.map((row) =>
      wrap(
        `${safeLine(row.title ?? row.session_id)}: ${row.pushback} of ${counted(row.turns, 'turn')} push back, ${row.longest_run} in a row  ${look.dim(replayCommand(row.session_id, `${row.turn}-`))}`,
        look,
      ),
    ),
  ].join('\n');
}

function tooMuch(
  { overcomplicated: { count, of, examples = [] }, edits_undone: undone }: InsightsAnswer,
  look: Look,
): string {
  if (of === 0 && undone.edits === 0) return '';
  return [
    look.bold(
      `Too much of a good thing: ${count} of ${counted(of, 'pushback')}; undone: ${undone.count} of ${counted(undone.edits, 'edit')}`,
    ),
    ...examples.map((example) =>
      wrap(
        `> ${safeLine(example.prompt)}  ${look.dim(`${example.session_id.slice(0, 8)} turn ${example.turn}`)}`,
        look,
      ),
    ),
  ].join('\n');
}

const STEPS: readonly CuttingStep<InsightsAnswer>[] = [
  {
    what: 'rules of the error classes',
    cut: (answer) => ({
      ...answer,
      errors: answer.errors?.map((one) => ({
        ...one,
        rule: undefined,
        example: { ...one.example, error: shortened(one.example.error, 60) },
      })),
    }),
  },
  { what: 'weeks', cut: (answer) => ({ ...answer, weeks: answer.weeks?.slice(-8) }) },
  { what: 'errors', cut: (answer) => ({ ...answer, errors: first(answer.errors, 6) }) },
  {
    what: 'names and loops',
    cut: (answer) => ({
      ...answer,
      hallucinated_names: first(answer.hallucinated_names, 4),
      loops: first(answer.loops, 3),
    }),
  },
  { what: 'hours', cut: (answer) => ({ ...answer, hours: undefined }) },
  {
    what: 'examples',
    cut: (answer) => ({
      ...answer,
      overcomplicated: { ...answer.overcomplicated, examples: undefined },
      reprompting: { ...answer.reprompting, most: first(answer.reprompting.most, 2) },
      projects: first(answer.projects, 4),
    }),
  },
  { what: 'weeks', cut: (answer) => ({ ...answer, weeks: answer.weeks?.slice(-3) }) },
  { what: 'errors', cut: (answer) => ({ ...answer, errors: first(answer.errors, 2) }) },
  {
    what: 'names and loops',
    cut: (answer) => ({ ...answer, hallucinated_names: undefined, loops: undefined }),
  },
  {
    what: 'errors',
    cut: (answer) => ({ ...answer, errors: undefined, weeks: undefined, latency: undefined }),
  },
  {
    what: 'sessions and projects',
    cut: (answer) => ({
      ...answer,
      reprompting: { ...answer.reprompting, most: undefined },
      projects: undefined,
    }),
  },
  {
    what: 'highlights',
    cut: (answer) => ({ ...answer, highlights: answer.highlights.slice(0, 1), notes: undefined }),
  },
  { what: 'highlights', cut: (answer) => ({ ...answer, highlights: [] }) },
];

export function fitInsights(answer: InsightsAnswer, letters: number): InsightsAnswer {
  return fitBySteps(answer, letters, STEPS);
}
