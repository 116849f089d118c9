/** What `replay_session` is asked and what it answers. */
import { z } from 'zod';
import {
  answerEnd,
  count,
  cursor,
  isoTime,
  maxTokens,
  parent,
  pushback,
  shortText,
  tokens,
} from './answers.ts';

export const REPLAY_DETAILS = ['outline', 'normal', 'full'] as const;

export const replayRequest = z.strictObject({
  session: shortText.describe('Session id, a unique beginning of one, "latest" or "previous"'),
  turns: shortText
    .regex(/^\s*\d+\s*(-\s*\d*\s*)?$/, 'turns is a number or a range, such as "4", "3-7" or "5-"')
    .optional()
    .describe('"4", "3-7" or "5-"; all when left out'),
  detail: z.enum(REPLAY_DETAILS).default('normal'),
  max_tokens: maxTokens(4000),
  cursor,
});
export type ReplayRequest = z.output<typeof replayRequest>;

const replayAction = z.object({
  tool: z.string(),
  kind: z.string(),
  target: z.string().optional(),
  ok: z.boolean(),
  error: z.string().optional(),
  duration_ms: count.optional(),
  subagent: z.string().optional().describe('The session of the sub-agent it started'),
  input: z.unknown().optional(),
  result: z.string().optional(),
});
export type ReplayAction = z.output<typeof replayAction>;

const replayTurn = z.object({
  n: z.int().min(1),
  at: isoTime,
  prompt: z.string(),
  thinking: z.string().optional(),
  reply: z.string().optional(),
  actions: z.array(replayAction).optional(),
  latency_ms: count.optional(),
  tokens: tokens.optional(),
  interrupted: z.boolean().optional(),
  rewound: z.boolean().optional().describe('Taken back by the person afterwards'),
  inherited_from: z.string().optional().describe('The session in which this turn really took place'),
  pushback: pushback.optional(),
  notes: z.array(z.string()).optional(),
});
export type ReplayTurn = z.output<typeof replayTurn>;

export const replayAnswer = z.object({
  session: z.object({
    id: z.string(),
    project: z.string(),
    title: z.string(),
    source: z.string(),
    started_at: isoTime,
    ended_at: isoTime,
    turns: count,
    parent: parent.optional(),
    subagents: z.array(z.string()).optional(),
    models: z.array(z.string()),
    branch: z.string().optional(),
    tokens,
    cost_usd: z.number().min(0).optional(),
    pushback: count,
  }),
  turns: z.array(replayTurn),
  ...answerEnd,
});
export type ReplayAnswer = z.output<typeof replayAnswer>;
