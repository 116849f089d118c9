import type { z } from 'zod';

/** A prompt that a person picks: it leads the assistant through the tools. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: z.ZodObject;
  /** The text of the one message. `given`: what the SDK has checked against `arguments`. */
  text(given: unknown): string;
}

export function definePrompt<Arguments extends z.ZodObject>(
  prompt: Omit<Prompt, 'text'> & { arguments: Arguments; text(given: z.output<Arguments>): string },
): Prompt {
  return { ...prompt, text: (given) => prompt.text(prompt.arguments.parse(given)) };
}
