import type { ToolAnswer } from '../../tools/tool.ts';
import { errorOf, type SentError } from './sent-error.ts';

/** Calls that another thread or process was asked, until it answers. */
export interface WaitingCalls {
  /** How many wait. */
  readonly count: number;
  /** A new one, with the number that its answer will name. */
  add(): { id: number; answer: Promise<ToolAnswer> };
  settle(id: number, told: { answer: ToolAnswer } | { error: SentError }): void;
  /** The one that was asked is gone. */
  failAll(error: unknown): void;
}

export function waitingCalls(): WaitingCalls {
  const waiting = new Map<number, PromiseWithResolvers<ToolAnswer>>();
  let calls = 0;
  return {
    get count() {
      return waiting.size;
    },
    add() {
      const call = Promise.withResolvers<ToolAnswer>();
      calls += 1;
      waiting.set(calls, call);
      return { id: calls, answer: call.promise };
    },
    settle(id, told) {
      const call = waiting.get(id);
      waiting.delete(id);
      if ('answer' in told) call?.resolve(told.answer);
      else call?.reject(errorOf(told.error));
    },
    failAll(error) {
      for (const call of waiting.values()) call.reject(error);
      waiting.clear();
    },
  };
}
