import type { Resource } from './resource.ts';

export const recentSessions: Resource = {
  name: 'recent-sessions',
  title: 'Recent sessions',
  description: 'The newest 20 sessions of all projects',
  uri: 'her://sessions/recent',
  async read(tell) {
    return `# Recent sessions\n\n${await tell('list_sessions', { limit: 20, max_tokens: 8000 })}\n`;
  },
};
