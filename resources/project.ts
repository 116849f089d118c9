import type { Resource } from './resource.ts';

export const project: Resource = {
  name: 'project',
  title: 'A project',
  description: "A project's sessions and how often the assistant was corrected in it",
  uri: 'her://projects/{name}',
  async read(tell, { name = '' }) {
    const [sessions, corrections] = await Promise.all([
      tell('list_sessions', { project: name, limit: 50, max_tokens: 8000 }),
      tell('correction_stats', { project: name }),
    ]);
    return `# Project ${name}\n\n## Sessions\n\n${sessions}\n\n## Corrections\n\n${corrections}\n`;
  },
};
