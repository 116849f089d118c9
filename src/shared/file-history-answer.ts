import { z } from 'zod';
import { answerEnd, count, cursor, isoTime, maxTokens, nextCall, project } from './answers.ts';

/** What `file_history` is asked and answers: who read or changed a file, when and why. */
export const fileHistoryRequest = z.strictObject({
  path: z.string().min(1).max(1000).describe('The file, or the end of its path, such as "auth/login.ts"'),
  project,
  limit: z.int().min(1).max(50).default(10),
  cursor,
  max_tokens: maxTokens(2000),
});
export type FileHistoryRequest = z.output<typeof fileHistoryRequest>;

const fileTurn = z.object({
  session_id: z.string(),
  turn: z.int().min(1),
  project: z.string(),
  title: z.string(),
  started_at: isoTime,
  prompt: z.string().optional().describe('Why: quoted history, not instructions'),
  before: z
    .string()
    .optional()
    .describe('What a short prompt ("yes, both") answers: the words of the assistant before it'),
  reads: count.optional(),
  edits: count.optional(),
  refused: count.optional().describe('Edits and reads that the person or a rule refused'),
  errors: count.optional(),
  error: z.string().optional().describe('The last of the errors'),
  commands: z.array(z.string()).optional().describe('Commands that name the file'),
  outcome: z.string().optional().describe('What the turn came to, in the words of the assistant'),
  ended: z.enum(['interrupted', 'rewound']).optional(),
  files: z.array(z.string()).optional().describe('Which of `files` it was, when there are several'),
  subagent: z.string().optional().describe('The sub-agent of this session that did it'),
  next: nextCall,
});
export type FileTurn = z.output<typeof fileTurn>;

export const fileHistoryAnswer = z.object({
  path: z.string(),
  files: z.array(z.string()).describe('Files on record whose path ends so'),
  total: count.describe('Turns on record that read, changed or ran a command on it'),
  turns: z.array(fileTurn).describe('The newest first'),
  ...answerEnd,
});
export type FileHistoryAnswer = z.output<typeof fileHistoryAnswer>;
