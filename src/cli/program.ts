import { Command, CommanderError } from 'commander';
import { codeOf, HerError, sentenceOf } from '../shared/errors.ts';
import { VERSION } from '../shared/version.ts';
import { addAnnotate } from './annotate.ts';
import { addCoach } from './coach.ts';
import { addAudit } from './audit.ts';
import { addConsent } from './consent.ts';
import { addCorrections } from './corrections.ts';
import { addDoctor } from './doctor.ts';
import { addEncrypt } from './encrypt.ts';
import { addErrors } from './errors.ts';
import { addExport } from './export.ts';
import { addFile } from './file.ts';
import { addForget } from './forget.ts';
import { addHelp } from './help.ts';
import { addIngest } from './ingest.ts';
import { addInit } from './init.ts';
import { addInsights } from './insights.ts';
import { addMcp } from './mcp.ts';
import { addRedact } from './redact.ts';
import { addReplay } from './replay.ts';
import { addSearch } from './search.ts';
import { addSessions } from './sessions.ts';
import { addStart } from './start.ts';
import { addStatus } from './status.ts';
import { addUsage } from './usage.ts';

const WRONG_USAGE = 2;
/** What the person wrote, not what Her found. */
const USAGE_CODES = new Set(['bad-arguments', 'bad-time', 'bad-turns', 'bad-cursor']);

/** Runs one command; returns the exit code: 0 ok, 1 failed, 2 wrong usage. */
export async function run(args: readonly string[]): Promise<number> {
  process.stdout.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') process.exit(0); // the reader has seen enough
  });
  try {
    const her = program();
    if (args.length === 0) her.outputHelp();
    else await her.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const isJson = args.includes('--json');
    if (!(error instanceof CommanderError)) return report(error, isJson);
    if (error.exitCode === 0) return 0;
    // Commander has said it on stderr.
    if (isJson) writeError('bad-usage', error.message.replace(/^error: /, ''));
    return WRONG_USAGE;
  }
}

function report(error: unknown, isJson: boolean): number {
  // Every error of ours is a sentence with a code in small letters; anything else is a defect.
  const isExpected =
    error instanceof HerError ||
    (error instanceof Error && error.name === 'PatternError') ||
    /^[A-Z_]+$/.test(codeOf(error) ?? '');
  const code = codeOf(error) ?? 'defect';
  if (isJson) writeError(code, sentenceOf(error));
  process.stderr.write(
    `her: ${isExpected || !(error instanceof Error) ? sentenceOf(error) : (error.stack ?? error.message)}\n`,
  );
  return USAGE_CODES.has(code) ? WRONG_USAGE : 1;
}

function writeError(code: string, message: string): void {
  process.stdout.write(JSON.stringify({ error: { code, message } }) + '\n');
}

function program(): Command {
  const her = new Command('her')
    .description("Your coding assistant's own past, searchable and replayable. Local, private.")
    .version(VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .showSuggestionAfterError()
    .configureHelp({
      subcommandTerm: (command) =>
        [
          command.name(),
          ...command.registeredArguments.map((argument) =>
            argument.required
              ? `<${argument.name()}${argument.variadic ? '…' : ''}>`
              : `[${argument.name()}]`,
          ),
        ].join(' '),
    })
    .exitOverride();
  for (const add of [
    addStart,
    addMcp,
    addIngest,
    addSearch,
    addReplay,
    addErrors,
    addFile,
    addCorrections,
    addUsage,
    addInsights,
    addCoach,
    addAnnotate,
    addSessions,
    addExport,
    addConsent,
    addRedact,
    addForget,
    addEncrypt,
    addAudit,
    addStatus,
    addDoctor,
    addInit,
    addHelp,
  ]) {
    add(her);
  }
  return her;
}
