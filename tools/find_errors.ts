import { fitErrors } from '../src/render/errors.ts';
import { errorsAnswer, errorsRequest } from '../src/shared/errors-answer.ts';
import { defineTool } from './tool.ts';

export const findErrors = defineTool({
  name: 'find_errors',
  title: 'Where an error was met before, and what mended it',
  description: [
    'Use this when you meet an error, a failing test or a set-up problem, before you try to mend it: it has often been met before, perhaps in another project.',
    'Paste the error as it is. Each hit says where it was met and, in `fix`, which edits and commands followed until the same call went well (`sign` "same_call"), or, weaker, a later command did ("later_command"); without `fix` nothing on record shows that it went away.',
    '`differs` names what your error is about (port, module, test, status) and that one is not: the same wording about something else, so do not take its fix for yours.',
    'relevance "none" means that it is not on record: do not search on. Call `next` to read the whole story before you rely on it; for anything but errors use search_sessions.',
  ].join('\n'),
  searchHint:
    'error exception stack trace failed failing failure crash fix fixed solve solution seen before same error known problem debug troubleshoot test build compile',
  isLong: true,
  request: errorsRequest,
  answer: errorsAnswer,
  async run(context, request, asking) {
    const [{ findErrors: find }, { turnsAbout }, { askingTurns }, { selectionOf }, store] = await Promise.all(
      [
        import('./errors.ts'),
        import('../src/search/file-turns.ts'),
        import('../src/store/asking-session.ts'),
        import('./selection.ts'),
        context.store(),
      ],
    );
    const { projects } = await selectionOf(store, { project: request.project }, context.now());
    const turns = request.file === undefined ? undefined : turnsAbout(store, request.file);
    const found = find(store, request, { projects, turns }, new Set(askingTurns(store, asking)));
    return { ...found, freshness: context.freshness };
  },
  fit: fitErrors,
  async inWords(answer) {
    return (await import('../src/render/errors.ts')).renderErrors(answer);
  },
});
