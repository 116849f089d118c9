import { randomUUID } from 'node:crypto';
import type { Block, Content, Step } from './client.ts';

/** What the scripted model says, as steps of a scenario. */

/**
 * One turn: the answer to `prompt`, then a message after the tool results of each message.
 * `prompt` must be found in this turn's prompt only.
 */
export function turn(prompt: string, ...messages: Content[]): Step[] {
  return messages.map((content, index) => {
    const name = stepName(prompt, index + 1);
    if (index === 0) return { name, when: { kind: 'main', lastUserText: prompt }, content };
    const before = messages[index - 1]!.findLast((block) => typeof block !== 'string')?.name;
    const when = { kind: 'main', afterStep: stepName(prompt, index), toolResultOf: before };
    return { name, when, content };
  });
}

/** The name of the step that gives message `n` (from 1) of the turn. */
export function stepName(prompt: string, n: number): string {
  return `${prompt} / ${n}`;
}

/** The id is unique as the API's are: the rig's own begin again with each scenario. */
export function call(name: string, input: Record<string, unknown>): Block {
  return { type: 'tool_use', id: `toolu_${randomUUID()}`, name, input };
}

export function bash(command: string): Block {
  return call('Bash', { command, description: 'Run it' });
}

/** A call of one of Her's tools. */
export function her(tool: string, input: Record<string, unknown> = {}): Block {
  return call(`mcp__her__${tool}`, input);
}
