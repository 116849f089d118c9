import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadRig, type Report, type Scenario } from './client.ts';

/** A person's machine in a temporary folder: a home, a project, Claude Code with Her registered. */
export interface World {
  home: string;
  /** The project. */
  cwd: string;
  /** The environment of commands that this person runs. */
  env: Record<string, string>;
  play(scenario: Scenario, options?: Options): Promise<Played>;
  /** `her <args> --json`, parsed. Throws when it fails. */
  her(...args: string[]): unknown;
  /** All text of all transcripts so far. */
  onDisk(): string;
  /** Processes that run with this home's Her, Claude Code itself among them while it lives. */
  processes(): { pid: number; command: string }[];
  /** Processes of this home that are left after a second; ends them. */
  leftAfterASecond(): Promise<string[]>;
  /** Waits for what still plays (a test that failed half-way leaves it), then removes the folder. */
  remove(): Promise<void>;
}

export interface Options {
  /** More environment of Claude Code, and so of Her. */
  env?: Record<string, string>;
  /** Whether Her is given with `--mcp-config`; false: only what the home has registered. */
  withHer?: boolean;
}

/** One request to the model, as the rig logs it. */
export interface Request {
  n: number;
  kind: string;
  tools?: string[];
  deferredTools?: string[];
  lastMessage?: { role: string; content: unknown };
  toolResults?: ToolResult[];
}

/** What reached the model of a tool's answer. */
export interface ToolResult {
  tool: string;
  id: string;
  isError: boolean;
  text: string;
}

export interface Played {
  report: Report;
  /** Session ids, one a run. */
  sessions: string[];
  requests: Request[];
  /** The answers of one tool in the order of their calls, as they reached the model. */
  answers(tool: string): ToolResult[];
  /** What a run (from 0) printed. */
  printed(run: number): string;
  /** The bodies of all requests, as JSON text. */
  bodies(): string[];
}

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Her of this checkout, as `--mcp-config` takes it. */
export const CHECKOUT = { mcpServers: { her: { command: process.execPath, args: [MAIN, 'mcp'] } } };

export async function newWorld(): Promise<World> {
  const rig = await loadRig();
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'her-e2e-')));
  const home = join(root, 'home');
  const cwd = join(root, 'pond');
  const herHome = join(home, '.her');
  for (const folder of [home, cwd]) mkdirSync(folder);
  // `node` in a published command's first line must be the Node that the project is pinned to.
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const env = {
    PATH: path,
    HOME: home,
    HER_HOME: herHome,
    CLAUDE_CONFIG_DIR: join(home, '.claude'),
    TZ: 'UTC',
  };
  // The rig ends what outlives Claude Code by this mark; here the tests look for themselves.
  const unmarked = { REAL_CLIENT_RUN: null, HER_EMBEDDER: null, HER_NOW: null };
  const plays: Promise<Played>[] = [];

  const processes = () => rig.processesWith('HER_HOME', herHome);
  async function play(name: string, scenario: Scenario, { env: more, withHer = true }: Options) {
    const out = join(root, name);
    mkdirSync(out);
    const file = join(out, 'scenario.json');
    writeFileSync(file, JSON.stringify({ name, ...scenario }));
    const report = await rig.play({
      scenario: file,
      cwd,
      home,
      out,
      env: { ...unmarked, PATH: path, HER_HOME: herHome, ...more },
      mcpConfig: withHer ? [JSON.stringify(CHECKOUT)] : undefined,
      bodies: true,
      timeoutMs: 60_000,
    });
    return played(report, join(out, 'bodies'));
  }

  return {
    home,
    cwd,
    env,
    processes,
    play(scenario, options = {}) {
      const playing = play(`play${plays.length + 1}`, scenario, options);
      plays.push(playing);
      return playing;
    },
    her(...args) {
      const run = spawnSync(process.execPath, [MAIN, ...args, '--json'], { cwd, env, encoding: 'utf8' });
      if (run.status !== 0) throw new Error(`her ${args.join(' ')}: exit ${run.status}\n${run.stderr}`);
      return JSON.parse(run.stdout);
    },
    onDisk() {
      const projects = join(home, '.claude', 'projects');
      if (!existsSync(projects)) return '';
      return readdirSync(projects, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => readFileSync(join(projects, name), 'utf8'))
        .join('');
    },
    async leftAfterASecond() {
      for (const until = Date.now() + 1000; processes().length > 0 && Date.now() < until;) await sleep(25);
      const left = processes();
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      return left.map(({ command }) => command);
    },
    async remove() {
      await Promise.allSettled(plays);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function played(report: Report, bodiesFolder: string): Played {
  const lines = readFileSync(report.requestLog, 'utf8').split('\n').filter(Boolean);
  const requests = lines.map((line): Request => JSON.parse(line)).sort((a, b) => a.n - b.n);
  const sessions = report.runs.map(({ session }) => session ?? '');
  return {
    report,
    sessions,
    requests,
    answers: (tool) =>
      requests
        .filter(({ kind }) => kind === 'main')
        .flatMap(({ toolResults = [] }) => toolResults)
        .filter((result) => result.tool === tool),
    printed: (run) => readFileSync(report.runs[run]!.output, 'utf8'),
    bodies: () =>
      requests
        .filter(({ kind }) => kind !== undefined)
        .map(({ n }) => readFileSync(join(bodiesFolder, `${String(n).padStart(4, '0')}.json`), 'utf8')),
  };
}
