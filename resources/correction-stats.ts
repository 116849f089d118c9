import type { Resource } from './resource.ts';

export const correctionStats: Resource = {
  name: 'correction-stats',
  title: 'Corrections',
  description: 'How often the assistant was corrected in all sessions, by cause',
  uri: 'her://stats/corrections',
  async read(tell) {
    return `# Corrections\n\n${await tell('correction_stats', { group_by: 'cause', max_tokens: 8000 })}\n`;
  },
};
