import { createHash } from 'node:crypto';

/** Records as Claude Code writes them (real-client FACTS, section 4), with only what is read of them. */
export interface Speaker {
  session: string;
  cwd?: string;
  version?: string;
  /** Milliseconds of the first record; each record is a second later than the one before. */
  start?: number;
}

/** Ids that are the same in every run. */
export function idOf(...parts: (string | number)[]): string {
  const hex = createHash('sha1').update(parts.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export type Raw = Record<string, unknown>;

export function speak({
  session,
  cwd = '/work/pond',
  version = '2.1.330',
  start = Date.UTC(2026, 10, 1),
}: Speaker) {
  let count = 0;
  let last: string | null = null;
  let clock = start;

  function envelope(type: string): Raw {
    const uuid = idOf(session, count++);
    const record = {
      parentUuid: last,
      isSidechain: false,
      type,
      uuid,
      timestamp: new Date((clock += 1000)).toISOString(),
      cwd,
      sessionId: session,
      version,
      gitBranch: 'main',
    };
    last = uuid;
    return record;
  }

  return {
    user: (text: string, more: Raw = {}): Raw => ({
      ...envelope('user'),
      message: { role: 'user', content: text },
      ...more,
    }),
    reply: (text: string, more: Raw = {}): Raw => assistant([{ type: 'text', text }], more),
    think: (thinking: string): Raw => assistant([{ type: 'thinking', thinking, signature: 'c2ln' }]),
    call: (id: string, name: string, input: Raw): Raw =>
      assistant([{ type: 'tool_use', id, name, input }], { stop: 'tool_use' }),
    result: (id: string, content: unknown, more: Raw = {}, isError = false): Raw => ({
      ...envelope('user'),
      message: {
        role: 'user',
        content: [{ tool_use_id: id, type: 'tool_result', content, ...(isError ? { is_error: true } : {}) }],
      },
      ...more,
    }),
    record: (type: string, more: Raw = {}): Raw => ({ ...envelope(type), ...more }),
    /** The next record answers this one instead of the last. */
    goBackTo: (uuid: string | null): void => void (last = uuid),
    last: (): string | null => last,
  };

  function assistant(content: Raw[], more: Raw = {}): Raw {
    const base = envelope('assistant');
    const id = idOf(session, 'message', count);
    return {
      ...base,
      requestId: `req_${id}`,
      message: {
        id: `msg_${id}`,
        role: 'assistant',
        model: 'claude-opus-5-5',
        content,
        stop_reason: more['stop'] ?? 'end_turn',
        usage: {
          input_tokens: 100,
          output_tokens: 10 + count,
          cache_read_input_tokens: 50,
          cache_creation_input_tokens: 20,
        },
      },
      ...more,
    };
  }
}

export const lines = (...records: unknown[]): string =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)) + '\n').join('');
