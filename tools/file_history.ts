import { fitFileHistory } from '../src/render/file-history.ts';
import { fileHistoryAnswer, fileHistoryRequest } from '../src/shared/file-history-answer.ts';
import { defineTool } from './tool.ts';

export const fileHistory = defineTool({
  name: 'file_history',
  title: 'What was done with a file, and why',
  description: [
    'Use this before you change a file that has a past, or when the user asks why a file is as it is, who last touched it, or what was tried there: git says what changed, this says what was asked for.',
    'Lists the turns that read or changed the file, or ran a command that names it, the newest first: the prompt (why), counts of edits, reads, refusals and errors (what), and how the turn ended.',
    "The end of a path is enough. Each turn's `next` is the replay_session call that shows it whole; to look for something said about the file, use search_sessions with `file`.",
  ].join('\n'),
  searchHint:
    'file history blame why changed who touched edited read past turns sessions path module log reason last change before editing refactor',
  isLong: true,
  request: fileHistoryRequest,
  answer: fileHistoryAnswer,
  async run(context, request, asking) {
    const [{ fileHistory: historyOf }, { askingTurns }, { selectionOf }, store] = await Promise.all([
      import('../src/search/file-history.ts'),
      import('../src/store/asking-session.ts'),
      import('./selection.ts'),
      context.store(),
    ]);
    const { projects } = await selectionOf(store, { project: request.project }, context.now());
    const found = historyOf(store, request, projects, new Set(askingTurns(store, asking)));
    return { ...found, freshness: context.freshness };
  },
  fit: fitFileHistory,
  async inWords(answer) {
    return (await import('../src/render/file-history.ts')).renderFileHistory(answer);
  },
});
