import { makesCommit } from '../shared/git-commit.ts';
import type { SESSION_EVENTS } from '../shared/sessions-answer.ts';
import type { Store } from './open.ts';
import { TURNS_OF_PUSHBACK } from './verdicts.ts';

/** In which sessions something happened; what a sub-agent did counts towards the session it served. */
export type SessionEvent = (typeof SESSION_EVENTS)[number];

const EVENTS: Record<Exclude<SessionEvent, 'commit'>, string> = {
  error: `SELECT DISTINCT session_id AS id FROM action WHERE outcome = 'failed'`,
  pushback: `SELECT DISTINCT t.session_id AS id FROM (${TURNS_OF_PUSHBACK}) AS p JOIN turn t ON t.id = p.turn_id`,
  interruption: `SELECT DISTINCT session_id AS id FROM turn WHERE interrupted = 1`,
  subagent: `SELECT id FROM session WHERE parent_kind = 'subagent'`,
};

/** A tool of an MCP server is called by its whole name, by the server's or by its own: parts between `__`. */
const CALLED = `SELECT DISTINCT session_id AS id FROM action
  WHERE tool = @tool COLLATE NOCASE OR instr('__' || lower(tool) || '__', '__' || lower(@tool) || '__') > 0`;

/** Ids (as the assistant has them) of sessions in which all of it happened; undefined when nothing is asked. */
export function sessionsWith(
  store: Store,
  { with: events = [], tool }: { with?: readonly SessionEvent[]; tool?: string },
): Set<string> | undefined {
  const keysIn = (query: string, given: object): Set<string> =>
    new Set(
      store.db
        .prepare<[object], string>(
          `SELECT DISTINCT CASE WHEN instr(s.key, '/') > 0 THEN substr(s.key, 1, instr(s.key, '/') - 1)
             WHEN s.parent_kind = 'subagent' THEN s.parent_key ELSE s.key END
           FROM (${query}) AS happened JOIN session s ON s.id = happened.id`,
        )
        .pluck()
        .all(given),
    );
  const sets = events.map((event) =>
    event === 'commit'
      ? keysIn('SELECT value AS id FROM json_each(@ids)', { ids: JSON.stringify(committedIn(store)) })
      : keysIn(EVENTS[event], {}),
  );
  if (tool !== undefined) sets.push(keysIn(CALLED, { tool: tool.trim().replace(/_+$/, '') }));
  const [first, ...others] = sets;
  return others.reduce((all, set) => all?.intersection(set), first);
}

/** Commands that went well only: a commit that a hook refused is none. */
function committedIn({ db }: Store): number[] {
  const rows = db
    .prepare<[], { session_id: number; target: string }>(
      `SELECT session_id, target FROM action
       WHERE kind = 'command' AND outcome = 'ok' AND target LIKE '%git%commit%'`,
    )
    .all();
  return [...new Set(rows.filter(({ target }) => makesCommit(target)).map((row) => row.session_id))];
}

/** Names of all tools that were called, the most called first. */
export function toolsCalled({ db }: Store): string[] {
  return db.prepare<[], string>('SELECT tool FROM action GROUP BY tool ORDER BY count(*) DESC').pluck().all();
}
