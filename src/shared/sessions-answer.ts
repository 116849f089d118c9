/** What `list_sessions` is asked and what it answers. */
import { z } from 'zod';
import {
  answerEnd,
  count,
  cursor,
  isoTime,
  maxTokens,
  parent,
  project,
  shortText,
  since,
  tokens,
  until,
} from './answers.ts';

export const SESSION_ORDERS = ['newest', 'oldest', 'turns', 'cost', 'pushback'] as const;

export const SESSION_EVENTS = ['commit', 'error', 'pushback', 'interruption', 'subagent'] as const;

export const sessionsRequest = z.strictObject({
  project,
  since,
  until,
  with: z
    .array(z.enum(SESSION_EVENTS))
    .min(1)
    .optional()
    .describe('Only sessions in which all of these happened'),
  tool: shortText
    .optional()
    .describe('Only sessions in which this tool was called, such as "WebFetch" or "mcp__github"'),
  limit: z.int().min(1).max(100).default(20),
  cursor,
  order: z.enum(SESSION_ORDERS).default('newest').describe('turns, cost, pushback: the most first'),
  max_tokens: maxTokens(2000),
});
export type SessionsRequest = z.output<typeof sessionsRequest>;

const listedSession = z.object({
  id: z.string(),
  project: z.string(),
  title: z.string(),
  started_at: isoTime,
  ended_at: isoTime,
  turns: count,
  branch: z.string().optional(),
  models: z.array(z.string()),
  tokens,
  cost_usd: z.number().min(0).optional(),
  parent: parent.optional(),
  subagents: count.optional(),
  interrupted: z.boolean().optional().describe('Its last turn was stopped by the person'),
  consent: z.boolean().optional().describe('The person lets it be given to others'),
  pushback: count.optional(),
  resume: z.string(),
});
export type ListedSession = z.output<typeof listedSession>;

export const sessionsAnswer = z.object({
  sessions: z.array(listedSession),
  total: count,
  ...answerEnd,
});
export type SessionsAnswer = z.output<typeof sessionsAnswer>;
