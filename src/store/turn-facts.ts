import type { ActionFacts, ActionKind, ActionOutcome, TurnFacts } from '../shared/turn-facts.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';

/** Turns as `insight/` judges them. */
interface TurnRow {
  id: number;
  key: string;
  n: number;
  prompt_uuid: string | null;
  prompt: string;
  reply: string;
  started_at: number | null;
  ended_at: number | null;
  interrupted: number;
}

interface ActionRow {
  turn_id: number;
  tool: string;
  kind: ActionKind;
  target: string;
  outcome: ActionOutcome;
  error: string | null;
}

const humanTurns = once((db) =>
  db.prepare<[{ session: number; from: number; to: number }], TurnRow>(
    `SELECT t.id, s.key, t.n, t.prompt_uuid, t.prompt, t.reply, t.started_at, t.ended_at, t.interrupted
     FROM turn t JOIN session s ON s.id = t.session_id
     WHERE t.session_id = @session AND t.n BETWEEN @from AND @to AND t.role IN ('person', 'command')
       AND (t.rewound = 0 OR t.n = @to)
     ORDER BY t.n`,
  ),
);

const actionsOf = once((db) =>
  db.prepare<[string], ActionRow>(
    `SELECT a.turn_id, a.tool, a.kind, coalesce(a.target, p.path, '') AS target, a.outcome, a.error
     FROM action a LEFT JOIN path p ON p.id = a.path_id
     WHERE a.turn_id IN (SELECT value FROM json_each(?)) ORDER BY a.id`,
  ),
);

/** Human turns `[from, to]` of a session by number, oldest first; turns that were rewound are left out, but for the last. */
export function turnFacts(
  { db }: Store,
  sessionId: number,
  from: number,
  to: number,
): (TurnFacts & { turnId: number })[] {
  const turns = humanTurns(db).all({ session: sessionId, from, to });
  const actions = new Map<number, ActionFacts[]>(turns.map((turn) => [turn.id, []]));
  const rows = actionsOf(db).all(JSON.stringify([...actions.keys()]));
  for (const { turn_id: turnId, error, ...action } of rows) {
    actions.get(turnId)?.push(error === null ? action : { ...action, error });
  }
  return turns.map((turn) => ({
    turnId: turn.id,
    sessionId: turn.key,
    n: turn.n,
    promptUuid: turn.prompt_uuid ?? '',
    prompt: turn.prompt,
    reply: turn.reply,
    startedAt: turn.started_at ?? 0,
    endedAt: turn.ended_at ?? 0,
    interrupted: turn.interrupted === 1,
    actions: actions.get(turn.id) ?? [],
  }));
}
