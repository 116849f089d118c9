/**
 * Does any input bring a reader, redaction, a question, a tool or the HTTP server down, or keep it busy?
 *
 *   npm run bench:fuzz -- [--minutes 30] [--seed <n>] [--only <target>] [--cases <n>]
 *
 * Case `n` of seed `s` is drawn from `s + n` alone: a failing one is repeated by the line that is printed with it.
 * A case that takes longer than 10 s is ended and counts as a hang. Exit code 1 when anything was found.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { chanceOf } from './fuzz-random.ts';
import { openTargets } from './fuzz-targets.ts';

interface Work {
  until: number;
  seed: number;
  cases: number;
  only?: string;
}

type Message =
  | { kind: 'begins'; target: string; seed: number }
  | { kind: 'ends'; ms: number }
  | { kind: 'fails'; error: string };

const LONGEST_MS = 10_000;
/** More is the same again. */
const MOST_FAILURES = 20;

if (isMainThread) await watch();
else await work(workerData, (message) => parentPort!.postMessage(message));

async function work({ until, seed, cases, only }: Work, tell: (message: Message) => void): Promise<void> {
  const { targets, close } = await openTargets();
  const names = only === undefined ? [...targets.keys()] : [only];
  for (let n = 0; n < cases && Date.now() < until; n++) {
    for (const target of names) {
      tell({ kind: 'begins', target, seed: seed + n });
      const started = performance.now();
      try {
        await targets.get(target)!(chanceOf(seed + n));
      } catch (error) {
        tell({
          kind: 'fails',
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      }
      tell({ kind: 'ends', ms: performance.now() - started });
    }
  }
  await close();
}

/** The worker may hang in a loop that never yields: only another thread can see that. */
async function watch(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      cases: { type: 'string', default: 'Infinity' },
      only: { type: 'string' },
    },
  });
  const until = Date.now() + Number(values.minutes) * 60_000;
  const data: Work = { until, seed: Number(values.seed), cases: Number(values.cases), only: values.only };
  const worker = new Worker(new URL(import.meta.url), { workerData: data });
  const slowest = new Map<string, { cases: number; ms: number; seed: number }>();
  let failures = 0;
  let now: { target: string; seed: number } | undefined;
  let alarm: NodeJS.Timeout | undefined;
  const fail = (what: string): void => {
    failures += 1;
    console.log(
      `${what}\n  again: npm run bench:fuzz -- --only ${now?.target} --seed ${now?.seed} --cases 1\n`,
    );
    if (failures >= MOST_FAILURES) void worker.terminate();
  };
  worker.on('message', (message: Message) => {
    if (message.kind === 'begins') {
      now = message;
      alarm = setTimeout(() => {
        fail(`HANG: longer than ${LONGEST_MS} ms`);
        void worker.terminate();
      }, LONGEST_MS);
    } else if (message.kind === 'fails') fail(`FAILS: ${message.error}`);
    else {
      clearTimeout(alarm);
      const before = slowest.get(now!.target) ?? { cases: 0, ms: 0, seed: 0 };
      const slower = message.ms > before.ms ? { ms: message.ms, seed: now!.seed } : before;
      slowest.set(now!.target, { ...slower, cases: before.cases + 1 });
    }
  });
  worker.on('error', (error: unknown) =>
    fail(`CRASH: ${error instanceof Error ? error.stack : String(error)}`),
  );
  await new Promise((resolve) => worker.once('exit', resolve));
  clearTimeout(alarm);
  console.log('target          cases   slowest');
  for (const [target, { cases, ms, seed }] of slowest)
    console.log(
      `${target.padEnd(12)} ${String(cases).padStart(8)} ${ms.toFixed(0).padStart(6)} ms (seed ${seed})`,
    );
  console.log(failures === 0 ? 'No crash, no hang.' : `${failures} found.`);
  process.exitCode = failures === 0 ? 0 : 1;
}
