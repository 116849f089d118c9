import { listSessions } from '../tools/list_sessions.ts';
import type { Resource } from './resource.ts';

export const recentSessions: Resource = {
  name: 'recent-sessions',
  title: 'Recent sessions',
  description: 'The newest 20 sessions of all projects',
  uri: 'her://sessions/recent',
  async read(context) {
    const { text } = await listSessions.call(context, { limit: 20, max_tokens: 8000 }, {});
    return `# Recent sessions\n\n${text}\n`;
  },
};
