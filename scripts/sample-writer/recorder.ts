/** One transcript file in the making: the chain of uuids, the clock, and the fields that every line carries. */
import { idOf, numberOf, uuidOf } from './ids.ts';
import type { Story } from './story.ts';

export type Line = Record<string, unknown>;

export interface Block {
  type: 'thinking' | 'text' | 'tool_use';
  [field: string]: unknown;
}

interface Usage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  output_tokens: number;
}

/** What Claude Code's own prompt and tools weigh, in tokens; the part of it that stays cached between turns. */
const PREAMBLE = 23_400;
const CACHED_PREAMBLE = 14_100;
const CACHE_LIFETIME_MS = 5 * 60_000;

export class Recorder {
  readonly lines: Line[] = [];
  readonly cwd: string;
  readonly sessionId: string;
  readonly isOld: boolean;
  now: number;
  parent: string | null = null;
  promptId = '';
  readonly totals = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  private readonly story: Story;
  private readonly seed: string;
  private readonly agentId: string | undefined;
  private count = 0;
  private context = PREAMBLE;
  private cached = CACHED_PREAMBLE;
  private lastRequest = 0;
  private lastLineAt = 0;

  constructor(story: Story, now: number, agentId?: string) {
    this.story = story;
    this.seed = agentId ? `${story.name}/${agentId}` : story.name;
    this.cwd = `/home/mira/code/${story.project}`;
    this.sessionId = uuidOf(`session:${story.name}`);
    this.isOld = story.version === '2.0.76';
    this.now = now;
    this.agentId = agentId;
  }

  /** A fresh seed for an id or a number. */
  next(what: string): string {
    return `${this.seed}:${what}:${this.count++}`;
  }

  wait(low: number, high: number): void {
    this.now += numberOf(this.next('wait'), low, high);
  }

  iso(): string {
    return new Date(this.now).toISOString();
  }

  /** Text that enters the context and is paid for with the next request. */
  takeIn(text: string): void {
    this.context += Math.ceil(text.length / 4);
  }

  /** What the next request weighs, in tokens. */
  get contextTokens(): number {
    return this.context;
  }

  /** The summary takes the place of all that was said; returns the tokens before. */
  compact(summary: string): number {
    const before = this.context;
    this.context = PREAMBLE;
    this.cached = CACHED_PREAMBLE;
    this.takeIn(summary);
    return before;
  }

  /** Appends a line of the conversation to the chain; returns its uuid. `parent` puts it elsewhere. */
  chain(fields: Line, parent: string | null = this.parent): string {
    const uuid = uuidOf(this.next('uuid'));
    const { story, isOld, agentId } = this;
    this.lines.push({
      parentUuid: parent,
      isSidechain: agentId !== undefined,
      ...(fields.type === 'user' && !isOld ? { promptId: this.promptId } : {}),
      ...(agentId ? { agentId } : {}),
      ...fields,
      uuid,
      timestamp: this.iso(),
      userType: 'external',
      ...(isOld ? {} : { entrypoint: 'cli' }),
      cwd: this.cwd,
      sessionId: this.sessionId,
      version: story.version ?? '2.1.330',
      gitBranch: story.branch,
    });
    this.parent = uuid;
    this.lastLineAt = this.now;
    return uuid;
  }

  /** Appends a record that stands outside the chain. */
  aside(fields: Line): void {
    this.lines.push({ ...fields, sessionId: this.sessionId });
  }

  /**
   * Appends one API message, a line for each block, all with the same id and usage.
   * Returns the uuid of each line.
   */
  message(blocks: { block: Block; at: number }[], stopReason: string | null, extra: Line = {}): string[] {
    const seed = this.next('message');
    const usage = this.payFor(blocks.map(({ block }) => JSON.stringify(block)).join(''), stopReason === null);
    const requestRef = this.story.withOverhead && !this.agentId ? this.recordRequest(seed) : undefined;
    return blocks.map(({ block, at }, index) => {
      this.now = at;
      return this.chain({
        message: {
          id: idOf('msg_01', seed),
          type: 'message',
          role: 'assistant',
          model: this.story.model,
          content: [block],
          stop_reason: stopReason,
          usage: this.usageRecord(usage),
        },
        requestId: idOf('req_011C', seed),
        type: 'assistant',
        ...(this.isOld ? {} : { apiBlockIndex: index }),
        ...(requestRef ? { requestRef, requestedModel: this.story.model, madeBy: 'model' } : {}),
        ...extra,
      });
    });
  }

  private recordRequest(seed: string): string {
    const id = uuidOf(`request:${seed}`);
    const timestamp = new Date(this.lastLineAt + 40).toISOString();
    const tail = [idOf('', `blob:${seed}`)];
    const params = { model: this.story.model, max_tokens: 32000 };
    this.aside({
      type: 'api-request',
      id,
      timestamp,
      querySource: 'repl_main_thread',
      params,
      base: null,
      keep: 0,
      tail,
    });
    return id;
  }

  private payFor(output: string, aborted: boolean): Usage {
    if (this.now - this.lastRequest > CACHE_LIFETIME_MS) this.cached = CACHED_PREAMBLE;
    this.lastRequest = this.now;
    const usage = {
      input_tokens: 3,
      cache_creation_input_tokens: this.context - this.cached - 3,
      cache_read_input_tokens: this.cached,
      output_tokens: aborted ? 1 : Math.ceil(output.length / 3),
    };
    this.cached = this.context;
    this.context += usage.output_tokens;
    this.totals.input += usage.input_tokens;
    this.totals.output += usage.output_tokens;
    this.totals.cacheRead += usage.cache_read_input_tokens;
    this.totals.cacheWrite += usage.cache_creation_input_tokens;
    return usage;
  }

  /** The four counts; the whole record, as 2.1.330 writes it, only where overhead is wanted: it is on every line. */
  private usageRecord(usage: Usage): Line {
    if (!this.story.withOverhead) return { ...usage };
    return {
      ...usage,
      cache_creation: {
        ephemeral_5m_input_tokens: usage.cache_creation_input_tokens,
        ephemeral_1h_input_tokens: 0,
      },
      server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
      service_tier: 'standard',
      speed: 'standard',
    };
  }
}
