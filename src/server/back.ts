import { fork, type ChildProcess } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ToolAnswer } from '../../tools/tool.ts';
import { postGuard, type Grown, type Guard, type News } from '../ingest/guard.ts';
import type { AuditEntry } from '../privacy/audit-log.ts';
import { sentenceOf } from '../shared/errors.ts';
import { withDerivedKey } from '../shared/database-key.ts';
import { giveMemoryBack } from '../shared/give-memory-back.ts';
import { waitingCalls } from '../shared/waiting-calls.ts';
import { workerUrl } from '../shared/worker-url.ts';
import { newHolder } from '../store/lease.ts';
import type { BackData, BackMessage, BackRequest } from './back-messages.ts';
import type { CallTool } from './call-tool.ts';

/**
 * The process behind the one that speaks with the client: it answers and reads, and is ended while there is nothing
 * to do. Meanwhile a guard keeps the lease and watches. A process and not a thread, because only its end gives
 * everything back: after a thread, half of its memory and all code it ran stay (docs/mcp.md).
 */
export interface Back {
  /** Starts it if it is not there. */
  readonly call: CallTool;
  audit(entry: AuditEntry): void;
  wake(): void;
  /** Whether there is a process, and how many files the guard in its place has looked at. */
  state(): { isUp: boolean; filesLookedAt: number };
  /** Lets it give the lease back and end. */
  end(): Promise<void>;
  kill(): void;
}

export interface BackOptions {
  env: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
  /** Milliseconds without work after which it is ended. */
  quietAfterMs?: number;
}

/** Starting again costs as much as half a minute of following. */
const QUIET_AFTER_MS = 30_000;
/** After it ended by itself, which is a defect. */
const AFTER_DEFECT_MS = 60_000;
/** Changes seen by looking and never by an event, after which no events are to be expected: a guard would be late. */
const SILENT_CHANGES = 2;

export function keepBack({ env, log, quietAfterMs = QUIET_AFTER_MS }: BackOptions): Back {
  const holder = newHolder();
  const waiting = waitingCalls<ToolAnswer>();
  let child: ChildProcess | undefined;
  let guard: Guard | undefined;
  let silentChanges = 0;
  let hadEvents = false;
  let mayRest = true;
  let isEnding = false;

  return {
    call(tool, given, asking) {
      const { id, answer } = waiting.add();
      send(up(), { kind: 'call', id, tool, given, asking });
      return answer;
    },
    audit: (entry) => send(up(), { kind: 'audit', entry }),
    wake: () => void up(),
    state: () => ({ isUp: child !== undefined, filesLookedAt: guard?.filesLookedAt() ?? 0 }),
    async end() {
      isEnding = true;
      guard?.release();
      guard = undefined;
      const ending = child;
      if (!ending) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      if (ending.connected) ending.disconnect();
      await gone;
    },
    kill: () => void child?.kill('SIGKILL'),
  };

  // Where it is gone already, its end is told as well, and rejects what waits for it.
  function send(to: ChildProcess | undefined, request: BackRequest): void {
    if (to?.connected) to.send(request, () => undefined);
  }

  function up(): ChildProcess {
    const grown = guard?.grown() ?? [];
    guard?.dismiss();
    guard = undefined;
    return (child ??= start(grown));
  }

  function start(grown: readonly Grown[]): ChildProcess {
    const started = fork(
      fileURLToPath(workerUrl('back-process', import.meta.url)),
      [JSON.stringify({ holder, quietAfterMs, grown } satisfies BackData)],
      {
        env: withDerivedKey(withCompileCache(env)),
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    started.on('message', (message: BackMessage) => heard(started, message));
    started.on('error', (error) => gone(started, error));
    started.on('exit', () => gone(started, new Error('the process that answers ended')));
    return started;
  }

  function gone(ended: ChildProcess, error: Error): void {
    if (child !== ended) return;
    child = undefined;
    if (isEnding) return;
    log(`${sentenceOf(error)}; it is started again at the next question.`);
    waiting.failAll(error);
    setTimeout(up, AFTER_DEFECT_MS).unref();
  }

  function heard(from: ChildProcess, message: BackMessage): void {
    if (child !== from) return;
    if (message.kind === 'answer' || message.kind === 'failed') waiting.settle(message.id, message);
    else if (message.kind === 'quiet') beginRest(message.waits);
    else if (message.bytes > 0) standDown();
    else rest(message.retryAt);
  }

  /** First the guard, then a last look of the one who goes: nothing is written between the two unseen. */
  function beginRest(waits: boolean): void {
    if (guard || !mayRest || waiting.count > 0 || isEnding) return;
    try {
      guard = postGuard({ env, holder });
    } catch {
      return; // it is said by the one who goes on reading
    }
    if (guard.isHolder === waits) standDown();
    else if (waits) rest(null);
    else send(child, { kind: 'look' });
  }

  function rest(retryAt: number | null): void {
    if (!guard || guard.hasNews() || waiting.count > 0) return standDown();
    const posted = guard;
    if (retryAt !== null) posted.wakeAt(retryAt);
    const ended = child;
    child = undefined;
    ended?.kill('SIGKILL');
    void posted.news.then((what) => {
      if (guard !== posted) return;
      note(what);
      up();
    });
    giveMemoryBack();
  }

  function standDown(): void {
    if (guard?.hasNews()) void guard.news.then(note);
    guard?.dismiss();
    guard = undefined;
  }

  function note(what: News): void {
    if (what === 'event') hadEvents = true;
    if (what === 'look') silentChanges += 1;
    if (what === 'no-events' || (!hadEvents && silentChanges >= SILENT_CHANGES)) mayRest = false;
  }
}

/** The threads of the process take it over from its environment. */
function withCompileCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir();
  return folder === undefined ? env : { ...env, NODE_COMPILE_CACHE: dirname(folder) };
}
