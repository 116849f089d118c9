import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { mcpCommand } from '../../src/cli/package-files.ts';
import { searchAnswer } from '../../src/shared/search-answer.ts';
import { describeWithClient } from './client.ts';
import { bash, her, turn } from './script.ts';
import { newWorld, type World } from './world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What npm says when it cannot reach its registry. */
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EAI_FAIL/;

/** A project with the package in it: there `npx her-mcp` runs this one instead of the registry's. */
interface Installed extends World {
  /** `npx <args>` in the project, with more environment. */
  npx(
    more: Record<string, string>,
    ...args: string[]
  ): { status: number | null; stdout: string; stderr: string };
}

/** @returns the reason in npm's words when the registry cannot be reached */
async function install(): Promise<Installed | string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'her-package-')));
  const world = await newWorld();
  try {
    const run = (cwd: string, command: string, args: string[], more = {}) =>
      spawnSync(command, args, { cwd, env: { ...process.env, ...world.env, ...more }, encoding: 'utf8' });
    const packed = run(ROOT, 'npm', ['pack', '--pack-destination', folder]);
    if (packed.status !== 0) throw new Error(`npm pack: ${packed.stderr}`);
    const file = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.tgz'))!,
    );
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    const added = run(world.cwd, 'npm', ['install', ...flags, file]);
    if (added.status === 0) return { ...world, npx: (more, ...args) => run(world.cwd, 'npx', args, more) };
    await world.remove();
    if (NO_REGISTRY.test(added.stderr)) return added.stderr;
    throw new Error(`npm install: ${added.stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describeWithClient('the package, installed into an empty folder', () => {
  let installed: Installed | string;
  beforeAll(async () => void (installed = await install()));
  afterAll(() => typeof installed === 'object' && installed.remove());

  function world(context: TestContext): Installed {
    if (typeof installed === 'object') return installed;
    context.skip(`skipped: npm reaches no registry (${installed})`);
    throw new Error('skipped');
  }

  it('runs by itself: reads, searches by words and by meaning, finds nothing wrong with itself', (context) => {
    const { npx, home } = world(context);
    const sample = { CLAUDE_CONFIG_DIR: join(ROOT, 'sample'), HER_HOME: join(home, 'sample') };
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = npx(sample, '-y', 'her-mcp', ...args);
      expect(status, stderr).toBe(0);
      return stdout;
    };
    expect(run('--version').trim()).toMatch(/^\d+\.\d+\.\d+$/);
    expect(JSON.parse(run('ingest', '--json'))).toMatchObject({ bad_lines: 0, unknown_lines: 0 });
    const found = searchAnswer.parse(JSON.parse(run('search', 'redirect_uri_mismatch', '--json')));
    expect(found.mode).toBe('hybrid');
    expect(found.hits[0]!.session_id).toBe('663d45bb-0c61-4d25-b36d-eabf7f68b872');
    expect(JSON.parse(run('doctor', '--json'))).toMatchObject({ healthy: true });
  });

  it("the README's line registers it: `claude mcp list` shows it connected, and a session uses it", async (context) => {
    const here = world(context);
    const registered = await here.play(
      {
        runs: [{ cli: ['mcp', 'add', 'her', '--', 'npx', '-y', 'her-mcp', 'mcp'] }, { cli: ['mcp', 'list'] }],
        steps: [],
      },
      { withHer: false },
    );
    expect(registered.report.problems).toEqual([]);
    expect(registered.printed(1)).toMatch(/^her: npx -y her-mcp mcp - .*Connected$/m);

    const played = await here.play(
      {
        runs: [
          { prompt: 'Write down the wombat.', allowedTools: ['Bash'] },
          { prompt: 'Where is the wombat?', allowedTools: ['mcp__her'] },
        ],
        steps: [
          ...turn('Write down', [bash('echo wombat > animals.txt')], ['It is in animals.txt.']),
          ...turn('Where is', [her('search_sessions', { query: 'wombat' })], ['In animals.txt.']),
        ].map((step) => ({ ...step, delayMs: 1500 })),
      },
      { withHer: false },
    );
    expect(await here.leftAfterASecond()).toEqual([]);
    expect(played.report.problems).toEqual([]);
    const [answer] = played.answers('mcp__her__search_sessions');
    const { hits, mode } = searchAnswer.parse(JSON.parse(answer!.text));
    expect(mode).toBe('hybrid');
    expect(hits[0]).toMatchObject({ session_id: played.sessions[0], turn: 1 });
  });

  it('no process is left of the chain that npx starts when Claude Code is killed with SIGKILL', async (context) => {
    const here = world(context);
    const { report, answers } = await here.play(
      {
        runs: [
          {
            exit: 'SIGKILL',
            allowedTools: ['mcp__her'],
            actions: [
              { user: 'Say hello.' },
              { waitEvent: 'result' },
              { waitMs: 1000 },
              { signal: 'SIGKILL' },
            ],
          },
        ],
        steps: turn('Say hello', [her('list_sessions')], ['Hello.']),
      },
      { withHer: false },
    );
    expect(await here.leftAfterASecond()).toEqual([]);
    expect(answers('mcp__her__list_sessions')).toMatchObject([{ isError: false }]);
    expect(report.problems).toEqual([]);
  });
});

describeWithClient('a checkout', () => {
  it('is registered with its own line, and a session uses it', async () => {
    const world = await newWorld();
    try {
      const { report, printed, answers } = await world.play(
        {
          runs: [
            { cli: ['mcp', 'add', 'her', '--', ...mcpCommand()] },
            { cli: ['mcp', 'list'] },
            { prompt: 'Where is the wombat?', allowedTools: ['mcp__her'] },
          ],
          steps: turn('Where is', [her('list_sessions')], ['Nowhere.']),
        },
        { withHer: false },
      );
      expect(report.problems).toEqual([]);
      expect(printed(1)).toMatch(/^her: .*main\.ts mcp - .*Connected$/m);
      expect(answers('mcp__her__list_sessions')).toMatchObject([{ isError: false }]);
      expect(await world.leftAfterASecond()).toEqual([]);
    } finally {
      await world.remove();
    }
  });
});
