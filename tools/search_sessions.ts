import { fitSearch } from '../src/render/fit-search.ts';
import { searchAnswer, searchRequest } from '../src/shared/search-answer.ts';
import { defineTool } from './tool.ts';

export const searchSessions = defineTool({
  name: 'search_sessions',
  title: 'Search past sessions',
  description: [
    'Use this before you say that you cannot know what was done, said or decided earlier, and whenever the user refers to past work ("last time", "again", "we had this error", "which command did we use", "in January").',
    'Searches the transcripts of all past coding sessions on this machine, by words and by meaning; the question can be asked as it is, with its dates. Pasted error messages, file names and function names work.',
    'One hit is the best turn of a session, best first; `relevance` "none" means that nothing fits, so say so instead of using the hits. Each hit\'s `next` is the replay_session call that shows the turn whole; `continued_by` names the session in which the same work went on.',
    'To browse by date instead, use list_sessions; to count corrections, correction_stats. The turn that asks is never a hit.',
  ].join('\n'),
  searchHint:
    'remember recall history past previous earlier last time conversation chat session transcript before already did we decide decided fix fixed error command commit search find memory lookup',
  request: searchRequest,
  answer: searchAnswer,
  async run(context, request, asking) {
    const [{ searchSessions: search }, store] = await Promise.all([
      import('../src/search/search-sessions.ts'),
      context.store(),
    ]);
    const found = await search({ store, ...context.meaning(), now: context.now() }, request, asking);
    return { ...found, freshness: context.freshness };
  },
  fit: fitSearch,
  async inWords(answer) {
    return (await import('../src/render/search.ts')).renderSearch(answer);
  },
});
