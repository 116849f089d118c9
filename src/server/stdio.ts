import { Console } from 'node:console';
import { flushCompileCache } from 'node:module';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { AuditEntry } from '../privacy/audit-log.ts';
import { readConfig } from '../shared/config.ts';
import { codeOf, stackOf } from '../shared/errors.ts';
import { buildServer } from './build.ts';
import type { CallTool } from './call-tool.ts';
import type { Back } from './back.ts';

/**
 * `her mcp`: MCP over this process's stdin and stdout, for as long as the client lives. Ends the process. It only
 * speaks the protocol; what answers and reads is a process behind it, which is there while there is work (`back.ts`).
 * @throws HerError `bad-config`
 */
export function serveOnStdio(env: NodeJS.ProcessEnv): void {
  keepStdoutForProtocol();
  const log = (sentence: string): void => void process.stderr.write(`her: ${sentence}\n`);
  const { hasChangingTools } = readConfig(env);
  let back: Promise<Back> | undefined;
  let opened: Back | undefined;
  const openBack = (): Promise<Back> =>
    (back ??= import('./back.ts').then(({ keepBack }) => (opened = keepBack({ env, log }))));
  endWithClient(() => opened);

  const session = env['CLAUDE_CODE_SESSION_ID'] || undefined;
  const connection = new Connection();
  void connection.greeted.then(async () => {
    (await openBack()).wake();
    // A killed process never writes its compile cache, and this one is always killed.
    flushCompileCache();
  });
  const onDefect = (error: unknown): void => log(stackOf(error));
  const call: CallTool = async (...asked) => (await openBack()).call(...asked);
  const audit = (entry: AuditEntry): void => opened?.audit(entry);
  const build = () => buildServer({ call, session, hasChangingTools, audit, onDefect });
  serveStdio(build, {
    transport: connection,
    onerror: (error) => log(error.message),
  });
}

/** A client asks for its lists as soon as it is greeted; between two of those pass a few milliseconds. */
const GREETED_AFTER_MS = 40;
/** Without an answer for so long, the next question may be far. */
const REST_AFTER_MS = 3000;

/** Tells when the greeting and what follows it at once are answered: until then nothing may compete with it. */
class Connection extends StdioServerTransport {
  readonly greeted: Promise<void>;
  readonly #endGreeting: () => void;
  #isGreeted = false;
  #quiet: NodeJS.Timeout | undefined;

  constructor() {
    super();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.greeted = promise.then((isGreeted) => {
      this.#isGreeted = isGreeted;
      this.#awaitQuiet();
    });
    this.#endGreeting = () => resolve(true);
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message);
    this.#awaitQuiet();
  }

  #awaitQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = this.#isGreeted
      ? setTimeout(rest, REST_AFTER_MS).unref()
      : setTimeout(this.#endGreeting, GREETED_AFTER_MS);
  }
}

function rest(): void {
  void import('../shared/give-memory-back.ts').then(({ giveMemoryBack }) => giveMemoryBack());
}

/** A library that prints would break the protocol for some clients. */
function keepStdoutForProtocol(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
}

/** Claude Code kills 500 ms after it has asked to end; another process may wait for the lease. */
const PATIENCE_MS = 150;

/**
 * Claude Code sends SIGINT, SIGTERM 100 ms later and SIGKILL at 500 ms; stdin ends when it is killed itself.
 * Each batch is one transaction, so ending anywhere loses nothing: giving the lease back is a courtesy.
 */
function endWithClient(backNow: () => Back | undefined): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    const back = backNow();
    setTimeout(() => {
      back?.kill();
      process.exit(0);
    }, PATIENCE_MS);
    void Promise.resolve(back?.end()).finally(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  process.stdin.on('end', end);
  process.stdin.on('close', end);
  process.stdout.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') end();
  });
  process.stdin.on('error', end);
}
