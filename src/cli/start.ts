import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import { stackOf } from '../shared/errors.ts';
import { httpToken } from '../shared/private-files.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import type { IngestMessage } from '../ingest/service.ts';
import { counted } from '../render/figures.ts';
import { wholeNumber, withExamples, withJson, type JsonOption } from './options.ts';
import { look, write, writeJson } from './output.ts';
import { IS_CHECKOUT, mcpCommand, packageFile, shellLine } from './package-files.ts';
import { progressBar } from './progress.ts';

interface StartOptions extends JsonOption {
  port?: number;
}

/** Closing takes a batch at most; whoever waits longer is not kept. */
const PATIENCE_MS = 3000;

/** `her start`: reads everything, follows it, and serves MCP over HTTP until Ctrl-C. */
export function addStart(her: Command): void {
  const command = her
    .command('start')
    .description('read transcripts, follow them, serve MCP on this machine')
    .option(
      '--port <port>',
      'where MCP is served, 0 for any free port (default 4370)',
      wholeNumber(0, 65_535),
    )
    .action(start);
  withJson(command);
  withExamples(command, ['start', 'start --port 5000']);
}

async function start({ port, json }: StartOptions): Promise<void> {
  const ended = endOfWork();
  const { env, isSample } = await whatToRead(process.env);
  const config = readConfig(env);
  const say = async (text: string): Promise<void> => (json ? undefined : await write(`${text}\n`));
  const warn = (sentence: string): void => void process.stderr.write(`her: ${sentence}\n`);

  const [{ openHer }, { serveOnHttp }, { buildServer }, { callerOf }, { storeCounts }] = await Promise.all([
    import('../server/open.ts'),
    import('../server/http.ts'),
    import('../server/build.ts'),
    import('../server/call-tool.ts'),
    import('../store/overview.ts'),
  ]);
  const token = httpToken(config.home);
  const her = openHer(env, warn);
  const bar = progressBar('Reading  ', 'bytes');
  try {
    if (isSample) await say(SAMPLE_NOTICE);
    const store = await her.context.store();
    const onMessage = (message: IngestMessage): void => {
      if (message.kind === 'progress') bar.at(message.bytes, message.bytes + message.bytesLeft);
      if (message.kind === 'notice') warn(message.text);
    };
    const { caughtUp } = await her.startIngest({ onMessage });
    if ((await Promise.race([caughtUp, ended])) === 'ended') return;
    bar.end();
    const { sessions, turns, projects } = storeCounts(store);
    await say(
      `Here are ${counted(sessions, 'session')} with ${counted(turns, 'turn')} from ${counted(projects, 'project')}, in ${config.database}`,
    );

    const onDefect = (error: unknown): void => warn(stackOf(error));
    const serving = await serveOnHttp({
      build: () =>
        buildServer({
          call: callerOf(her),
          hasChangingTools: config.hasChangingTools,
          audit: her.audit,
          onDefect,
        }),
      token,
      port,
      onError: onDefect,
    });
    if (serving.notice) warn(serving.notice);
    void her.warmUp();
    if (json)
      await writeJson({
        url: serving.url,
        token_file: join(config.home, 'token'),
        home: config.home,
        sample: isSample,
        sessions,
        turns,
        projects,
      });
    else await say(readyText(serving.url, token, config.home, isSample));
    await ended;
    await serving.close();
  } finally {
    bar.end();
    await say('Stopped.');
    await her.close();
  }
}

/** Resolves at Ctrl-C or when the process is told to end; a second Ctrl-C, or waiting too long, ends it at once. */
function endOfWork(): Promise<'ended'> {
  return new Promise((resolve) => {
    let isEnding = false;
    const end = (): void => {
      if (isEnding) process.exit(0);
      isEnding = true;
      setTimeout(() => process.exit(0), PATIENCE_MS).unref();
      resolve('ended');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  });
}

/** The person's transcripts; where there are none, the sample, in a home of its own. */
async function whatToRead(env: NodeJS.ProcessEnv): Promise<{ env: NodeJS.ProcessEnv; isSample: boolean }> {
  const [{ discover }, { SOURCES }] = await Promise.all([
    import('../ingest/discover.ts'),
    import('../sources/registry.ts'),
  ]);
  if (discover(SOURCES, env).length > 0) return { env, isSample: false };
  const sample = { HER_HOME: join(readConfig(env).home, 'sample'), CLAUDE_CONFIG_DIR: packageFile('sample') };
  return { env: { ...env, ...sample }, isSample: true };
}

const SAMPLE_NOTICE = `There are no transcripts of Claude Code on this machine yet (looked in ~/.claude, ~/.config/claude and
CLAUDE_CONFIG_DIR), so Her shows its sample: fourteen invented sessions from four projects, kept apart
from yours. Use Claude Code once, start Her again, and it reads your own.
`;

function readyText(url: string, token: string, home: string, isSample: boolean): string {
  const { bold, dim } = look();
  const questions = isSample ? SAMPLE_QUESTIONS : OWN_QUESTIONS;
  const lines = [
    `\nMCP is served at ${bold(url)}. Register it with Claude Code while this runs:`,
    `  claude mcp add --transport http her ${url} --header "Authorization: Bearer ${token}"`,
  ];
  if (!isSample) {
    lines.push(
      'or for good, started by Claude Code itself:',
      `  claude mcp add --scope user her -- ${shellLine(mcpCommand())}`,
    );
  }
  lines.push('\nThen ask, for example:', ...questions.map((question) => `  ${question}`));
  const typed = isSample ? `HER_HOME=${shellLine([home])} ${TYPED_HER}` : TYPED_HER;
  const words = isSample ? '"redirect uri mismatch"' : '<words>';
  lines.push(
    `\nOr ${IS_CHECKOUT ? 'from this folder' : 'here'}, without an assistant:`,
    `  ${typed} search ${words}`,
    `  ${typed} replay latest`,
  );
  lines.push(`\n${dim('Following transcripts. Ctrl-C ends it.')}`);
  return lines.join('\n');
}

const SAMPLE_QUESTIONS = [
  'Why did login fail on staging, and what did we do about it?',
  'Why did we choose session cookies over JWT?',
  'How often did I have to say "pnpm, not npm"?',
  'Replay the Terraform state lock session.',
];

const OWN_QUESTIONS = [
  'What did we work on last week?',
  'Have we seen this error before?',
  'What do I keep having to correct you on?',
];
