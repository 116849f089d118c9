import { fitPrompting } from '../src/render/prompting.ts';
import { promptingAnswer, promptingRequest } from '../src/shared/prompting-answer.ts';
import { defineTool } from './tool.ts';

export const suggestPrompting = defineTool({
  name: 'suggest_prompting',
  title: 'Prompting advice that is proven',
  description: [
    "Use this when the user asks how to prompt you better, or wants a draft prompt improved (`prompt`): advice from the user's own history, no general wisdom.",
    'Compares prompts that name the file, say what done means, give an example, paste the error, ask for a plan first, say what not to touch and so on with those that do not: pushback within two turns, interruptions, failed tool calls. Like is compared with like, and only differences that hold after correction for many comparisons are told.',
    'Quote `says` as it is, counts included. Where it says that there is not enough data, say so and give no advice of your own as if it were proven.',
  ].join('\n'),
  searchHint:
    'prompt prompting advice tips better prompts improve draft review habits coach how to ask phrase examples effective writing',
  isLong: true,
  request: promptingRequest,
  answer: promptingAnswer,
  async run(context, request) {
    const [{ promptingIn }, store] = await Promise.all([import('./prompting.ts'), context.store()]);
    const advice = await promptingIn(store, request, context.now());
    return { ...advice, freshness: context.freshness };
  },
  fit: fitPrompting,
  async inWords(answer) {
    return (await import('../src/render/prompting.ts')).renderPrompting(answer);
  },
});
