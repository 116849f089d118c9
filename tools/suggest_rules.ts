import { fitRules } from '../src/render/rules.ts';
import { rulesAnswer, rulesRequest } from '../src/shared/rules-answer.ts';
import { defineTool } from './tool.ts';

export const suggestRules = defineTool({
  name: 'suggest_rules',
  title: 'Rules for CLAUDE.md from what came back',
  description: [
    'Use this when the user wants rules for CLAUDE.md, asks what they keep telling you, or whether a rule helped; and in a retrospective.',
    'Finds the same complaint in several sessions ("pnpm, not npm"), with every place it was said, and proposes a line. `written`: a CLAUDE.md says it already; `outcome` and `followed_up`: how often it was said before and after.',
    'The lines are made of what was said: read the examples, put the line into good words, show it and ask before you write. In a terminal, `coach rules --write` shows the change and asks as well.',
  ].join('\n'),
  searchHint:
    'rules CLAUDE.md suggest recurring repeated corrections keep telling again preferences conventions lessons learned memory instructions coach',
  isLong: true,
  request: rulesRequest,
  answer: rulesAnswer,
  async run(context, request) {
    const [{ rulesIn }, store] = await Promise.all([import('./rules.ts'), context.store()]);
    const rules = await rulesIn(store, request, context.now(), context.meaning().hasMeaning !== 'off');
    return { ...rules, freshness: context.freshness };
  },
  fit: fitRules,
  async inWords(answer) {
    return (await import('../src/render/rules.ts')).renderRules(answer);
  },
});
