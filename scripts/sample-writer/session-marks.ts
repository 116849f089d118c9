/** What a session's beginning, end and continuation leave in its transcript. */
import { idOf, numberOf } from './ids.ts';
import type { Line } from './recorder.ts';
import { textBlock, type Scene } from './scene.ts';

/** Titles, and a few of the records that hold no conversation but fill real transcripts. */
export function openingRecords(scene: Scene): void {
  titles(scene);
  if (!scene.story.withOverhead) return;
  const { out } = scene;
  const content =
    'You are Claude Code. (The real record holds the whole prompt and tool list: 65 KB. Cut in this sample.)';
  const attachment = {
    type: 'prompt_snapshot',
    system: [textBlock(content)],
    tools: ['Bash', 'Edit', 'Read'],
  };
  out.chain({ attachment, type: 'attachment', rendered: [{ content }], renderedRole: 'system' });
  const message = { role: 'user', content: [textBlock(scene.lastPrompt)] };
  out.aside({ type: 'api-request-blob', hash: idOf('', out.next('blob')), message });
  const messageId = out.parent;
  out.aside({ type: 'file-history-snapshot', messageId, snapshot: { messageId, trackedFileBackups: {} } });
}

/** The first line of a session that began with `/clear`. */
export function clearedStart(scene: Scene): void {
  scene.newPromptId();
  scene.userLine(commandTags('clear', ''));
  scene.out.wait(15_000, 60_000);
}

/**
 * Copies the conversation lines of a fork's source, up to before its prompt number `prompts` + 1. They keep uuid,
 * message id and timestamp; `requestSessionId` is the only trace of where they came from.
 */
export function copyConversation(
  scene: Scene,
  source: { sessionId: string; lines: Line[]; promptStarts: number[] },
  prompts: number,
): void {
  const { out } = scene;
  scene.newPromptId();
  const { promptId } = out;
  for (const line of source.lines.slice(0, source.promptStarts[prompts]).filter(({ uuid }) => uuid)) {
    const extra =
      line.type === 'user'
        ? { promptId }
        : line.type === 'assistant'
          ? { requestSessionId: source.sessionId }
          : {};
    out.lines.push({ ...line, sessionId: out.sessionId, ...extra });
    out.parent = String(line.uuid);
  }
  scene.promptIndex = prompts;
  titles(scene);
}

/** A manual compaction: boundary, summary, and the `/compact` lines after them. */
export function compactConversation(scene: Scene, summary: string): void {
  const { out, story } = scene;
  out.wait(20_000, 40_000);
  scene.newPromptId();
  const last = out.parent;
  const preTokens = out.compact(summary);
  const compactMetadata = {
    trigger: 'manual',
    preTokens,
    postTokens: out.contextTokens,
    durationMs: numberOf(`${story.name}:compact`, 14_000, 26_000),
    preservedMessages: { uuids: [last] },
  };
  out.chain(
    {
      logicalParentUuid: last,
      type: 'system',
      subtype: 'compact_boundary',
      content: 'Conversation compacted',
      level: 'info',
      isMeta: false,
      compactMetadata,
    },
    null,
  );
  const folder = out.cwd.replaceAll(/[^A-Za-z0-9]/g, '-');
  scene.userLine(
    `This session is being continued from a previous conversation that ran out of context. The summary below covers the earlier portion of the conversation.\n\nSummary:\n${summary}\n\nIf you need specific details from before compaction, read the full transcript at: /home/mira/.claude/projects/${folder}/${out.sessionId}.jsonl`,
    { isVisibleInTranscriptOnly: true, isCompactSummary: true },
  );
  scene.userLine(commandTags('compact', ''));
  scene.userLine('<local-command-stdout>Compacted </local-command-stdout>');
}

/** The records at the end of a session. In 2.0.76 the summary came first in the file and named its last line. */
export function closingRecords({ out, story, lastPrompt }: Scene): void {
  if (out.isOld) {
    out.lines.unshift({ type: 'summary', summary: story.title, leafUuid: out.parent });
    return;
  }
  out.aside({ type: 'last-prompt', lastPrompt, leafUuid: out.parent });
  if (!story.withOverhead) return;
  const { input, output, cacheRead, cacheWrite } = out.totals;
  const usage = {
    inputTokens: input,
    outputTokens: output,
    cacheReadInputTokens: cacheRead,
    cacheCreationInputTokens: cacheWrite,
  };
  const totalDuration = out.now - Date.parse(story.start);
  out.aside({ type: 'cost-state', totalDuration, modelUsage: { [story.model]: usage } });
}

/** How Claude Code writes a command that it answers by itself. */
export const commandTags = (name: string, args: string): string =>
  `<command-name>/${name}</command-name>\n            <command-message>${name}</command-message>\n            <command-args>${args}</command-args>`;

function titles({ out, story: { title, customTitle } }: Scene): void {
  if (out.isOld) return;
  out.aside({ type: 'ai-title', aiTitle: title });
  if (customTitle) out.aside({ type: 'custom-title', customTitle });
}
