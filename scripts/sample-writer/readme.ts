/** The sample's README: what it is and what is in each session. */
import type { Story } from './story.ts';

/** Markdown for sample/README.md; `idOf` gives a story's session id. */
export function readmeOf(stories: Story[], idOf: (name: string) => string): string {
  const rows = stories.map(
    ({ name, project, start, about }) =>
      `| ${start.slice(0, 10)} | ${project} | \`${idOf(name)}\` | ${about} |`,
  );
  return `# The sample

Claude Code sessions that never took place: written for Her, about four projects that do not exist, by a developer
(Mira) who does not exist either. No text was taken from anybody's transcripts. The files have the form of Claude Code
2.1.330 (one of them of 2.0.76), so Her reads them like real ones. Where a real record would hold tens of kilobytes
that are not conversation, the sample holds a short one of the same type. The records of requests and costs, permissions
granted without asking, and \`usage\` with all its fields are in the Terraform session only; elsewhere \`usage\` holds the
four counts.

\`her start\` reads the sample when it finds no transcripts on the machine; the tests read it always.

| file | |
|---|---|
| \`projects/\` | the transcripts, as they would lie in \`~/.claude/projects\` |
| \`questions.json\` | questions and the sessions that answer them (2: answers it, 1: related); with \`relevant: {}\`, questions about what never happened |
| \`labels.jsonl\` | every typed prompt, and whether it pushes back, as which kind and why; a rewound prompt is among them, prompts queued while the assistant worked are not |

The connection strings in it are invented; they show that Her removes passwords.

All of it is generated: edit \`scripts/sample-stories/\`, then run \`npx node scripts/make-sample.ts\` (Node 24).

## Sessions

| date | project | session | what is in it |
|---|---|---|---|
${rows.join('\n')}
`;
}
