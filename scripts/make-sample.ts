/**
 * Writes the bundled sample: invented Claude Code sessions in the format of 2.1.330, with judged questions and prompts.
 * Run without arguments it renews sample/; every run writes the same bytes.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { questions, neverHappened } from './sample-stories/questions.ts';
import { stories } from './sample-stories/index.ts';
import { readmeOf } from './sample-writer/readme.ts';
import { play, type Played } from './sample-writer/play.ts';
import type { Story } from './sample-writer/story.ts';

/** The clock for the sample's questions: the Monday after its last session. */
const NOW = '2026-11-23T09:00:00Z';

/** Every file of the sample: path inside `sample/` → content. */
export function sampleFiles(): Map<string, string> {
  const played = new Map<string, Played>();
  const files = new Map<string, string>();
  for (const story of stories) {
    const session = play(story, story.forkOf && played.get(story.forkOf.name));
    played.set(story.name, session);
    addSession(files, story, session);
  }
  const idOf = (name: string): string => {
    const session = played.get(name);
    if (!session) throw new Error(`questions name an unknown story: ${name}`);
    return session.sessionId;
  };
  files.set('questions.json', questionsFile(idOf));
  files.set('labels.jsonl', labelsFile(played));
  files.set('README.md', readmeOf(stories, idOf));
  return files;
}

function addSession(files: Map<string, string>, story: Story, session: Played): void {
  const folder = `projects/${`/home/mira/code/${story.project}`.replaceAll(/[^A-Za-z0-9]/g, '-')}`;
  files.set(`${folder}/${session.sessionId}.jsonl`, jsonLines(session.lines));
  for (const { id, lines, meta } of session.agents.filter((agent) => agent.lines.length > 0)) {
    const base = `${folder}/${session.sessionId}/subagents/agent-${id}`;
    files.set(`${base}.jsonl`, jsonLines(lines));
    files.set(`${base}.meta.json`, JSON.stringify(meta));
  }
}

function questionsFile(idOf: (name: string) => string): string {
  const judged = questions.map(({ query, kind, relevant }) => {
    const grades = Object.entries(relevant).map(([name, grade]) => [idOf(name), grade]);
    return { query, kind, relevant: Object.fromEntries(grades), now: NOW };
  });
  const nothing = neverHappened.map(({ query, kind }) => ({ query, kind, relevant: {}, now: NOW }));
  return `[\n${[...judged, ...nothing].map((question) => JSON.stringify(question)).join(',\n')}\n]\n`;
}

function labelsFile(played: Map<string, Played>): string {
  const labels = [...played.values()].flatMap(({ sessionId, judged }) =>
    judged.map((line) => ({ uuid: line.uuid, session: sessionId, label: line.label, cause: line.cause })),
  );
  return jsonLines(labels);
}

const jsonLines = (lines: object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'sample');
  rmSync(join(root, 'projects'), { recursive: true, force: true });
  for (const [path, content] of sampleFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
