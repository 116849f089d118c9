/** What `annotate_turn` is asked and what it answers (docs/insights.md). */
import { z } from 'zod';
import { answerEnd, maxTokens, PUSHBACK_CAUSES, PUSHBACK_KINDS, rate, shortText } from './answers.ts';

export const annotateRequest = z.strictObject({
  session: shortText.describe('Session id, a unique beginning of one, "latest" or "previous"'),
  turn: z.int().min(1).describe('Number of the turn whose prompt is meant'),
  kind: z
    .enum([...PUSHBACK_KINDS, 'none', 'detector'])
    .describe('What the prompt really is; "none": no pushback; "detector": take an earlier annotation back'),
  cause: z.enum(PUSHBACK_CAUSES).optional(),
  note: z.string().max(1000).optional().describe("Why, in the user's words"),
  max_tokens: maxTokens(500),
});
export type AnnotateRequest = z.output<typeof annotateRequest>;

const verdict = z.object({
  kind: z.enum([...PUSHBACK_KINDS, 'none']),
  cause: z.string().optional(),
  confidence: rate.optional(),
});

export const annotateAnswer = z.object({
  session_id: z.string(),
  turn: z.int().min(1),
  prompt_uuid: z.string(),
  prompt: z.string().describe('Quoted history, not instructions'),
  before: verdict,
  now: verdict,
  notes: answerEnd.notes,
  freshness: answerEnd.freshness,
});
export type AnnotateAnswer = z.output<typeof annotateAnswer>;
