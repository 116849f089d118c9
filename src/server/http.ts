import { createHash, timingSafeEqual } from 'node:crypto';
import { serve } from '@hono/node-server';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
  type McpServer,
} from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import { codeOf, HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';

/** MCP over Streamable HTTP for this machine alone. */
export interface HttpServing {
  /** What to register, such as `http://127.0.0.1:4370/mcp`. */
  url: string;
  port: number;
  /** Said when the port that was asked for was taken. */
  notice?: string;
  close(): Promise<void>;
}

export interface HttpOptions {
  /** A new server for each request: Streamable HTTP without sessions keeps nothing between two. */
  build: () => McpServer;
  /** What each request must carry as `Authorization: Bearer …`: other users of this machine reach loopback too. */
  token: string;
  port?: number;
  /** How long the head and the body of a request may take to arrive, milliseconds; tests take a short time. */
  requestMs?: number;
  onError?: (error: Error) => void;
}

/** 4-3-7 spells HER on a telephone. */
export const DEFAULT_PORT = 4370;
const LOOPBACK = '127.0.0.1';
/** A request holds a question, never a document. */
const MOST_BODY_BYTES = 1024 * 1024;
/** For a client to send its question; an answer takes well under a second. */
const REQUEST_MS = 15_000;

/** @throws HerError `port-refused` when no port can be had at all */
export async function serveOnHttp({
  build,
  token,
  port = DEFAULT_PORT,
  requestMs = REQUEST_MS,
  onError,
}: HttpOptions): Promise<HttpServing> {
  const handler = createMcpHandler(build, { maxRequestBodySize: MOST_BODY_BYTES, onerror: onError });
  const app = new Hono();
  // A web page can reach loopback, by a name of its own that resolves here (DNS rebinding) or directly.
  app.use(async ({ req }, next) => {
    const refused =
      hostHeaderValidationResponse(req.raw, localhostAllowedHostnames()) ??
      originValidationResponse(req.raw, localhostAllowedOrigins());
    if (refused) return refused;
    return next();
  });
  app.use('/mcp', async (c, next) => {
    if (isBearer(c.req.header('authorization'), token)) return next();
    const said = `Her wants its token: \`${TYPED_HER} start\` prints the line that registers it, with the header.`;
    return c.text(said, 401, { 'www-authenticate': 'Bearer' });
  });
  app.all('/mcp', ({ req }) => handler.fetch(req.raw));
  app.notFound((c) => c.text('Her serves MCP at /mcp.', 404));

  const isTaken = (error: unknown): boolean => ['EADDRINUSE', 'EACCES'].includes(codeOf(error) ?? '');
  const first = await listen(app, port, requestMs).catch((error: unknown) =>
    isTaken(error) ? undefined : refuse(port, error),
  );
  const listening = first ?? (await listen(app, 0, requestMs).catch((error: unknown) => refuse(0, error)));
  return {
    url: `http://${LOOPBACK}:${listening.port}/mcp`,
    port: listening.port,
    notice: first
      ? undefined
      : `Port ${port} is taken, perhaps by another Her: this one listens on ${listening.port}.`,
    async close() {
      await handler.close();
      await listening.close();
    },
  };
}

/** Compares in the same time whatever is given. */
function isBearer(header: string | undefined, token: string): boolean {
  const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashOf(header ?? ''), hashOf(`Bearer ${token}`));
}

function refuse(port: number, error: unknown): never {
  const sentence = `Her cannot listen on ${LOOPBACK}:${port} (${codeOf(error) ?? 'unknown error'}). Give another port, or 0 for a free one.`;
  throw new HerError('port-refused', sentence, { cause: error });
}

interface Listening {
  port: number;
  close(): Promise<void>;
}

function listen(app: Hono, port: number, requestMs: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const serverOptions = {
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      // Node looks for late requests only so often: by default each 30 s.
      connectionsCheckingInterval: requestMs / 5,
    };
    const server = serve({ fetch: app.fetch, hostname: LOOPBACK, port, serverOptions }, (address) => {
      server.off('error', reject);
      resolve({
        port: address.port,
        close: () => {
          if ('closeAllConnections' in server) server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
    server.once('error', reject);
  });
}
