import { usageAnswer, usageRequest } from '../src/shared/usage-answer.ts';
import { fitUsage } from '../src/render/usage.ts';
import { defineTool } from './tool.ts';

export const usageStats = defineTool({
  name: 'usage_stats',
  title: 'Tokens, cost and latency',
  description: [
    'Use this when the user asks what their coding sessions cost or used (tokens, dollars), how long they waited, which prompts were slow, when they work, or which project, model or session took most.',
    'Each message of the API counts once, whatever copies there are; cost is at list price, by model, cache reads and writes (5 min, 1 h) apart; models without a known price are listed as unpriced, not guessed.',
    'group_by compares days, weeks, months, hours, projects, models or sessions. slower_than: 30 lists the prompts that took longer than 30 seconds; slow_by "first_reply" means the wait for the first word.',
    'To read a slow prompt in its context, call replay_session with its session_id and turn.',
  ].join('\n'),
  searchHint:
    'usage tokens cost dollars spend spending price bill expensive latency response time slow slowest wait duration hours when projects models per day week month statistics stats report ccusage',
  isLong: true,
  request: usageRequest,
  answer: usageAnswer,
  async run(context, request) {
    const [{ usageIn }, store] = await Promise.all([import('./usage.ts'), context.store()]);
    const used = await usageIn(store, request, context.now());
    return { ...used, freshness: context.freshness };
  },
  fit: fitUsage,
  async inWords(answer) {
    return (await import('../src/render/usage.ts')).renderUsage(answer);
  },
});
