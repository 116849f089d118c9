import type { ReplayAction, ReplayAnswer, ReplayTurn } from '../shared/replay-answer.ts';
import { ending } from './ending.ts';
import { counted, dollars, duration, localTime, shortCount, timeSpan } from './figures.ts';
import { clip, columnsOf, wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine, safeText } from './safe-text.ts';

const INDENT = '  ';
const DETAIL_INDENT = '      ';

/** A session as text: who said what, what was done, how it went. */
export function renderReplay(answer: ReplayAnswer, look: Look = PLAIN): string {
  const parts = [header(answer.session, look)];
  let day = '';
  for (const turn of answer.turns) {
    const at = localTime(turn.at);
    parts.push(turnLines(turn, at.startsWith(day) && day !== '' ? at.slice(11) : at, look));
    day = at.slice(0, 10);
  }
  if (answer.next_cursor) parts.push(look.dim(`It goes on: the same with cursor ${answer.next_cursor}`));
  return [...parts, ...ending(answer, look)].join('\n\n') + '\n';
}

function header(session: ReplayAnswer['session'], look: Look): string {
  const { tokens } = session;
  const all = tokens.input + tokens.output + (tokens.cache_read ?? 0) + (tokens.cache_write ?? 0);
  const facts = [
    session.project,
    ...(session.branch ? [session.branch] : []),
    timeSpan(session.started_at, session.ended_at),
    counted(session.turns, 'turn'),
    ...session.models,
    ...(all > 0 ? [`${shortCount(all)} tokens`] : []),
    ...(session.cost_usd === undefined ? [] : [dollars(session.cost_usd)]),
    ...(session.pushback > 0 ? [`pushback ${session.pushback}`] : []),
  ];
  const { parent } = session;
  const lines = [
    look.bold(wrap(safeLine(session.title), look)),
    look.dim(wrap(facts.map(safeLine).join(' · '), look)),
    look.dim(safeLine(session.id)),
  ];
  if (parent) lines.push(look.dim(wrap(`${PARENT[parent.kind]} ${safeLine(parent.id)}`, look)));
  return lines.join('\n');
}

const PARENT = { fork: 'forked from', subagent: 'a sub-agent of', clear: 'begun with /clear after' } as const;

function turnLines(turn: ReplayTurn, at: string, look: Look): string {
  const lines = [turnHead(turn, at, look)];
  if (turn.prompt !== '')
    lines.push(look.accent(mark('> ', wrap(safeText(turn.prompt).trim(), look, INDENT))));
  if (turn.thinking) lines.push(look.dim(mark('~ ', wrap(safeText(turn.thinking).trim(), look, INDENT))));
  if (turn.actions) lines.push(turn.actions.map((action) => actionLines(action, look)).join('\n'));
  if (turn.reply) lines.push(wrap(safeText(turn.reply).trim(), look, INDENT));
  if (turn.notes)
    lines.push(turn.notes.map((note) => look.dim(mark('* ', wrap(safeText(note), look, INDENT)))).join('\n'));
  return lines.join('\n\n');
}

function turnHead(turn: ReplayTurn, at: string, look: Look): string {
  const { pushback } = turn;
  const facts = [
    ...(turn.latency_ms === undefined ? [] : [`answered after ${duration(turn.latency_ms)}`]),
    ...(turn.interrupted ? ['stopped by the person'] : []),
    ...(turn.rewound ? ['taken back (rewound)'] : []),
    ...(turn.inherited_from ? [`said in ${safeLine(turn.inherited_from)}`] : []),
    ...(pushback
      ? [
          `pushback: ${pushback.kind.replace('_', ' ')}${pushback.cause ? `, ${pushback.cause.replace('_', ' ')}` : ''}`,
        ]
      : []),
  ];
  const head = `${look.bold(`[${turn.n}]`)} ${look.dim([at, ...facts].join(' · '))}`;
  const rest = look.width === Infinity ? 0 : look.width - columnsOf(head) - 1;
  return rest > 0 ? `${head} ${look.dim('─'.repeat(rest))}` : head;
}

function actionLines(action: ReplayAction, look: Look): string {
  const sign = action.ok ? look.good('✓') : look.bad('✗');
  const took =
    action.duration_ms !== undefined && action.duration_ms >= 1000 ? duration(action.duration_ms) : '';
  const end = took === '' ? '' : `  ${took}`;
  const start = `${INDENT}${sign} ${safeLine(action.tool)}`;
  const target = clip(
    safeLine(action.target ?? ''),
    Math.max(10, look.width - columnsOf(start) - end.length - 2),
  );
  const lines = [`${start}${target === '' ? '' : `  ${target}`}${look.dim(end)}`];
  if (action.error) lines.push(look.bad(wrap(safeText(action.error).trim(), look, DETAIL_INDENT)));
  if (action.subagent) lines.push(look.dim(`${DETAIL_INDENT}sub-agent: ${replayCommand(action.subagent)}`));
  if (action.input !== undefined)
    lines.push(look.dim(wrap(safeText(inputText(action.input)), look, DETAIL_INDENT)));
  if (action.result && action.result !== action.error)
    lines.push(look.dim(wrap(`→ ${safeText(action.result).trim()}`, look, DETAIL_INDENT)));
  return lines.join('\n');
}

/** One argument a line; text as it is, everything else as JSON. */
function inputText(input: unknown): string {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return JSON.stringify(input) ?? '';
  return Object.entries(input)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

/** Puts a sign in place of the first line's indent. */
function mark(sign: string, text: string): string {
  return text.startsWith(INDENT) ? sign + text.slice(INDENT.length) : sign + text;
}
