/** What `insights` is asked and what it answers (docs/insights.md). */
import { z } from 'zod';
import { answerEnd, count, isoTime, maxTokens, project, rate, since, until } from './answers.ts';

export const insightsRequest = z.strictObject({
  project,
  since,
  until,
  max_tokens: maxTokens(3000),
});
export type InsightsRequest = z.output<typeof insightsRequest>;

const usd = z.number().min(0);
const place = { session_id: z.string(), turn: z.int().min(1) };
const times = z.object({ count, p50_ms: count, p95_ms: count });

export const insightsAnswer = z.object({
  period: z.object({ from: isoTime.optional(), to: isoTime.optional(), sessions: count, turns: count }),
  highlights: z.array(z.string()).describe('What stands out, each with its count'),
  pushback: z.object({ count, of: count, rate, low: rate, high: rate, strict: count }),
  weeks: z
    .array(z.object({ week: z.string(), turns: count, pushback: count, cost_usd: usd }))
    .optional()
    .describe('A week is named by its Monday'),
  projects: z
    .array(z.object({ project: z.string(), turns: count, pushback: count, cost_usd: usd }))
    .optional(),
  tools: z.object({ calls: count, failed: count, refused: count, interrupted: count }),
  errors: z
    .array(
      z.object({
        class: z.string(),
        title: z.string(),
        count,
        share: rate.describe('Of failed calls'),
        rule: z.string().optional(),
        example: z.object({ ...place, tool: z.string(), error: z.string() }),
      }),
    )
    .optional(),
  hallucinated_names: z
    .array(z.object({ name: z.string(), kind: z.string(), count, sessions: count, ...place }))
    .optional()
    .describe('Names the assistant used that a tool said do not exist; the place is the latest'),
  retries: z.object({ count, succeeded: count }),
  loops: z
    .array(z.object({ ...place, tool: z.string(), subject: z.string(), failures: count }))
    .optional()
    .describe('Three failures and more on the same thing in one turn'),
  overcomplicated: z
    .object({
      count,
      of: count,
      examples: z.array(z.object({ ...place, prompt: z.string().describe('Quoted history') })).optional(),
    })
    .describe('Turns in which the person said it was too much, of all pushback'),
  edits_undone: z.object({ count, edits: count }),
  reprompting: z.object({
    sessions: count.describe('Sessions with two pushbacks in a row, or three in all'),
    of: count,
    most: z
      .array(
        z.object({
          session_id: z.string(),
          turn: z.int().min(1).describe('Where the longest run begins'),
          title: z.string().optional(),
          project: z.string().optional(),
          turns: count,
          pushback: count,
          longest_run: count,
        }),
      )
      .optional(),
  }),
  latency: z.object({ first_reply: times.optional(), turn: times.optional() }).optional(),
  cost_usd: usd,
  hours: z.array(count).optional().describe('Turns begun in each hour of the day, from 0'),
  notes: answerEnd.notes,
  freshness: answerEnd.freshness,
});
export type InsightsAnswer = z.output<typeof insightsAnswer>;
