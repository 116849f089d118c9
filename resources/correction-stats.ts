import { correctionStats as tool } from '../tools/correction_stats.ts';
import type { Resource } from './resource.ts';

export const correctionStats: Resource = {
  name: 'correction-stats',
  title: 'Corrections',
  description: 'How often the assistant was corrected in all sessions, by cause',
  uri: 'her://stats/corrections',
  async read(context) {
    const { text } = await tool.call(context, { group_by: 'cause', max_tokens: 8000 }, {});
    return `# Corrections\n\n${text}\n`;
  },
};
