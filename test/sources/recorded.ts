import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DetailEvent } from '../../src/store/detail.ts';
import { readDetail } from '../../src/store/detail.ts';
import {
  actionsIn,
  makeWorld,
  openContext,
  readAll,
  turnsIn,
  type SeenAction,
  type SeenTurn,
} from '../ingest/world.ts';

/** What is stored of a scenario that the real client was recorded in (scripts/record-transcripts.ts). */
export interface Recorded {
  turns: SeenTurn[];
  actions: SeenAction[];
  events: DetailEvent[];
  sessions: {
    key: string;
    parent_key: string | null;
    parent_kind: string | null;
    parent_call: string | null;
    inherited_turns: number;
    compactions: number;
    title: string | null;
    agent_type: string | null;
    cwd: string;
    branch: string;
    version: string;
  }[];
  usage: { message_id: string; session: string; input: number; output: number }[];
  unknown: string[];
  bad: number;
}

const FIXTURES = fileURLToPath(new URL('../fixtures/claude-code', import.meta.url));
const read = new Map<string, Promise<Recorded>>();

export function recorded(version: string, scenario: string): Promise<Recorded> {
  const name = `${version}/${scenario}`;
  const known = read.get(name) ?? readScenario(name);
  read.set(name, known);
  return known;
}

/** Files are counted in the order in which they were made: copied so, they are as old as they were. */
async function readScenario(name: string): Promise<Recorded> {
  const world = makeWorld();
  try {
    const from = join(FIXTURES, name, 'projects');
    if (!existsSync(from)) throw new Error(`${name} was not recorded`);
    const files = readdirSync(from, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      const to = world.at(file.slice(from.length + 1));
      mkdirSync(dirname(to), { recursive: true });
      cpSync(file, to);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const typed = join(FIXTURES, name, 'history.jsonl');
    if (existsSync(typed)) cpSync(typed, world.at('../history.jsonl'));
    const context = openContext(world);
    await readAll(context, world);
    const { db } = context.store;
    const found: Recorded = {
      turns: turnsIn(context.store),
      actions: actionsIn(context.store),
      events: db
        .prepare<[], { id: number }>(
          'SELECT t.id FROM turn t JOIN session s ON s.id = t.session_id ORDER BY s.key, t.n',
        )
        .all()
        .flatMap(({ id }) => readDetail(context.store, id)),
      sessions: db
        .prepare<[], Recorded['sessions'][number]>(
          `SELECT key, parent_key, parent_kind, parent_call, inherited_turns, compactions, title, agent_type, cwd, branch, version
           FROM session ORDER BY key`,
        )
        .all(),
      usage: db
        .prepare<[], Recorded['usage'][number]>(
          'SELECT message_id, s.key AS session, input, output FROM usage JOIN session s ON s.id = session_id ORDER BY at',
        )
        .all(),
      unknown: db.prepare<[], string>('SELECT type FROM unknown_type').pluck().all(),
      bad: Number(db.prepare('SELECT coalesce(sum(bad_lines), 0) FROM file').pluck().get()),
    };
    context.store.close();
    return found;
  } finally {
    world.remove();
  }
}

export function scenarios(version: string): string[] {
  return readdirSync(join(FIXTURES, version)).sort();
}
