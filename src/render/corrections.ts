import type { CorrectionsAnswer } from '../shared/corrections-answer.ts';
import { ending } from './ending.ts';
import { counted, dollars, duration, percent, shortCount } from './figures.ts';
import { table, wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine, safeText } from './safe-text.ts';

type Example = CorrectionsAnswer['examples'][number];

const BAR_COLUMNS = 20;

/** How often the assistant was corrected, as text. */
export function renderCorrections(answer: CorrectionsAnswer, look: Look = PLAIN): string {
  if (answer.turns === 0) {
    return (
      [
        'No turns here that answer an earlier one, so there is nothing to count.',
        ...ending(answer, look),
      ].join('\n\n') + '\n'
    );
  }
  const { pushback, baseline, detector } = answer;
  const parts = [
    [
      look.bold(
        `Pushback: ${pushback.count.toLocaleString('en')} of ${counted(answer.turns, 'turn')}, ${percent(pushback.rate)}`,
      ) + ` (95 %: ${percent(pushback.low)} to ${percent(pushback.high)})`,
      ...[
        strictLine(answer),
        trendLine(answer),
        `Interruptions, counted apart: ${answer.interruptions.count} (${percent(answer.interruptions.rate)})`,
        costLine(answer),
        undoneLine(answer),
        `For scale: ${baselineText(baseline)}`,
        answer.strict_baseline ? `For scale, strict: ${baselineText(answer.strict_baseline)}` : '',
      ]
        .filter((line) => line !== '')
        .map((line) => wrap(line, look)),
    ].join('\n'),
    bars('kind', Object.entries(answer.by_kind), look),
    bars('cause', Object.entries(answer.by_cause), look),
    groupTable(answer, look),
    answer.examples.length > 0
      ? [look.bold('Examples'), ...answer.examples.map((example) => exampleLines(example, look))].join('\n\n')
      : '',
    look.dim(
      wrap(
        `Found by a detector: of what it calls pushback ${percent(detector.precision)} is, and it finds ${percent(detector.recall)} of it (measured on ${safeLine(detector.measured_on)}).`,
        look,
      ),
    ),
  ];
  return [...parts.filter((part) => part !== ''), ...ending(answer, look)].join('\n\n') + '\n';
}

function baselineText({ name, rate, source }: CorrectionsAnswer['baseline']): string {
  return `${safeLine(name)} ${percent(rate)} (${safeLine(source)})`;
}

function strictLine({ strict }: CorrectionsAnswer): string {
  if (!strict) return '';
  return `Of these, sure (confidence 0.9): ${strict.count.toLocaleString('en')}, ${percent(strict.rate)} (95 %: ${percent(strict.low)} to ${percent(strict.high)})`;
}

function costLine({ cost }: CorrectionsAnswer): string {
  if (!cost) return '';
  return `Spent in turns that were then pushed back: ${dollars(cost.cost_usd)} (${percent(cost.share_of_cost)} of all), ${shortCount(cost.tokens)} tokens (${percent(cost.share_of_tokens)}), ${duration(cost.minutes * 60_000)} (${percent(cost.share_of_minutes)})`;
}

function undoneLine({ edits_undone: undone }: CorrectionsAnswer): string {
  if (!undone) return '';
  return `Edits undone: ${undone.count} of ${counted(undone.edits, 'edit')} (${percent(undone.rate)})`;
}

function trendLine({ trend }: CorrectionsAnswer): string {
  const { earlier, later } = trend;
  const halves = `${percent(earlier.rate)} of ${counted(earlier.turns, 'turn')} earlier, ${percent(later.rate)} of ${counted(later.turns, 'turn')} later`;
  return trend.direction === 'unclear'
    ? `Trend: too little to tell (${halves})`
    : `Trend: ${trend.direction} (${halves}; p = ${trend.p?.toFixed(3) ?? '?'})`;
}

function bars(name: string, counts: readonly (readonly [string, number])[], look: Look): string {
  const rows = counts.filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const most = rows[0]?.[1];
  if (most === undefined) return '';
  const bar = (count: number): string =>
    look.accent('█'.repeat(Math.max(1, Math.round((count / most) * BAR_COLUMNS))));
  return table(
    [{ name }, { name: '', align: 'right' }, { name: '' }],
    rows.map(([key, count]) => [safeLine(key).replaceAll('_', ' '), String(count), bar(count)]),
    look,
  );
}

function groupTable({ groups }: CorrectionsAnswer, look: Look): string {
  if (!groups || groups.length === 0) return '';
  return table(
    [
      { name: 'group', flexible: true },
      { name: 'turns', align: 'right' },
      { name: 'pushback', align: 'right' },
      { name: 'rate', align: 'right' },
      { name: '95 %' },
    ],
    groups.map((group) => [
      safeLine(group.key),
      String(group.turns),
      String(group.pushback),
      percent(group.rate),
      `${percent(group.low)} to ${percent(group.high)}`,
    ]),
    look,
  );
}

function exampleLines(example: Example, look: Look): string {
  const what = [
    example.kind.replace('_', ' '),
    ...(example.cause ? [example.cause.replace('_', ' ')] : []),
    `confidence ${Math.round(example.confidence * 100)} %`,
  ];
  return [
    look.dim(what.join(' · ')),
    ...(example.before ? [look.dim(wrap(`assistant: …${safeText(example.before).trim()}`, look, '  '))] : []),
    wrap(`> ${safeText(example.prompt).trim()}`, look, '  '),
    look.accent(`  ${replayCommand(example.session_id, example.turn)}`),
  ].join('\n');
}
