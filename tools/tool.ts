import type { z } from 'zod';
import { lettersFor } from '../src/render/budget.ts';
import { safeAnswer } from '../src/render/safe-answer.ts';
import { safeText } from '../src/render/safe-text.ts';
import type { Freshness } from '../src/shared/answers.ts';
import { readArguments } from './arguments.ts';
import type { Asking, ToolContext } from './context.ts';

/** A tool as the server registers it. */
export interface Tool {
  name: string;
  title: string;
  /** The first sentence says when to use it. */
  description: string;
  /** The words people use: Claude Code finds deferred tools by them (`anthropic/searchHint`). */
  searchHint: string;
  /** It changes what is stored: offered only where the person has allowed it, and the client asks each time. */
  changes?: true;
  /** On a long history it computes for more than 50 ms: the server runs it beside the thread that answers. */
  isLong?: true;
  request: z.ZodObject;
  answer: z.ZodObject;
  /** @throws HerError for everything that the caller can mend */
  call(context: ToolContext, given: unknown, asking: Asking): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  structured: Record<string, unknown>;
  /** The same in words. */
  text: string;
}

/** Freshness is looked at before anything else: what is read while an answer is made may be missing in it. */
interface RunContext extends Omit<ToolContext, 'freshness'> {
  freshness: Freshness;
}

interface Definition<Request extends z.ZodObject, Answer extends z.ZodObject> extends Omit<Tool, 'call'> {
  request: Request;
  answer: Answer;
  run(context: RunContext, request: z.output<Request>, asking: Asking): Promise<z.output<Answer>>;
  /** Cuts an answer to so many characters of JSON, and says what was cut. */
  fit(answer: z.output<Answer>, letters: number, request: z.output<Request>): z.output<Answer>;
  inWords(answer: z.output<Answer>): Promise<string>;
}

/** Arguments are read, the answer is fitted to `max_tokens` and put in words: the same way for each tool. */
export function defineTool<Request extends z.ZodObject, Answer extends z.ZodObject>(
  definition: Definition<Request, Answer>,
): Tool {
  const { run, fit, inWords, ...tool } = definition;
  return {
    ...tool,
    async call(context, given, asking) {
      const request = readArguments(tool.name, tool.request, given);
      await context.settled();
      const letters = lettersFor(Number(request['max_tokens']));
      const freshness = await context.freshness();
      const answer = fit(await run({ ...context, freshness }, request, asking), letters, request);
      return { structured: safeAnswer(answer), text: cut(safeText(await inWords(answer)), letters) };
    },
  };
}

/** Words are wordier than JSON only by accident; the limit holds for them as well. */
function cut(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 2)} …`;
}
