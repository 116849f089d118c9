import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** The real Claude Code and the rig that drives it: what the tests use of `../shared/real-client`. */
export interface Scenario {
  workspace?: { files?: Record<string, string>; commands?: string[][] };
  runs: Run[];
  steps: Step[];
}

/** One start of Claude Code. */
export interface Run {
  prompt?: string;
  actions?: Record<string, unknown>[];
  cli?: string[];
  tty?: boolean;
  /** `last`, `first` or an id. */
  resume?: string;
  fork?: boolean;
  allowedTools?: string[];
  env?: Record<string, string>;
  /** Expected exit code or signal. */
  exit?: number | string;
}

/** A model's answer, given to the first request for which `when` holds in full. */
export interface Step {
  name: string;
  when: Record<string, unknown>;
  content?: Content;
  [option: string]: unknown;
}

/** A string is a text block. */
export type Content = (string | Block)[];
export interface Block {
  type: string;
  name?: string;
  [field: string]: unknown;
}

export interface PlayOptions {
  /** Path of the scenario. */
  scenario: string;
  cwd: string;
  home: string;
  out: string;
  env: Record<string, string | null>;
  mcpConfig?: string[];
  bodies?: boolean;
  timeoutMs?: number;
}

export interface Report {
  problems: string[];
  runs: { session: string | null; exit: number | string; output: string }[];
  files: { kind: string; path: string }[];
  /** A file of one JSON line per request. */
  requestLog: string;
}

export interface Rig {
  play(options: PlayOptions): Promise<Report>;
}

export interface Processes {
  processesWith(name: string, value: string): { pid: number; command: string }[];
}

const RIG = new URL('../../../shared/real-client/', import.meta.url);

export async function loadRig(): Promise<Rig & Processes> {
  const { play }: Rig = await import(new URL('play.mjs', RIG).href);
  const { processesWith }: Processes = await import(new URL('claude.mjs', RIG).href);
  return { play, processesWith };
}

/** Why the real client cannot be driven here, as a clear word; undefined when it can. */
function missing(): string | undefined {
  if (!existsSync(fileURLToPath(RIG))) return 'no ../shared/real-client here';
  const claude = process.env['CLAUDE_BIN'];
  if (!claude) return 'CLAUDE_BIN names no Claude Code';
  if (!existsSync(claude)) return `CLAUDE_BIN is ${claude}, which is not there`;
  return undefined;
}

/** `describe`, skipped with the reason in its name where there is no real client. */
export function describeWithClient(name: string, tests: () => void): void {
  const why = missing();
  if (why) describe.skip(`${name} (skipped: ${why})`, tests);
  else describe(name, tests);
}

/** The terminal form of Claude Code is driven through tmux. */
export const hasTerminal = spawnSync('tmux', ['-V']).status === 0;
