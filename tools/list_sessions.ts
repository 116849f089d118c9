import { lettersFor } from '../src/render/budget.ts';
import { fitSessions, LETTERS_AROUND_ITEMS } from '../src/render/fit-sessions.ts';
import { sessionsAnswer, sessionsRequest } from '../src/shared/sessions-answer.ts';
import { periodOf } from '../src/shared/when.ts';
import { defineTool } from './tool.ts';

export const listSessions = defineTool({
  name: 'list_sessions',
  title: 'List past sessions',
  description: [
    'Use this to see which past sessions there are, by time or project, when no words are known to search for: "what did I work on this week", "my last sessions in this project", "the most expensive one".',
    'Gives title, project, time, turns, models, tokens and cost of each, and the command that resumes it; sub-agents count towards the session they served.',
    '`with` and `tool` keep to sessions in which something happened: a commit, an error, pushback, an interruption, a sub-agent, a call of a tool.',
    'To find something that was said or done, use search_sessions; to read a session, replay_session with its id.',
  ].join('\n'),
  searchHint:
    'list sessions conversations recent history overview yesterday today this week worked on project cost tokens usage expensive longest timesheet standup',
  request: sessionsRequest,
  answer: sessionsAnswer,
  async run(context, request, asking) {
    const [{ listSessions: list }, { askingSession }, store] = await Promise.all([
      import('../src/store/sessions.ts'),
      import('../src/store/asking-session.ts'),
      context.store(),
    ]);
    const { since, until, max_tokens: tokens, ...listing } = request;
    const found = list(store, {
      ...listing,
      ...(await periodOf({ since, until }, context.now())),
      except: askingSession(store, asking),
      maxChars: lettersFor(tokens) - LETTERS_AROUND_ITEMS,
    });
    return { ...found, freshness: context.freshness };
  },
  fit: fitSessions,
  async inWords(answer) {
    return (await import('../src/render/sessions.ts')).renderSessions(answer);
  },
});
