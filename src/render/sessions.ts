import type { ListedSession, SessionsAnswer } from '../shared/sessions-answer.ts';
import { ending } from './ending.ts';
import { counted, dollars, localTime } from './figures.ts';
import { clip, table, wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { safeLine } from './safe-text.ts';

/** The beginning of an id that is shown on a terminal; enough for `her replay`. */
const SHORT_ID = 8;

/** On fewer columns a table leaves no room for the titles. */
const TABLE_WIDTH = 100;

/** Sessions as a table; in a narrow terminal, each on two lines. */
export function renderSessions(answer: SessionsAnswer, look: Look = PLAIN): string {
  const { sessions, total } = answer;
  if (sessions.length === 0) return ['No sessions here.', ...ending(answer, look)].join('\n\n') + '\n';
  const rows = sessions.map((session) => cells(session, look));
  const parts =
    look.width < TABLE_WIDTH
      ? sessions.map((session, index) => card(session, rows[index]!, look))
      : [table(COLUMNS, rows, look)];
  const shown =
    sessions.length < total
      ? `${sessions.length} of ${counted(total, 'session')}`
      : counted(total, 'session');
  const more = answer.next_cursor ? ` · more with --cursor ${answer.next_cursor}` : '';
  parts.push(look.dim(shown + more), ...ending(answer, look));
  return parts.join('\n\n') + '\n';
}

const COLUMNS = [
  { name: 'last active' },
  { name: 'project' },
  { name: 'title', flexible: true },
  { name: '' },
  { name: 'turns', align: 'right' },
  { name: 'pushback', align: 'right' },
  { name: 'cost', align: 'right' },
  { name: 'session' },
] as const;

/** The title, and under it the rest. */
function card(session: ListedSession, row: readonly string[], look: Look): string {
  const [active, project, title, marks, , pushback, cost, id] = row;
  // Of a session of several days, else what was asked for a day seems to show another.
  const began = localTime(session.started_at).slice(0, 'YYYY-MM-DD'.length);
  const about = [
    active!.startsWith(began) ? active : `${began} to ${active}`,
    id,
    project,
    counted(session.turns, 'turn'),
    ...(pushback ? [`pushback ${pushback}`] : []),
    cost,
    marks,
  ];
  return [
    look.bold(clip(title!, look.width)),
    look.dim(wrap(about.filter(Boolean).join(' · '), look, '   ')),
  ].join('\n');
}

function cells(session: ListedSession, look: Look): string[] {
  const { id, parent, subagents, interrupted, consent, pushback } = session;
  const marks = [
    ...(parent?.kind === 'fork' ? ['fork'] : []),
    ...(subagents ? [counted(subagents, 'agent')] : []),
    ...(interrupted ? ['stopped'] : []),
    ...(consent ? ['consent'] : []),
  ];
  return [
    localTime(session.ended_at),
    safeLine(session.project),
    safeLine(session.title),
    marks.join(', '),
    String(session.turns),
    pushback ? String(pushback) : '',
    session.cost_usd === undefined ? '' : dollars(session.cost_usd),
    look.width === Infinity ? safeLine(id) : safeLine(id).slice(0, SHORT_ID),
  ];
}
