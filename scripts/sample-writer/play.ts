/** Plays a story's steps into the lines of its transcript, and of its sub-agents' transcripts. */
import { recordAgent, type AgentFile } from './agents.ts';
import { idOf, numberOf, uuidOf } from './ids.ts';
import { Recorder, type Block, type Line } from './recorder.ts';
import type { AgentRun, Cause, Pushback, Step, Story } from './story.ts';
import type { RecordedCall, ToolCall } from './tools.ts';

export interface Judged {
  uuid: string;
  label: 'none' | Pushback;
  cause: Cause | null;
}

export interface Played {
  sessionId: string;
  lines: Line[];
  agents: AgentFile[];
  /** Every typed prompt, and how it is to be judged. */
  judged: Judged[];
  /** Number of lines before each prompt. */
  promptStarts: number[];
}

const INTERRUPTED = '[Request interrupted by user]';
const REFUSED =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.";
const STOPPED = `${REFUSED} Correction to the text above: this call was stopped while running, so part of its work may be done.`;
const NO_LEAF = '00000000-0000-0000-0000-000000000000';

/** Plays `story`; `source` is the story that it was forked from. */
export function play(story: Story, source?: Played): Played {
  const start = Date.parse(story.start);
  return new Player(story, new Recorder(story, start)).run(source);
}

class Player {
  private readonly story: Story;
  private readonly out: Recorder;
  private readonly agents: AgentFile[] = [];
  private readonly judged: Judged[] = [];
  private readonly promptStarts: number[] = [];
  private pending: { block: Block; at: number }[] = [];
  private beforePrompt: string | null = null;
  private lastPrompt = '';
  private promptIndex = 0;

  constructor(story: Story, out: Recorder) {
    this.story = story;
    this.out = out;
  }

  run(source?: Played): Played {
    if (source && this.story.forkOf) this.copy(source, this.story.forkOf.prompts);
    if (this.story.afterClear) this.clearLines();
    this.story.steps.forEach((step) => this.step(step));
    this.ending();
    const { agents, judged, promptStarts } = this;
    return { sessionId: this.out.sessionId, lines: this.out.lines, agents, judged, promptStarts };
  }

  step(step: Step): void {
    switch (step.kind) {
      case 'prompt':
        return this.prompt(step);
      case 'thinking':
        return this.think(step.text);
      case 'say':
        return this.text(step.text);
      case 'reply':
        this.text(step.text);
        this.flush('end_turn');
        return;
      case 'tools':
        return this.tools(step.calls);
      case 'agent':
        return this.launch(step.run);
      case 'notified':
        return this.notified(step.description);
      case 'cut-answer':
        return this.cutAnswer(step.text);
      case 'cut-tool':
        return this.cutTool(step.call);
      case 'refused':
        return this.refused(step.call, step.words);
      case 'queued':
        return this.queued(step.text);
      case 'slash':
        return this.slash(step);
      case 'local':
        return this.local(step);
      case 'bash-input':
        return this.bashInput(step.command, step.output);
      case 'compact':
        return this.compact(step.trigger, step.summary);
      case 'rewind':
        return this.rewind();
      case 'retry':
        return this.retry(step.status, step.message);
      case 'api-error':
        return this.apiError(step.status, step.message);
      case 'record':
        return this.out.aside(step.record);
    }
  }

  // --- what the person does -------------------------------------------------------------------------------

  private prompt({ text, at, ide, judged }: Extract<Step, { kind: 'prompt' }>): void {
    this.beginTurn(at);
    const opened = ide
      ? `<ide_opened_file>The user opened the file ${this.out.cwd}/${ide} in the IDE. This may or may not be related to the current task.</ide_opened_file>`
      : undefined;
    const content = opened ? [textBlock(opened), textBlock(text)] : text;
    const uuid = this.userLine(content, this.asTyped());
    this.judged.push({ uuid, label: judged?.[0] ?? 'none', cause: judged?.[1] ?? null });
    this.lastPrompt = text;
    if (this.promptIndex === 1) this.openingAttachments();
  }

  private beginTurn(at?: string): void {
    this.out.now = at ? Date.parse(at) : this.out.now;
    if (!at && this.promptIndex > 0) this.out.wait(45_000, 230_000);
    this.out.promptId = uuidOf(this.out.next('prompt'));
    this.beforePrompt = this.out.parent;
    this.promptStarts.push(this.out.lines.length);
    this.promptIndex++;
  }

  private asTyped(): Line {
    if (this.out.isOld) return { thinkingMetadata: { level: 'high', disabled: false, triggers: [] } };
    const at = this.promptIndex - 1;
    return {
      permissionMode: 'default',
      promptSource: 'typed',
      turnOrigin: 'human',
      origin: { kind: 'human' },
      turnPosition: { promptIndex: at, turnIndex: at },
    };
  }

  private slash({ name, args, body, at }: Extract<Step, { kind: 'slash' }>): void {
    this.beginTurn(at);
    this.userLine(
      `<command-message>${name}</command-message>\n<command-name>/${name}</command-name>\n<command-args>${args}</command-args>`,
      this.asTyped(),
    );
    if (body) this.userLine([textBlock(body)], { isMeta: true, turnCompanion: true });
  }

  private local({ name, args, output }: Extract<Step, { kind: 'local' }>): void {
    this.out.wait(8_000, 60_000);
    const commandRun = { command: name, args };
    const lines = [
      `<command-name>/${name}</command-name>\n            <command-message>${name}</command-message>\n            <command-args>${args}</command-args>`,
      `<local-command-stdout>${output}</local-command-stdout>`,
    ];
    for (const content of lines) {
      this.out.chain({
        type: 'system',
        subtype: 'local_command',
        content,
        level: 'info',
        isMeta: false,
        commandRun,
      });
    }
  }

  private bashInput(command: string, output: string): void {
    this.out.wait(10_000, 50_000);
    this.out.promptId = uuidOf(this.out.next('prompt'));
    this.userLine(`<bash-input>${command}</bash-input>`);
    this.out.wait(300, 1500);
    this.userLine(`<bash-stdout>${output}</bash-stdout><bash-stderr></bash-stderr>`);
  }

  private queued(text: string): void {
    const timestamp = this.out.iso();
    this.out.aside({ type: 'queue-operation', operation: 'enqueue', timestamp, content: text });
    this.out.aside({ type: 'queue-operation', operation: 'remove', timestamp, reason: 'absorbed_mid_turn' });
    this.out.takeIn(text);
    const attachment = { type: 'queued_command', prompt: text, commandMode: 'prompt' };
    this.out.chain({ attachment, type: 'attachment', rendered: [{ content: text }], renderedRole: 'user' });
  }

  private rewind(): void {
    this.out.wait(9_000, 40_000);
    this.out.aside({ type: 'last-prompt', lastPrompt: this.lastPrompt, leafUuid: NO_LEAF, explicit: true });
    this.out.parent = this.beforePrompt;
    this.promptIndex--;
  }

  // --- what the assistant does ----------------------------------------------------------------------------

  private think(text: string): void {
    this.out.wait(1_500, 6_000);
    const signature = idOf('Eq', this.out.next('signature'));
    this.pending.push({ block: { type: 'thinking', thinking: text, signature }, at: this.out.now });
  }

  private text(text: string): void {
    this.out.now += 500 + text.length * 11;
    this.pending.push({ block: { type: 'text', text }, at: this.out.now });
  }

  private flush(stopReason: string | null, extra?: Line): string[] {
    const uuids = this.out.message(this.pending, stopReason, extra);
    this.pending = [];
    return uuids;
  }

  /** Ends the message with one tool call; returns the uuid of that line. */
  private callMessage(block: Block): string {
    this.out.wait(700, 2_400);
    this.pending.push({ block, at: this.out.now });
    return this.flush('tool_use').at(-1)!;
  }

  private tools(calls: ToolCall[]): void {
    const made = calls.map((call) => ({
      call: call(this.out.cwd),
      id: idOf('toolu_01', this.out.next('tool')),
    }));
    for (const { call, id } of made) {
      this.out.wait(600, 2_200);
      this.pending.push({
        block: { type: 'tool_use', id, name: call.name, input: call.input },
        at: this.out.now,
      });
    }
    const uuids = this.flush('tool_use').slice(-made.length);
    made.forEach(({ call, id }, index) => this.resultLine(call, id, uuids[index]!));
  }

  private launch(run: AgentRun): void {
    const own = (recorder: Recorder, steps: Step[]): void => {
      const player = new Player(this.story, recorder);
      steps.forEach((step) => player.step(step));
    };
    this.agents.push(recordAgent(this.story, this.out, run, (block) => this.callMessage(block), own));
  }

  private resultLine(call: RecordedCall, id: string, of: string): void {
    this.out.now += call.ms;
    this.out.wait(20, 90);
    const asked = this.story.withOverhead && ['Bash', 'Edit', 'Write'].includes(call.name);
    const decision = {
      decision: 'accept',
      source: 'config',
      reasonType: call.name === 'Bash' ? 'rule' : 'mode',
    };
    this.userLine(
      [{ tool_use_id: id, type: 'tool_result', content: call.content, is_error: call.isError }],
      {
        toolUseResult: call.result,
        sourceToolAssistantUUID: of,
        ...(asked ? { permissionDecision: decision } : {}),
      },
      of,
    );
  }

  private notified(description: string): void {
    const done = this.agents.find((file) => file.description === description);
    if (!done) throw new Error(`story ${this.story.name}: no background agent "${description}"`);
    this.out.now = Math.max(this.out.now, done.endedAt);
    this.beginTurn(this.out.iso());
    const text = [
      '<task-notification>',
      `<task-id>${done.id}</task-id>`,
      `<tool-use-id>${done.toolUseId}</tool-use-id>`,
      '<status>completed</status>',
      `<summary>Agent "${description}" finished</summary>`,
      `<result>${done.report}</result>`,
      '</task-notification>',
    ].join('\n');
    this.userLine(text, {
      permissionMode: 'default',
      promptSource: 'system',
      turnOrigin: 'task_notification',
      origin: { kind: 'task-notification' },
    });
  }

  // --- what goes wrong ------------------------------------------------------------------------------------

  private cutAnswer(text: string): void {
    this.text(text);
    const [uuid] = this.flush(null, { isAbortedMidStream: true }).slice(-1);
    this.out.wait(100, 900);
    this.userLine([textBlock(INTERRUPTED)], { interruptedMessageId: uuid });
  }

  private cutTool(call: ToolCall): void {
    this.deniedCall(call, STOPPED, {});
    this.userLine([textBlock('[Request interrupted by user for tool use]')]);
  }

  private refused(call: ToolCall, words?: string): void {
    const asked = { permissionDecision: { decision: 'reject', source: 'user_reject', reasonType: 'other' } };
    this.deniedCall(call, words ?? REFUSED, {
      ...asked,
      ...(words
        ? { toolDenialKind: 'permission-rule', holdsPersonsWords: true }
        : { toolDenialBeforeRun: true }),
    });
    if (!words) this.userLine([textBlock('[Request interrupted by user for tool use]')]);
  }

  private deniedCall(call: ToolCall, content: string, extra: Line): void {
    const { name, input, ms } = call(this.out.cwd);
    const id = idOf('toolu_01', this.out.next('tool'));
    const of = this.callMessage({ type: 'tool_use', id, name, input });
    this.out.now += ms;
    this.userLine(
      [{ type: 'tool_result', content, is_error: true, tool_use_id: id }],
      {
        toolUseResult: extra.holdsPersonsWords ? `Error: ${content}` : 'User rejected tool use',
        sourceToolAssistantUUID: of,
        toolDenialKind: 'user-rejected',
        ...extra,
      },
      of,
    );
  }

  private retry(status: number, message: string): void {
    this.out.wait(900, 2_000);
    this.out.chain({
      type: 'system',
      subtype: 'api_error',
      level: 'error',
      error: {
        status,
        message,
        requestId: idOf('req_011C', this.out.next('retry')),
        formatted: `${status} ${message}`,
      },
      retryInMs: 622,
      retryAttempt: 1,
      maxRetries: 10,
    });
  }

  private apiError(status: number, message: string): void {
    this.out.wait(900, 2_000);
    const usage = {
      input_tokens: 0,
      output_tokens: 0,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    };
    const content = [textBlock(`API Error: ${status} ${message}`)];
    const head = {
      id: uuidOf(this.out.next('synthetic')),
      type: 'message',
      role: 'assistant',
      model: '<synthetic>',
    };
    this.out.chain({
      type: 'assistant',
      message: { ...head, content, stop_reason: 'stop_sequence', stop_sequence: '', usage },
      isApiErrorMessage: true,
      apiErrorStatus: status,
      apiErrorType: 'invalid_request_error',
    });
  }

  // --- how a session is carried on ------------------------------------------------------------------------

  private compact(trigger: 'auto' | 'manual', summary: string): void {
    this.out.wait(20_000, 40_000);
    const last = this.out.parent;
    const compactMetadata = {
      trigger,
      preTokens: numberOf(`${this.story.name}:pre`, 148_000, 166_000),
      postTokens: numberOf(`${this.story.name}:post`, 5_000, 9_000),
      durationMs: 21_400,
      preservedMessages: { uuids: [last] },
    };
    const boundary = {
      type: 'system',
      subtype: 'compact_boundary',
      content: 'Conversation compacted',
      level: 'info',
    };
    this.out.chain({ logicalParentUuid: last, ...boundary, isMeta: false, compactMetadata }, null);
    const text = `This session is being continued from a previous conversation that ran out of context. The summary below covers the earlier portion of the conversation.\n\nSummary:\n${summary}\n\nIf you need specific details from before compaction, read the full transcript at: /home/mira/.claude/projects/${this.out.cwd.replaceAll(/[^A-Za-z0-9]/g, '-')}/${this.out.sessionId}.jsonl`;
    this.userLine(text, { isVisibleInTranscriptOnly: true, isCompactSummary: true });
  }

  private copy(source: Played, prompts: number): void {
    const original = source.sessionId;
    const promptId = uuidOf(this.out.next('prompt'));
    const kept = source.lines.slice(0, source.promptStarts[prompts]);
    for (const line of kept) {
      if (!line.uuid) continue;
      const extra =
        line.type === 'user' ? { promptId } : line.type === 'assistant' ? { requestSessionId: original } : {};
      this.out.lines.push({ ...line, sessionId: this.out.sessionId, ...extra });
      this.out.parent = String(line.uuid);
    }
    this.promptIndex = prompts;
    this.titles();
  }

  private clearLines(): void {
    this.out.promptId = uuidOf(this.out.next('prompt'));
    this.userLine(
      '<command-name>/clear</command-name>\n            <command-message>clear</command-message>\n            <command-args></command-args>',
    );
    this.out.wait(15_000, 60_000);
  }

  private titles(): void {
    const { title, customTitle } = this.story;
    this.out.aside(
      this.out.isOld ? { type: 'summary', summary: title } : { type: 'ai-title', aiTitle: title },
    );
    if (customTitle) this.out.aside({ type: 'custom-title', customTitle });
  }

  /** A few of the records that hold no conversation but fill real transcripts. */
  private openingAttachments(): void {
    const { story, out } = this;
    this.titles();
    if (!story.withOverhead) return;
    const content =
      'You are Claude Code. (The real record holds the whole prompt and tool list: 65 KB. Cut in this sample.)';
    const attachment = {
      type: 'prompt_snapshot',
      system: [{ type: 'text', text: content }],
      tools: ['Bash', 'Edit', 'Read'],
    };
    out.chain({ attachment, type: 'attachment', rendered: [{ content }], renderedRole: 'system' });
    const message = { role: 'user', content: [textBlock(this.lastPrompt)] };
    out.aside({ type: 'api-request-blob', hash: idOf('', out.next('blob')), message });
    const messageId = out.parent;
    out.aside({ type: 'file-history-snapshot', messageId, snapshot: { messageId, trackedFileBackups: {} } });
  }

  private ending(): void {
    if (this.out.isOld) return;
    this.out.aside({ type: 'last-prompt', lastPrompt: this.lastPrompt, leafUuid: this.out.parent });
    if (!this.story.withOverhead) return;
    const { input, output, cacheRead, cacheWrite } = this.out.totals;
    const model = {
      inputTokens: input,
      outputTokens: output,
      cacheReadInputTokens: cacheRead,
      cacheCreationInputTokens: cacheWrite,
    };
    const totalDuration = this.out.now - Date.parse(this.story.start);
    this.out.aside({ type: 'cost-state', totalDuration, modelUsage: { [this.story.model]: model } });
  }

  private userLine(content: unknown, extra: Line = {}, parent?: string): string {
    this.out.takeIn(typeof content === 'string' ? content : JSON.stringify(content));
    return this.out.chain({ type: 'user', message: { role: 'user', content }, ...extra }, parent);
  }
}

const textBlock = (text: string): { type: 'text'; text: string } => ({ type: 'text', text });
