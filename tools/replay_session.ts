import { fitReplay } from '../src/render/fit-replay.ts';
import { replayAnswer, replayRequest } from '../src/shared/replay-answer.ts';
import { defineTool } from './tool.ts';

export const replaySession = defineTool({
  name: 'replay_session',
  title: 'Replay a past session',
  description: [
    'Use this to read what happened in one past session, step by step: after search_sessions or list_sessions named it, when the user asks "what did we do in …", or to pick up work where it stopped ("latest", "previous").',
    'Shows turns in order: the prompt, the reply, and each tool call with its target, whether it went well and its error. Works after the assistant has deleted the transcript.',
    'detail "outline" is one line a turn and fits a long session: begin there, then ask for a few turns with "normal", or one turn with "full" for results and arguments as well.',
    'To find which session it was, use search_sessions first.',
  ].join('\n'),
  searchHint:
    'replay session transcript timeline what happened what did we do steps conversation history show read resume continue pick up where we left off latest previous yesterday handover summary turn',
  request: replayRequest,
  answer: replayAnswer,
  async run(context, request, asking) {
    const [{ replaySession: replay }, store] = await Promise.all([
      import('../src/replay/replay-session.ts'),
      context.store(),
    ]);
    return { ...replay(store, request, context.now(), asking), freshness: context.freshness };
  },
  fit: fitReplay,
  async inWords(answer) {
    return (await import('../src/render/replay.ts')).renderReplay(answer);
  },
});
