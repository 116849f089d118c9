import type { ToolCall } from '../../shared/tool-call.ts';
import { subjectOf, toldSubject } from './same-work.ts';

/** Calls made again after they failed: the same tool on the same thing. Pure. */
export interface Retries {
  /** Calls that came after the same tool had failed on the same target in the same turn. */
  retries: number;
  /** Of these, how often it then went well: it was worth trying. */
  succeeded: number;
  loops: Loop[];
}

/** At least three failures on the same thing in one turn, none going well in between. */
export interface Loop {
  sessionId: string;
  turn: number;
  tool: string;
  subject: string;
  failures: number;
}

const LOOP = 3;
/** Not a failure of its own: a call beside it failed. */
const CANCELLED = /Sibling tool call errored/;

/** @param calls in the order in which they ran, turn by turn */
export function retriesIn(calls: readonly ToolCall[]): Retries {
  let [retries, succeeded] = [0, 0];
  const loops: Loop[] = [];
  for (const turn of Map.groupBy(calls, (call) => `${call.sessionId} ${call.turn}`).values()) {
    const runs = new Map<string, Loop>();
    const close = (key: string): void => {
      const run = runs.get(key);
      if (run && run.failures >= LOOP) loops.push(run);
      runs.delete(key);
    };
    const lastFailed = new Set<string>();
    for (const call of turn) {
      if (CANCELLED.test(call.error)) continue;
      const same = `${call.tool}\n${call.target}`;
      if (lastFailed.has(same)) {
        retries += 1;
        if (call.outcome === 'ok') succeeded += 1;
      }
      if (call.outcome === 'failed') lastFailed.add(same);
      else lastFailed.delete(same);

      const subject = call.kind === 'command' ? subjectOf(call.target) : call.target;
      const key = `${call.tool}\n${subject}`;
      if (call.outcome === 'ok') close(key);
      else if (call.outcome === 'failed') {
        const run = runs.get(key) ?? {
          sessionId: call.sessionId,
          turn: call.turn,
          tool: call.tool,
          subject: call.kind === 'command' ? toldSubject(call.target) : call.target,
          failures: 0,
        };
        run.failures += 1;
        runs.set(key, run);
      }
    }
    for (const key of [...runs.keys()]) close(key);
  }
  return { retries, succeeded, loops: loops.sort((a, b) => b.failures - a.failures) };
}
