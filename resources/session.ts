import { replaySession } from '../tools/replay_session.ts';
import type { ToolContext } from '../tools/context.ts';
import type { Resource } from './resource.ts';

export const session: Resource = {
  name: 'session',
  title: 'A session',
  description: 'One session turn by turn; the id may be a unique beginning, "latest" or "previous"',
  uri: 'her://sessions/{id}',
  read: (context, { id = '' }) => replayed(context, id),
};

/** Sub-agents have the id of the session they served in theirs. */
export const subagentSession: Resource = {
  name: 'subagent-session',
  title: "A sub-agent's session",
  description: 'What a sub-agent of a session did, turn by turn',
  uri: 'her://sessions/{id}/{agent}',
  read: (context, { id = '', agent = '' }) => replayed(context, `${id}/${agent}`),
};

async function replayed(context: ToolContext, id: string): Promise<string> {
  const { text } = await replaySession.call(context, { session: id, max_tokens: 11_250 }, {});
  return `# Session ${id}\n\n${text}\n`;
}
