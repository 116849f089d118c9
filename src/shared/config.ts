import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { HerError } from './errors.ts';

/** What the environment says, read once at the edge (`cli`, `server`, worker); no room reads it by itself. */
export interface Config {
  /** `HER_HOME`: where the database lies. */
  home: string;
  database: string;
  embedder: 'static' | 'minilm' | 'off';
  /** A local folder with MiniLM's files instead of the hub. */
  minilmFolder?: string;
  /** Milliseconds; `HER_NOW` stands in for the clock where relative dates are read. */
  now: () => number;
  /** `HER_WRITE_TOOLS=1`: MCP offers the tools that change what is stored. */
  hasChangingTools: boolean;
}

const EMBEDDERS = ['static', 'minilm', 'off'] as const;

/** @throws HerError `bad-config` */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // Whoever starts another process from here means the same folder.
  const home = resolve(env['HER_HOME'] || join(env['HOME'] ?? homedir(), '.her'));
  const embedder = EMBEDDERS.find((kind) => kind === (env['HER_EMBEDDER'] || 'static'));
  if (!embedder) {
    throw new HerError(
      'bad-config',
      `HER_EMBEDDER is "${env['HER_EMBEDDER'] ?? ''}"; it can be static, minilm or off.`,
    );
  }
  const fixed = env['HER_NOW'] ? Date.parse(env['HER_NOW']) : undefined;
  if (fixed !== undefined && Number.isNaN(fixed)) {
    throw new HerError(
      'bad-config',
      `HER_NOW is "${env['HER_NOW'] ?? ''}"; it must be an ISO time such as 2026-11-23T09:00:00Z.`,
    );
  }
  return {
    home,
    database: join(home, 'her.db'),
    embedder,
    minilmFolder: env['HER_MINILM_FOLDER'] || undefined,
    now: fixed === undefined ? Date.now : () => fixed,
    hasChangingTools: env['HER_WRITE_TOOLS'] === '1',
  };
}
