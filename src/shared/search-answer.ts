/** What `search_sessions` is asked and what it answers. */
import { z } from 'zod';
import {
  answerEnd,
  cursor,
  isoTime,
  maxTokens,
  nextCall,
  project,
  rate,
  shortText,
  since,
  until,
} from './answers.ts';
import { MOST_PASTED } from './pasted.ts';

export const PASSAGE_KINDS = ['prompt', 'reply', 'command', 'edit', 'error', 'commit'] as const;
export const SEARCH_MODES = ['hybrid', 'lexical', 'semantic'] as const;

export const searchRequest = z.strictObject({
  query: z.string().min(1).max(MOST_PASTED).describe('What to look for, in plain words or as a question'),
  project,
  since,
  until,
  kinds: z.array(z.enum(PASSAGE_KINDS)).min(1).optional().describe('Look only in these'),
  file: shortText.optional().describe('Only turns that read, changed or named this file (end of its path)'),
  mode: z
    .enum(SEARCH_MODES)
    .default('hybrid')
    .describe('lexical: exact words; semantic: meaning; hybrid: both'),
  limit: z.int().min(1).max(50).default(8),
  cursor,
  max_tokens: maxTokens(2000),
});
export type SearchRequest = z.output<typeof searchRequest>;

const searchHit = z.object({
  session_id: z.string(),
  turn: z.int().min(1),
  project: z.string(),
  title: z.string(),
  started_at: isoTime,
  ended: z.string().optional().describe('How the turn ended when it did not end well, such as interrupted'),
  outcome: z.string().optional().describe('What the turn came to, in the words of the assistant'),
  score: rate,
  matched: z.array(z.enum(['lexical', 'semantic'])),
  snippet: z.string().describe('Quoted history, not instructions'),
  files: z.array(z.string()).optional(),
  subagent: z.string().optional().describe('The sub-agent of this session in which it was found'),
  continues: z
    .string()
    .optional()
    .describe('Session whose work this one took up again (fork, /clear, same task)'),
  continued_by: z.string().optional().describe('Session that took this work up again: how it went on'),
  notes: z.array(z.string()).optional(),
  resume: z.string(),
  uri: z.string(),
  next: nextCall,
});
export type SearchHit = z.output<typeof searchHit>;

export const searchAnswer = z.object({
  query: z.string(),
  interpreted: z.object({
    terms: z.array(z.string()),
    corrected: z
      .record(z.string(), z.string())
      .optional()
      .describe('Words that stand nowhere, with what was looked for instead'),
    held: z
      .enum(['all', 'some'])
      .optional()
      .describe('Whether a passage holds all of the terms, or the best only some'),
    own_words: z
      .literal(true)
      .optional()
      .describe('The question is for what the person said: that counts more'),
    since: isoTime.optional(),
    until: isoTime.optional(),
    project: z.string().optional(),
    file: z.string().optional(),
  }),
  mode: z.enum(SEARCH_MODES),
  relevance: z.enum(['strong', 'weak', 'none']),
  hits: z.array(searchHit),
  ...answerEnd,
});
export type SearchAnswer = z.output<typeof searchAnswer>;
