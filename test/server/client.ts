import { InMemoryTransport, type JSONRPCMessage, type McpServer } from '@modelcontextprotocol/server';

/** The client's side of a connection, as bare as JSON-RPC is: the tests see what goes over the wire. */
export interface Client {
  /** What `initialize` was answered with. */
  greeting: Record<string, unknown>;
  /** The result. Rejects with the error's message when it is an error of the protocol. */
  request(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
  call(tool: string, args: unknown, meta?: Record<string, unknown>): Promise<CallResult>;
  close(): Promise<void>;
}

export interface CallResult {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { type: string; text: string }[];
}

export async function connect(server: McpServer): Promise<Client> {
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  const waiting = new Map<
    number,
    { resolve: (value: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  mine.onmessage = (message: JSONRPCMessage) => {
    if (!('id' in message) || typeof message.id !== 'number') return;
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ('result' in message) asked?.resolve(message.result);
    else if ('error' in message) asked?.reject(new Error(message.error.message));
  };
  await mine.start();
  await server.connect(theirs);

  let id = 0;
  const request: Client['request'] = (method, params = {}) =>
    new Promise((resolve, reject) => {
      id += 1;
      waiting.set(id, { resolve, reject });
      void mine.send({ jsonrpc: '2.0', id, method, params });
    });
  const greeting = await request('initialize', {
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'test', version: '1' },
    capabilities: {},
  });
  await mine.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  return {
    greeting,
    request,
    call: async (name, args, meta) =>
      readCall(await request('tools/call', { name, arguments: args, ...(meta ? { _meta: meta } : {}) })),
    close: () => mine.close(),
  };
}

function readCall(result: Record<string, unknown>): CallResult {
  const { isError, structuredContent, content } = result;
  return {
    isError: isError === true,
    structuredContent: isRecord(structuredContent) ? structuredContent : undefined,
    content: Array.isArray(content)
      ? content.map((block) => ({ type: String(block.type), text: String(block.text) }))
      : [],
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
