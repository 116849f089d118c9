import { fitCorrections } from '../src/render/fit-corrections.ts';
import { correctionsAnswer, correctionsRequest } from '../src/shared/corrections-answer.ts';
import { defineTool } from './tool.ts';

export const correctionStats = defineTool({
  name: 'correction_stats',
  title: 'How often the assistant was corrected',
  description: [
    'Use this when the user asks how often you are corrected, refused, interrupted or asked again, what you keep getting wrong, or how to work better together; and before writing rules for CLAUDE.md.',
    'Counts pushback in past sessions: correction (wrong, and redirected), failure_report (it does not work), rejection (refused or undone), reprompt (asked again because missed), with causes, a trend, a 95 % interval and quoted examples; interruptions are counted apart.',
    'Narrow it with project, since and until; group_by compares days, weeks, hours, prompt lengths, projects, models, causes or intents. `strict` counts only sure verdicts, `cost` what was spent in turns that were then pushed back. `detector` says how far to trust the counts: name it when you report a rate.',
    'To read an example in its context, call replay_session with its session_id and turn.',
  ].join('\n'),
  searchHint:
    'corrections pushback mistakes wrong feedback statistics stats rate how often corrected interrupted rejected reprompt failure quality trend improve coach retro retrospective habits lessons learned',
  isLong: true,
  request: correctionsRequest,
  answer: correctionsAnswer,
  async run(context, request) {
    const [{ correctionsIn }, store] = await Promise.all([import('./corrections.ts'), context.store()]);
    const counted = await correctionsIn(store, request, context.now());
    return { ...counted, freshness: context.freshness };
  },
  fit: fitCorrections,
  async inWords(answer) {
    return (await import('../src/render/corrections.ts')).renderCorrections(answer);
  },
});
