import { fitInsights } from '../src/render/insights.ts';
import { insightsAnswer, insightsRequest } from '../src/shared/insights-answer.ts';
import { defineTool } from './tool.ts';

export const insights = defineTool({
  name: 'insights',
  title: 'How work with the assistant goes',
  description: [
    'Use this for an overview of a period: what stands out, where time and money went, which tool calls fail and why, what had to be said again and again. A good first call for a retrospective.',
    'Errors come in classes with the rule for each; "hallucinated_name" means that you used the name of a file, flag, command, module or function and the tool said there is none. Loops are three failures on the same thing in one turn.',
    'For corrections in detail call correction_stats, for tokens and slow prompts usage_stats, for rules suggest_rules, for prompting advice suggest_prompting. Every figure has its count; places are read with replay_session.',
  ].join('\n'),
  searchHint:
    'insights overview retrospective retro weekly report summary dashboard errors failures hallucination invented loops retries overcomplicated stuck sessions productivity habits statistics stats trends',
  isLong: true,
  request: insightsRequest,
  answer: insightsAnswer,
  async run(context, request) {
    const [{ insightsIn }, store] = await Promise.all([import('./insights_page.ts'), context.store()]);
    const page = await insightsIn(store, request, context.now());
    return { ...page, freshness: context.freshness };
  },
  fit: fitInsights,
  async inWords(answer) {
    return (await import('../src/render/insights.ts')).renderInsights(answer);
  },
});
