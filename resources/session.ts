import type { Resource, Tell } from './resource.ts';

export const session: Resource = {
  name: 'session',
  title: 'A session',
  description: 'One session turn by turn; the id may be a unique beginning, "latest" or "previous"',
  uri: 'her://sessions/{id}',
  read: (tell, { id = '' }) => replayed(tell, id),
};

/** Sub-agents have the id of the session they served in theirs. */
export const subagentSession: Resource = {
  name: 'subagent-session',
  title: "A sub-agent's session",
  description: 'What a sub-agent of a session did, turn by turn',
  uri: 'her://sessions/{id}/{agent}',
  read: (tell, { id = '', agent = '' }) => replayed(tell, `${id}/${agent}`),
};

async function replayed(tell: Tell, id: string): Promise<string> {
  return `# Session ${id}\n\n${await tell('replay_session', { session: id, max_tokens: 11_250 })}\n`;
}
