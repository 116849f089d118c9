import { correctionStats } from '../tools/correction_stats.ts';
import { listSessions } from '../tools/list_sessions.ts';
import type { Resource } from './resource.ts';

export const project: Resource = {
  name: 'project',
  title: 'A project',
  description: "A project's sessions and how often the assistant was corrected in it",
  uri: 'her://projects/{name}',
  async read(context, { name = '' }) {
    const [sessions, corrections] = await Promise.all([
      listSessions.call(context, { project: name, limit: 50, max_tokens: 8000 }, {}),
      correctionStats.call(context, { project: name }, {}),
    ]);
    return `# Project ${name}\n\n## Sessions\n\n${sessions.text}\n\n## Corrections\n\n${corrections.text}\n`;
  },
};
