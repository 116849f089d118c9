import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CHECKOUT, type World } from './world.ts';

/** Another assistant on the same machine: a `her mcp` of its own, asked over bare JSON-RPC. */
export interface Peer {
  call(tool: string, args: Record<string, unknown>): Promise<unknown>;
  close(): void;
}

interface Reply {
  id?: number;
  result?: { structuredContent?: unknown };
}

export async function startPeer({ env, cwd }: World): Promise<Peer> {
  const { command, args } = CHECKOUT.mcpServers.her;
  const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (reply: Reply) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply: Reply = JSON.parse(line);
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  let id = 0;
  const request = (method: string, params: unknown): Promise<Reply> =>
    new Promise((resolve) => {
      waiting.set(++id, resolve);
      child.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n');
    });
  await request('initialize', {
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'peer', version: '1' },
    capabilities: {},
  });
  child.stdin.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }) + '\n');
  return {
    call: async (name, given) =>
      (await request('tools/call', { name, arguments: given })).result?.structuredContent,
    close: () => child.stdin.end(),
  };
}
