import type { SESSION_EVENTS } from '../shared/sessions-answer.ts';
import type { Store } from './open.ts';

/** In which sessions something happened; what a sub-agent did counts towards the session it served. */
export type SessionEvent = (typeof SESSION_EVENTS)[number];

const FAILED = `SELECT DISTINCT session_id AS id FROM action WHERE outcome = 'failed'`;
/** Commands that went well only: a commit that a hook refused is none. */
const COMMITTED = `SELECT DISTINCT session_id AS id FROM action
  WHERE kind = 'command' AND outcome = 'ok' AND (target LIKE '%git commit%' OR target LIKE '%git -_ % commit %')`;

const EVENTS: Record<SessionEvent, string> = {
  commit: COMMITTED,
  error: FAILED,
  pushback: `SELECT DISTINCT t.session_id AS id FROM judgement j JOIN turn t ON t.id = j.turn_id WHERE j.kind IS NOT NULL`,
  interruption: `SELECT DISTINCT session_id AS id FROM turn WHERE interrupted = 1`,
  subagent: `SELECT id FROM session WHERE parent_kind = 'subagent'`,
};

const CALLED = `SELECT DISTINCT session_id AS id FROM action
  WHERE tool = @tool COLLATE NOCASE OR substr(tool, 1, length(@tool) + 2) = @tool || '__' COLLATE NOCASE`;

/** Ids (as the assistant has them) of sessions in which all of it happened; undefined when nothing is asked. */
export function sessionsWith(
  { db }: Store,
  { with: events = [], tool }: { with?: readonly SessionEvent[]; tool?: string },
): Set<string> | undefined {
  const keysIn = (query: string, given: { tool?: string }): Set<string> =>
    new Set(
      db
        .prepare<[{ tool?: string }], string>(
          `SELECT DISTINCT CASE WHEN instr(s.key, '/') > 0 THEN substr(s.key, 1, instr(s.key, '/') - 1)
             WHEN s.parent_kind = 'subagent' THEN s.parent_key ELSE s.key END
           FROM (${query}) AS happened JOIN session s ON s.id = happened.id`,
        )
        .pluck()
        .all(given),
    );
  const sets = events.map((event) => keysIn(EVENTS[event], {}));
  if (tool !== undefined) sets.push(keysIn(CALLED, { tool }));
  const [first, ...others] = sets;
  return others.reduce((all, set) => all?.intersection(set), first);
}
