import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestMessage } from '../ingest/service.ts';
import type { BackData, BackMessage, BackRequest } from './back-messages.ts';
import { callerOf } from './call-tool.ts';
import { openHer } from './open.ts';
import { sentError } from '../shared/sent-error.ts';

/** The process that `back.ts` starts: it answers and reads until it is ended, or the process before it is gone. */

/** A model that takes longer to load is not waited for: search is by words until then. */
const MOST_WARM_UP_MS = 1000;
const LOOK_FOR_QUIET_MS = 1000;
/** As long as the process before it waits for it. */
const PATIENCE_MS = 150;

const { holder, quietAfterMs, grown } = JSON.parse(process.argv[2] ?? '{}') as BackData;
const log = (sentence: string): void => void process.stderr.write(`her: ${sentence}\n`);
const say = (message: BackMessage): void => {
  // Where the other one is gone, this one is told so and ends.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};
const her = openHer(process.env, log);
const call = callerOf(her);
let warm: Promise<void> | undefined;
let reading: 'at work' | 'follows' | 'waits' = 'at work';
let usedAt = performance.now();
let calls = 0;

process.on('message', (request: BackRequest) => {
  if (request.kind === 'audit') her.audit(request.entry);
  else if (request.kind === 'look') void ingest.then((handle) => handle.look());
  else void answer(request);
});
process.on('disconnect', end);
// Ctrl-C reaches both processes: the other one says when to end.
process.on('SIGINT', () => undefined);

const ingest = her.startIngest({ onMessage: heard, holder, grown });
void ingest.then((handle) => handle.caughtUp).then(warmUp);
setInterval(() => {
  const isQuiet = calls === 0 && performance.now() - usedAt > quietAfterMs;
  if (isQuiet && reading !== 'at work') say({ kind: 'quiet', waits: reading === 'waits' });
}, LOOK_FOR_QUIET_MS);

function heard(message: IngestMessage): void {
  if (message.kind === 'notice') log(message.text);
  if (message.kind === 'caught-up') reading = 'follows';
  if (message.kind === 'waits') reading = 'waits';
  if (message.kind === 'progress' || message.kind === 'reads') usedAt = performance.now();
  if (message.kind !== 'looked') return;
  const { bytes, isPolling, retryAt } = message;
  // Where no events can be had, only this process knows how to go on looking.
  if (bytes > 0 || isPolling) usedAt = performance.now();
  say({ kind: 'looked', bytes, retryAt });
}

async function answer({ id, tool, given, asking }: Extract<BackRequest, { kind: 'call' }>): Promise<void> {
  calls += 1;
  try {
    await Promise.race([warmUp(), sleep(MOST_WARM_UP_MS, undefined, { ref: false })]);
    say({ kind: 'answer', id, answer: await call(tool, given, asking) });
  } catch (error) {
    say({ kind: 'failed', id, error: sentError(error) });
  }
  calls -= 1;
  usedAt = performance.now();
}

function warmUp(): Promise<void> {
  // A killed process never writes its compile cache, and this one is always killed.
  return (warm ??= Promise.all([her.warmUp(), import('../../tools/index.ts')]).then(() =>
    flushCompileCache(),
  ));
}

function end(): void {
  // Leaving by exit() would wait for a thread that sits in SQLite or in a write.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS);
  void her.close().finally(() => process.exit(0));
}
