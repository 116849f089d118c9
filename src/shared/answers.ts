/**
 * The parts that what tools are asked and answer is made of: names that users, assistants and scripts rely on
 * (docs/tools.md). Each tool's own stand in `<tool>-answer.ts`: one schema for MCP, the command's `--json` and the
 * types in between.
 *
 * Times in answers are ISO; fields that would be empty are left out.
 */
import { z } from 'zod';

export const count = z.int().min(0);
export const rate = z.number().min(0).max(1);
export const isoTime = z.string();

export const freshness = z.object({
  indexed_at: isoTime.nullable().describe('When transcripts were last read; null: never'),
  behind_files: count.describe('Transcripts with text that is not read yet'),
  behind_bytes: count,
});
export type Freshness = z.output<typeof freshness>;

/** A note; `freshness` says the same to who asks by program. */
export const NOTHING_READ = 'Nothing has been read yet, so there is no history to look in.';

/** The answer of a room that does not know how fresh the store is; `server` adds that. */
export type WithoutFreshness<Answer> = Omit<Answer, 'freshness'>;

/** The arguments that continue where an answer stops. */
export const nextCall = z.object({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) });
export type NextCall = z.output<typeof nextCall>;

export const answerEnd = {
  next_cursor: z.string().optional(),
  notes: z.array(z.string()).optional().describe('What was left out or was not ready'),
  freshness,
};

/** A name, a path or a time. Longer ones are mistakes, and would come back whole in an answer that says so. */
export const shortText = z.string().min(1).max(1000);
export const project = shortText.optional().describe('Name or path of a project, or a part of it');
export const since = shortText.optional().describe('ISO date, or words such as "last week", "3 days ago"');
export const until = shortText.optional().describe('ISO date, or words; a day counts to its end');
/** A search's remembers each hit that was shown. */
export const cursor = z.string().min(1).max(4000).optional().describe('next_cursor of the answer before');
export const maxTokens = (normally: number) =>
  z.int().min(200).default(normally).describe('Longest answer, in tokens of 4 characters; 11,250 at most');

export const PUSHBACK_KINDS = ['correction', 'failure_report', 'rejection', 'reprompt'] as const;
export const PUSHBACK_CAUSES = [
  'misunderstood',
  'wrong_approach',
  'overcomplicated',
  'incomplete',
  'bug',
  'hallucinated',
  'ignored_instruction',
  'convention',
  'scope_creep',
  'environment',
  'other',
] as const;

export const pushback = z.object({
  kind: z.enum(PUSHBACK_KINDS),
  cause: z.enum(PUSHBACK_CAUSES).optional(),
  confidence: rate,
});
export type Pushback = z.output<typeof pushback>;

export const tokens = z.object({
  input: count,
  output: count,
  cache_read: count.optional(),
  cache_write: count.optional(),
});
export type Tokens = z.output<typeof tokens>;

export const parent = z.object({ id: z.string(), kind: z.enum(['fork', 'subagent', 'clear']) });
