import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { claudeConfigFile, findClaude, registeredServer } from './claude-config.ts';
import { isConfirmed } from './confirm.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { look, write, writeJson } from './output.ts';
import { mcpCommand, shellLine } from './package-files.ts';

interface InitOptions extends JsonOption {
  yes?: boolean;
}

/** `her init`: registers with Claude Code, through Claude Code's own command; shows the change first. */
export function addInit(her: Command): void {
  const command = her
    .command('init')
    .description('register with Claude Code; shows the change first')
    .option('-y, --yes', 'do it without asking')
    .action(init);
  withJson(command);
  withExamples(command, ['init', 'init --yes']);
}

async function init({ yes, json }: InitOptions): Promise<void> {
  const [program, ...args] = mcpCommand();
  const words = ['mcp', 'add', '--scope', 'user', 'her', '--', program!, ...args];
  const line = shellLine(['claude', ...words]);
  const file = claudeConfigFile(process.env);
  const before = registeredServer(file);
  const answer = (done: boolean): Record<string, unknown> => ({
    command: line,
    file,
    registered: done || before !== undefined,
    changed: done,
  });
  if (before !== undefined) {
    if (json) return await writeJson(answer(false));
    return await write(
      `Her is registered already, in ${file}:\n  "her": ${before}\nTo register it anew, first run: claude mcp remove --scope user her\n`,
    );
  }
  if (!json) {
    const entry = JSON.stringify({ type: 'stdio', command: program, args, env: {} });
    await write(
      `This registers Her with Claude Code, for all your projects:\n  ${look().bold(line)}\nIt writes one entry under "mcpServers" in ${file}:\n  "her": ${entry}\n\n`,
    );
  }
  const claude = findClaude(process.env);
  if (!claude) {
    if (yes)
      throw new HerError(
        'no-claude',
        `\`claude\` is not on the PATH, so nothing was changed. Install Claude Code, or where it is installed run: ${line}`,
      );
    return json
      ? await writeJson(answer(false))
      : await write(
          '`claude` is not on the PATH, so nothing was changed. Run the line above where it is, or add the entry to the .mcp.json of a project.\n',
        );
  }
  if (!yes && (json || !(await isConfirmed('Do it?')))) {
    return json
      ? await writeJson(answer(false))
      : await write(`Nothing was changed. \`${TYPED_HER} init --yes\` does it without asking.\n`);
  }
  const run = spawnSync(claude, words, { encoding: 'utf8' });
  if (run.status !== 0)
    throw new HerError(
      'claude-failed',
      `\`${line}\` failed: ${(run.stderr || run.stdout || run.error?.message || '').trim()}`,
    );
  if (json) await writeJson(answer(true));
  else await write('Done. Sessions of Claude Code that start from now on can ask Her.\n');
}
