import { mkdirSync, mkdtempSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assertDefined } from './assert-defined.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { ingestAll, type PassTotals } from '../../src/ingest/pass.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { eventCleaner } from '../../src/privacy/event-cleaner.ts';
import { openStore, type Store } from '../../src/store/open.ts';

/** A home of its own: transcripts below `claude`, the database in `her`. */
export interface World {
  root: string;
  env: NodeJS.ProcessEnv;
  database: string;
  /** Writes a transcript; `path` is below `projects`. Returns its absolute path. */
  put(path: string, content: string | Buffer): string;
  append(path: string, content: string | Buffer): string;
  at(path: string): string;
  remove(): void;
}

export function makeWorld(): World {
  const root = mkdtempSync(join(tmpdir(), 'her-world-'));
  const at = (path: string): string => join(root, 'claude', 'projects', path);
  return {
    root,
    at,
    database: join(root, 'her', 'her.db'),
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      HER_HOME: join(root, 'her'),
      HER_EMBEDDER: 'off',
      CLAUDE_CONFIG_DIR: join(root, 'claude'),
    },
    put(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
      return at(path);
    },
    append(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      appendFileSync(at(path), content);
      return at(path);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A context on the world's database that holds the lease; texts are not redacted, so that tests are fast. */
export function openContext(world: World, now: () => number = Date.now): IngestContext {
  return contextOn(openStore(world.database), now);
}

export function contextOn(store: Store, now: () => number = Date.now): IngestContext {
  const { ahead: _, ...context } = {
    ...ingestContext(store, undefined, now),
    clean: eventCleaner((text) => text),
  };
  context.lease.acquire();
  return context;
}

/** One pass over the world's transcripts. */
export function readAll(context: IngestContext, world: World): Promise<PassTotals> {
  return ingestAll(context, { sources: SOURCES, env: world.env });
}

/** What a turn looks like from outside, for short expectations. */
export interface SeenTurn {
  session: string;
  n: number;
  role: string;
  prompt: string;
  reply: string;
  interrupted: boolean;
  rewound: boolean;
}

export function turnsIn(store: Store): SeenTurn[] {
  return store.db
    .prepare<[], Omit<SeenTurn, 'interrupted' | 'rewound'> & { interrupted: number; rewound: number }>(
      `SELECT s.key AS session, t.n, t.role, t.prompt, t.reply, t.interrupted, t.rewound
       FROM turn t JOIN session s ON s.id = t.session_id ORDER BY s.key, t.n`,
    )
    .all()
    .map((row) => ({ ...row, interrupted: row.interrupted === 1, rewound: row.rewound === 1 }));
}

export const promptsIn = (store: Store): string[] => turnsIn(store).map((turn) => turn.prompt);

export interface SeenAction {
  tool: string;
  target: string;
  outcome: string;
  agent: string | null;
}

export function actionsIn(store: Store): SeenAction[] {
  return store.db
    .prepare<[], SeenAction>(
      `SELECT a.tool, coalesce(a.target, p.path, '') AS target, a.outcome, a.agent_key AS agent
       FROM action a LEFT JOIN path p ON p.id = a.path_id ORDER BY a.id`,
    )
    .all();
}

export function fileRow(context: IngestContext, path: string) {
  return assertDefined(context.files.byPath(path), `no row of ${path}`);
}
