import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampleFiles } from '../scripts/make-sample.ts';

const root = join(import.meta.dirname, '..', 'sample');
const MAX_BYTES = 350_000;

const Block = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  tool_use_id: z.string().optional(),
  text: z.string().optional(),
});
const Line = z.looseObject({
  type: z.string(),
  uuid: z.string().optional(),
  parentUuid: z.string().nullish(),
  sessionId: z.string().optional(),
  requestSessionId: z.string().optional(),
  timestamp: z.string().optional(),
  message: z
    .looseObject({
      id: z.string().optional(),
      usage: z.record(z.string(), z.unknown()).optional(),
      content: z.union([z.string(), z.array(Block)]),
    })
    .optional(),
});
const Question = z.object({
  query: z.string(),
  kind: z.string(),
  relevant: z.record(z.string(), z.union([z.literal(1), z.literal(2)])),
  now: z.iso.datetime(),
});

const listed = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => statSync(join(root, path)).isFile())
  .map((path) => relative(root, join(root, path)).split(sep).join('/'));
const transcripts = listed
  .filter((path) => path.startsWith('projects/') && path.endsWith('.jsonl'))
  .map((path) => ({ path, lines: linesOf(path) }));
const main = transcripts.filter(({ path }) => !path.includes('/subagents/'));
const sessionIds = main.map(({ path }) => path.replace(/.*\/(.*)\.jsonl/, '$1'));

function linesOf(path: string) {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
}

const blocksOf = (line: z.infer<typeof Line>) =>
  Array.isArray(line.message?.content) ? line.message.content : [];

describe('the bundled sample', () => {
  it('is what its generator writes', () => {
    const made = sampleFiles();
    expect(listed.toSorted()).toEqual([...made.keys()].toSorted());
    for (const [path, content] of made) expect(readFileSync(join(root, path), 'utf8'), path).toBe(content);
  });

  it('is small enough to ship', () => {
    const bytes = listed.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
    expect(bytes).toBeLessThan(MAX_BYTES);
  });

  it.each(transcripts)('chains every line to one before it: $path', ({ lines }) => {
    const seen = new Set<string>();
    for (const { uuid, parentUuid } of lines) {
      if (parentUuid) expect(seen).toContain(parentUuid);
      if (uuid) expect(seen).not.toContain(uuid);
      if (uuid) seen.add(uuid);
    }
  });

  it.each(transcripts)('answers every tool call once: $path', ({ lines }) => {
    const blocks = lines.flatMap(blocksOf);
    const calls = blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => id);
    const results = blocks.filter(({ type }) => type === 'tool_result').map(({ tool_use_id }) => tool_use_id);
    expect(results.toSorted()).toEqual(calls.toSorted());
  });

  it.each(transcripts)('is in the order of time: $path', ({ lines }) => {
    const times = lines.filter(({ uuid }) => uuid).map(({ timestamp }) => timestamp!);
    expect(times).toEqual(times.toSorted());
  });

  it('repeats one usage on all lines of an API message', () => {
    const usageOf = new Map<string, string>();
    for (const { message } of transcripts
      .flatMap(({ lines }) => lines)
      .filter(({ type }) => type === 'assistant')) {
      const usage = JSON.stringify(message!.usage);
      expect(usage).toMatch(/"output_tokens":\d/);
      expect(usageOf.get(message!.id!) ?? usage).toBe(usage);
      usageOf.set(message!.id!, usage);
    }
  });

  it('keeps uuids and message ids in the fork, and names the session that it came from', () => {
    const fork = main.find(({ lines }) => lines.some(({ requestSessionId }) => requestSessionId))!;
    const origin = fork.lines.find(({ requestSessionId }) => requestSessionId)!.requestSessionId!;
    const original = main.find(({ path }) => path.includes(origin))!;
    const known = new Set(original.lines.map(({ uuid }) => uuid));
    const copied = fork.lines.filter(({ uuid }) => uuid && known.has(uuid));
    expect(copied.length).toBeGreaterThan(3);
    expect(copied.every(({ sessionId }) => fork.path.includes(sessionId!))).toBe(true);
  });

  it('shows each thing that a reader of transcripts has to cope with', () => {
    const text = listed.map((path) => readFileSync(join(root, path), 'utf8')).join('');
    for (const mark of [
      '"subtype":"compact_boundary"',
      '"isCompactSummary":true',
      '"subtype":"api_error"',
      '"isApiErrorMessage":true',
      '"isAbortedMidStream":true',
      '[Request interrupted by user for tool use]',
      '"source":"user_reject"',
      '"explicit":true',
      '"type":"queued_command"',
      '<task-notification>',
      '<ide_opened_file>',
      '<bash-input>',
      '<command-name>/clear</command-name>',
      '<command-name>/review</command-name>',
      '"type":"agent_progress"',
      '"type":"pr-link"',
      '"type":"summary"',
      '"type":"custom-title"',
      '"type":"prompt_snapshot"',
      '"type":"api-request-blob"',
    ]) {
      expect(text, mark).toContain(mark);
    }
  });
});

describe('the judged questions and prompts', () => {
  const questions = z.array(Question).parse(JSON.parse(readFileSync(join(root, 'questions.json'), 'utf8')));

  it('name sessions of the sample only', () => {
    for (const { relevant } of questions)
      expect(sessionIds).toEqual(expect.arrayContaining(Object.keys(relevant)));
  });

  it('hold at least one answer each, but for those about what never happened', () => {
    const answered = questions.filter(({ relevant }) => Object.values(relevant).includes(2));
    const nothing = questions.filter(({ relevant }) => Object.keys(relevant).length === 0);
    expect(nothing).toHaveLength(6);
    expect(answered.length + nothing.length).toBe(questions.length);
  });

  it('judge every typed prompt that a transcript holds', () => {
    const labels = readFileSync(join(root, 'labels.jsonl'), 'utf8').trimEnd().split('\n');
    const judged = labels.map((line) => z.object({ uuid: z.string() }).parse(JSON.parse(line)).uuid);
    const typed = main
      .flatMap(({ lines }) => lines)
      .filter((line) => line.type === 'user' && !line.isMeta && !line.isCompactSummary)
      .filter((line) => {
        const { content } = line.message!;
        const text =
          typeof content === 'string' ? content : (content.findLast(({ text }) => text)?.text ?? '');
        return (
          text !== '' &&
          !/^(<command-|<local-command-|<bash-|<task-notification>|\[Request interrupted)/.test(text)
        );
      });
    expect(judged.toSorted()).toEqual([...new Set(typed.map(({ uuid }) => uuid!))].toSorted());
  });
});
