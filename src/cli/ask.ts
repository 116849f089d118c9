import type { z } from 'zod';
import type { Tool } from '../../tools/tool.ts';
import { sessionsIn } from '../privacy/audit-log.ts';
import { openHer } from '../server/open.ts';
import type { Look } from '../render/look.ts';
import { HerError } from '../shared/errors.ts';
import { look, notice, write, writeJson } from './output.ts';

/** The longest answer a tool gives; a person's screen scrolls. */
export const MOST_TOKENS = 11_250;

export interface Question<Answer extends z.ZodObject> {
  tool: Tool;
  answer: Answer;
  arguments: Record<string, unknown>;
  /** Whether the answer needs the embedding model. */
  needsMeaning?: boolean;
  json?: boolean;
  render: (answer: z.output<Answer>, look: Look) => string;
}

/** Asks a tool as an assistant would, and shows its answer. @throws HerError what the tool throws */
export async function ask<Answer extends z.ZodObject>(question: Question<Answer>): Promise<void> {
  const her = openHer(process.env, notice);
  try {
    if (question.needsMeaning) await her.warmUp();
    const given = Object.fromEntries(
      Object.entries(question.arguments).filter(([, value]) => value !== undefined),
    );
    // Asked from within a session (a Bash call), the turn that asks is no hit either.
    const session = process.env['CLAUDE_CODE_SESSION_ID'] || undefined;
    const { structured } = await question.tool
      .call(her.context, { max_tokens: MOST_TOKENS, ...given }, { session })
      .catch((error: unknown) => {
        throw error instanceof HerError && error.code === 'bad-arguments' ? forPerson(error) : error;
      });
    her.audit({
      action: question.tool.changes ? 'change' : 'read',
      what: question.tool.name,
      sessions: sessionsIn(structured),
      who: { client: 'her', ...(session ? { session } : {}) },
    });
    if (question.json) return await writeJson(structured);
    await write(question.render(question.answer.parse(structured), look()));
  } finally {
    await her.close();
  }
}

/** Without the tool's name and the list of its parameters, which are an assistant's matter: `--help` has the options. */
function forPerson({ code, message }: HerError): HerError {
  const fault = message.replace(/^[a-z_]+: /, '').replace(/ It takes: [a-z_, ]+\.$/, '');
  return new HerError(code, `${fault} \`--help\` shows how it is used.`);
}
