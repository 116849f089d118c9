/** `her mcp` of this checkout in a process of its own, asked over bare JSON-RPC. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

export interface McpClient {
  /** Of the process that answers and reads, behind the one that speaks with the client (told apart on Linux only). */
  workingPid(): number;
  /** The answer's structured content. */
  call(tool: string, args: Record<string, unknown>): Promise<unknown>;
  /** As a client that goes: closes its input. */
  close(): void;
  kill(): Promise<void>;
}

interface Reply {
  id?: number;
  result?: { structuredContent?: unknown; isError?: boolean };
}

export async function startMcp(env: NodeJS.ProcessEnv, cwd?: string): Promise<McpClient> {
  const child = spawn(process.execPath, [MAIN, 'mcp'], { env, cwd, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, (reply: Reply) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = JSON.parse(line) as Reply;
    if (reply.id === undefined) return;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let id = 0;
  const request = (method: string, params: unknown): Promise<Reply> =>
    new Promise((resolve) => {
      waiting.set(++id, resolve);
      child.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n');
    });
  await request('initialize', {
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'bench', version: '1' },
    capabilities: {},
  });
  child.stdin.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }) + '\n');
  return {
    workingPid: () => processBehind(child.pid ?? 0),
    async call(name, args) {
      const { result } = await request('tools/call', { name, arguments: args });
      if (result?.isError) throw new Error(`${name} failed`);
      return result?.structuredContent;
    },
    close: () => void child.stdin.end(),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function processBehind(pid: number): number {
  const children = `/proc/${pid}/task/${pid}/children`;
  return (existsSync(children) && Number(readFileSync(children, 'utf8').split(' ')[0])) || pid;
}
