/** A transcript while it is played: what has been said but not yet written, and where the conversation stands. */
import type { AgentFile } from './agents.ts';
import { idOf, uuidOf } from './ids.ts';
import type { Block, Line, Recorder } from './recorder.ts';
import type { Cause, Pushback, Story } from './story.ts';
import type { RecordedCall, ToolCall } from './tools.ts';

export interface Judged {
  uuid: string;
  label: 'none' | Pushback;
  cause: Cause | null;
}

export const textBlock = (text: string): { type: 'text'; text: string } => ({ type: 'text', text });

export class Scene {
  readonly story: Story;
  readonly out: Recorder;
  readonly agents: AgentFile[] = [];
  readonly judged: Judged[] = [];
  /** Number of lines before each prompt. */
  readonly promptStarts: number[] = [];
  /** The line that the last prompt hangs on. */
  beforePrompt: string | null = null;
  lastPrompt = '';
  promptIndex = 0;
  private pending: { block: Block; at: number }[] = [];

  constructor(story: Story, out: Recorder) {
    this.story = story;
    this.out = out;
  }

  /** A new turn, at that ISO time or one to four minutes later. */
  beginTurn(at?: string): void {
    this.out.now = at ? Date.parse(at) : this.out.now;
    if (!at && this.promptIndex > 0) this.out.wait(45_000, 230_000);
    this.newPromptId();
    this.beforePrompt = this.out.parent;
    this.promptStarts.push(this.out.lines.length);
    this.promptIndex++;
  }

  newPromptId(): void {
    this.out.promptId = uuidOf(this.out.next('prompt'));
  }

  userLine(content: unknown, extra: Line = {}, parent?: string): string {
    this.out.takeIn(typeof content === 'string' ? content : JSON.stringify(content));
    return this.out.chain({ type: 'user', message: { role: 'user', content }, ...extra }, parent);
  }

  think(text: string): void {
    this.out.wait(1_500, 6_000);
    const signature = idOf('Eq', this.out.next('signature'));
    this.pending.push({ block: { type: 'thinking', thinking: text, signature }, at: this.out.now });
  }

  say(text: string): void {
    this.out.now += 1_500 + text.length * 11;
    this.pending.push({ block: textBlock(text), at: this.out.now });
  }

  /** Writes the message said so far; returns the uuid of each of its lines. */
  flush(stopReason: string | null, extra?: Line): string[] {
    const uuids = this.out.message(this.pending, stopReason, extra);
    this.pending = [];
    return uuids;
  }

  /** Ends the message with one tool call; returns the uuid of that line. */
  callMessage(block: Block): string {
    this.out.wait(1_700, 3_400);
    this.pending.push({ block, at: this.out.now });
    return this.flush('tool_use').at(-1)!;
  }

  /** Ends the message with these tool calls, and writes a result for each. */
  callTools(calls: ToolCall[]): void {
    const made = calls.map((call) => ({
      call: call(this.out.cwd),
      id: idOf('toolu_01', this.out.next('tool')),
    }));
    for (const { call, id } of made) {
      this.out.wait(1_600, 3_200);
      this.pending.push({
        block: { type: 'tool_use', id, name: call.name, input: call.input },
        at: this.out.now,
      });
    }
    const uuids = this.flush('tool_use').slice(-made.length);
    made.forEach(({ call, id }, index) => this.resultLine(call, id, uuids[index]!));
  }

  private resultLine(call: RecordedCall, id: string, of: string): void {
    this.out.now += call.ms;
    this.out.wait(20, 90);
    const needsPermission = this.story.withOverhead && ['Bash', 'Edit', 'Write'].includes(call.name);
    const reasonType = call.name === 'Bash' ? 'rule' : 'mode';
    this.userLine(
      [{ tool_use_id: id, type: 'tool_result', content: call.content, is_error: call.isError }],
      {
        toolUseResult: call.result,
        sourceToolAssistantUUID: of,
        ...(needsPermission
          ? { permissionDecision: { decision: 'accept', source: 'config', reasonType } }
          : {}),
      },
      of,
    );
  }
}
