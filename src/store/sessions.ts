import type { WithoutFreshness } from '../shared/answers.ts';
import type { ListedSession, SESSION_ORDERS, SessionsAnswer } from '../shared/sessions-answer.ts';
import { nearlyWritten } from '../shared/near-spelling.ts';
import { shortened } from '../shared/shortened.ts';
import { resumeCommand, sessionTitle } from '../shared/session-labels.ts';
import type { Store } from './open.ts';
import { projectIds } from './projects.ts';
import { sessionsWith, toolsCalled, type SessionEvent } from './session-events.ts';
import { asTheyWere, cursorAt, pageAt, pageOfNow, type SessionPage } from './session-page.ts';
import { allSubagents, subagentsOf, usageOf, type ListedUsage } from './listed-usage.ts';
import type { sumUsage } from './usage.ts';
import { pushbackCounts } from './verdicts.ts';
import { OPENING } from './opening.ts';

/** Sessions as a person lists them: sub-agents are part of the session they served. */
export interface SessionFilter {
  /** Name or path of a project, or a part of it. */
  project?: string;
  /** Milliseconds, `[since, until)`: sessions with any activity in it. */
  since?: number;
  until?: number;
  /** Only sessions in which all of these happened, their sub-agents included. */
  with?: readonly SessionEvent[];
  /** Only sessions in which a tool was called: its name, or the beginning of one that ends at `__`. */
  tool?: string;
}

export type SessionOrder = (typeof SESSION_ORDERS)[number];

export interface SessionListing extends SessionFilter {
  limit: number;
  order?: SessionOrder;
  /** `next_cursor` of the page before; it stays good while sessions are added. */
  cursor?: string;
  /** Key of a session that is not listed: the one that asks. */
  except?: string;
  /** Longest JSON of the sessions on a page, characters. */
  maxChars?: number;
}

interface SessionListRow {
  id: number;
  key: string;
  started_at: number;
  ended_at: number;
  /** Its own and those it inherited. */
  turns: number;
}

interface SessionPlaceRow {
  source: string;
  project: string | null;
  cwd: string | null;
  branch: string | null;
  title: string | null;
  opening: string | null;
  parent_key: string | null;
  parent_kind: 'fork' | 'subagent' | 'clear' | null;
  last_interrupted: number;
  has_consent: number;
}

/** One page. Sessions without a turn of their own are not listed. @throws HerError `bad-cursor`, `unknown-project` */
export function listSessions(store: Store, listing: SessionListing): WithoutFreshness<SessionsAnswer> {
  const order = listing.order ?? 'newest';
  const after = listing.cursor === undefined ? undefined : pageAt(listing.cursor, order);
  const happened = sessionsWith(store, listing);
  const rows = rowsOf(store, listing).filter(
    ({ key }) => key !== listing.except && (happened === undefined || happened.has(key)),
  );
  // Only a rank by cost asks of all sessions.
  const served = order === 'cost' ? allSubagents(store) : subagentsOf(store);
  const usage = usageOf(store, served);
  if (order === 'cost') usage.load(rows);
  const pushback = pushbackCounts(store);
  const rank = rankOf(order, usage, pushback);
  const sorted = (after ? asTheyWere(store, rows, after) : rows.map((row) => ({ row, then: row })))
    .map(({ row, then }) => ({ row, rank: rank(then) }))
    .sort((a, b) => b.rank - a.rank || b.row.id - a.row.id);
  const start = after ? placeAfter(after, sorted) : 0;
  const page = sorted.slice(start, start + listing.limit);
  if (order !== 'cost') usage.load(page.map(({ row }) => row));

  const placeOf = store.db.prepare<[number], SessionPlaceRow>(PLACE);
  const sessions: ListedSession[] = [];
  let room = listing.maxChars ?? Infinity;
  for (const { row } of page) {
    const session = listed(row, placeOf.get(row.id)!, usage.of(row), served(row.key), pushback.get(row.key));
    room -= JSON.stringify(session).length + 1;
    if (room < 0 && sessions.length > 0) break;
    sessions.push(session);
  }
  const last = sorted[start + sessions.length - 1];
  const hasMore = last !== undefined && start + sessions.length < sorted.length;
  const note = sorted.length === 0 ? whyNone(store, listing) : undefined;
  return {
    sessions,
    total: sorted.length,
    ...(hasMore
      ? {
          next_cursor: cursorAt({
            ...(after ?? pageOfNow(store, rows)),
            order,
            rank: last.rank,
            id: last.row.id,
          }),
        }
      : {}),
    ...(note ? { notes: [note] } : {}),
  };
}

const ROWS = `
  SELECT s.id, s.key,
    coalesce(s.started_at, s.born) AS started_at, coalesce(s.ended_at, s.started_at, s.born) AS ended_at,
    s.inherited_turns + count(t.id) AS turns
  FROM session s JOIN turn t ON t.session_id = s.id
  WHERE s.parent_kind IS NOT 'subagent'
    AND coalesce(s.ended_at, s.started_at, s.born) >= @since AND coalesce(s.started_at, s.born) < @until
    AND (@projects IS NULL OR s.project_id IN (SELECT value FROM json_each(@projects)))
  GROUP BY s.id`;

const PLACE = `
  SELECT s.source, p.name AS project, s.cwd, nullif(s.branch, 'HEAD') AS branch, s.title, s.parent_key, s.parent_kind,
    ${OPENING} AS opening,
    (SELECT interrupted FROM turn WHERE session_id = s.id ORDER BY n DESC LIMIT 1) AS last_interrupted,
    EXISTS (SELECT 1 FROM meta WHERE key = 'consent:' || s.key) AS has_consent
  FROM session s LEFT JOIN project p ON p.id = s.project_id WHERE s.id = ?`;

interface RowFilter {
  since: number;
  until: number;
  projects: string | null;
}

function rowsOf(store: Store, { project, since, until }: SessionFilter): SessionListRow[] {
  const projects = project === undefined ? null : JSON.stringify(projectIds(store, project));
  return store.db
    .prepare<[RowFilter], SessionListRow>(ROWS)
    .all({ since: since ?? Number.MIN_SAFE_INTEGER, until: until ?? Number.MAX_SAFE_INTEGER, projects });
}

/** What sessions are sorted by, the largest first. */
function rankOf(
  order: SessionOrder,
  usage: ListedUsage,
  pushback: ReadonlyMap<string, number>,
): (row: SessionListRow) => number {
  switch (order) {
    case 'newest':
      return (row) => row.ended_at;
    case 'oldest':
      return (row) => -row.started_at;
    case 'turns':
      return (row) => row.turns;
    case 'cost':
      return (row) => usage.of(row).cost_usd ?? -1;
    case 'pushback':
      return (row) => pushback.get(row.key) ?? 0;
  }
}

function placeAfter(
  { rank, id }: SessionPage,
  sorted: readonly { row: SessionListRow; rank: number }[],
): number {
  const at = sorted.findIndex((item) => item.rank < rank || (item.rank === rank && item.row.id < id));
  return at < 0 ? sorted.length : at;
}

const MOST_TOOLS = 12;
const MOST_ECHOED = 60;

/** A tool that no session called may be written otherwise. */
function whyNone(store: Store, { tool }: SessionFilter): string | undefined {
  if (tool === undefined || sessionsWith(store, { tool })!.size > 0) return undefined;
  const called = toolsCalled(store);
  const near = nearlyWritten(tool, called);
  const known =
    near.length > 0
      ? `Did you mean ${near.slice(0, MOST_TOOLS).join(' or ')}?`
      : `Called were: ${called.slice(0, MOST_TOOLS).join(', ')}${called.length > MOST_TOOLS ? ', …' : ''}.`;
  return `No session called a tool "${shortened(tool, MOST_ECHOED)}". ${called.length === 0 ? 'No tool call is on record.' : known}`;
}

function listed(
  row: SessionListRow,
  place: SessionPlaceRow,
  usage: ReturnType<typeof sumUsage>,
  subagents: readonly number[],
  pushback: number | undefined,
): ListedSession {
  const { parent_key: parent, parent_kind: kind } = place;
  const { tokens, models, cost_usd: cost } = usage;
  return {
    id: row.key,
    project: place.project ?? 'unknown',
    title: sessionTitle(place.title, place.opening),
    started_at: new Date(row.started_at).toISOString(),
    ended_at: new Date(row.ended_at).toISOString(),
    turns: row.turns,
    ...(place.branch ? { branch: place.branch } : {}),
    models,
    tokens,
    ...(cost === undefined ? {} : { cost_usd: cost }),
    ...(parent && kind ? { parent: { id: parent, kind } } : {}),
    ...(subagents.length > 0 ? { subagents: subagents.length } : {}),
    ...(place.last_interrupted ? { interrupted: true } : {}),
    ...(place.has_consent ? { consent: true } : {}),
    ...(pushback === undefined ? {} : { pushback }),
    resume: resumeCommand(place.source, row.key, place.cwd),
  };
}
