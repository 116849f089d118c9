import { errorOf, type SentError } from './sent-error.ts';

/** Calls that another thread or process was asked, until it answers. */
export interface WaitingCalls<Answer> {
  /** How many wait. */
  readonly count: number;
  /** A new one, with the number that its answer will name. */
  add(): { id: number; answer: Promise<Answer> };
  settle(id: number, told: { answer: Answer } | { error: SentError }): void;
  /** The one that was asked is gone. */
  failAll(error: unknown): void;
}

export function waitingCalls<Answer>(): WaitingCalls<Answer> {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let calls = 0;
  return {
    get count() {
      return waiting.size;
    },
    add() {
      const call = Promise.withResolvers<Answer>();
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
