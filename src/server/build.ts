import {
  McpServer,
  ResourceTemplate,
  type CallToolResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PROMPTS } from '../../prompts/index.ts';
import { RESOURCES } from '../../resources/index.ts';
import type { Resource } from '../../resources/resource.ts';
import type { Asking } from '../../tools/context.ts';
import type { AuditEntry } from '../privacy/audit-log.ts';
import { safeText } from '../render/safe-text.ts';
import { sentenceOf } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { VERSION } from '../shared/version.ts';
import type { CallTool } from './call-tool.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { LISTED_TOOLS, type ListedTool } from './listed-tools.ts';

export interface BuildOptions {
  /** How tools are called: `callerOf`, or in another process. */
  call: CallTool;
  /** `CLAUDE_CODE_SESSION_ID` of the process, where it has one. */
  session?: string;
  /** Also the tools that change what is stored; the client asks the person at each call. */
  hasChangingTools?: boolean;
  /** Told of each call that was answered, and of the sessions in its answer. */
  audit?: (entry: AuditEntry) => void;
  /** Told of every error that is not the caller's to mend. */
  onDefect(error: unknown): void;
}

/** The MCP server with all tools, resources and prompts, not yet connected. */
export function buildServer(options: BuildOptions): McpServer {
  const server = new McpServer(
    { name: 'her', title: 'Her', version: VERSION },
    { instructions: INSTRUCTIONS, capabilities: { tools: {}, resources: {}, prompts: {} } },
  );
  for (const tool of LISTED_TOOLS)
    if (!tool.changes || options.hasChangingTools) registerTool(server, tool, options);
  for (const resource of RESOURCES) registerResource(server, resource, options);
  for (const prompt of PROMPTS) {
    const { name, title, description, arguments: argsSchema } = prompt;
    server.registerPrompt(name, { title, description, argsSchema }, (given) => ({
      messages: [{ role: 'user', content: { type: 'text', text: prompt.text(given) } }],
    }));
  }
  return server;
}

function registerTool(server: McpServer, tool: ListedTool, options: BuildOptions): void {
  const { call, session, onDefect } = options;
  const config = {
    title: tool.title,
    description: tool.description,
    inputSchema: unchecked(tool.request),
    outputSchema: unchecked(tool.answer),
    annotations: {
      readOnlyHint: !tool.changes,
      idempotentHint: true,
      openWorldHint: false,
      ...(tool.changes ? { destructiveHint: false } : {}),
    },
    _meta: {
      'anthropic/searchHint': tool.searchHint,
      ...(tool.changes ? { 'anthropic/requiresUserInteraction': true } : {}),
    },
  };
  server.registerTool(
    tool.name,
    config,
    async (given: unknown, { mcpReq }: ServerContext): Promise<CallToolResult> => {
      try {
        const { structured, text } = await call(tool.name, given, askingOf(session, mcpReq._meta));
        const { sessionsIn } = await import('../privacy/audit-log.ts');
        noteRead(server, options, {
          action: tool.changes ? 'change' : 'read',
          what: tool.name,
          sessions: sessionsIn(structured),
        });
        return { structuredContent: structured, content: [{ type: 'text', text }] };
      } catch (error) {
        return { isError: true, content: [{ type: 'text', text: await sentenceFor(error, onDefect) }] };
      }
    },
  );
}

/** What the SDK takes as a schema: JSON Schema for `tools/list`, and a check of what is passed. */
interface SentSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => { value: unknown };
    readonly jsonSchema: { input: () => Record<string, unknown>; output: () => Record<string, unknown> };
  };
}

/**
 * Arguments and answers are passed on unchecked: the tool itself reads its arguments and refuses in a sentence,
 * where the SDK would list a validator's faults.
 */
function unchecked(schema: Record<string, unknown>): SentSchema {
  const jsonSchema = { input: () => schema, output: () => schema };
  return { '~standard': { version: 1, vendor: 'her', validate: (value) => ({ value }), jsonSchema } };
}

function noteRead(server: McpServer, { audit, session }: BuildOptions, entry: Omit<AuditEntry, 'who'>): void {
  const client = server.server.getClientVersion()?.name ?? 'unknown';
  audit?.({ ...entry, who: { client, ...(session ? { session } : {}) } });
}

/** What the caller is told: never a stack, nor a message that was meant for nobody. */
async function sentenceFor(error: unknown, onDefect: BuildOptions['onDefect']): Promise<string> {
  if (isForCaller(error)) return sentenceOf(error);
  onDefect(error);
  const { explainStoreError } = await import('../store/open.ts');
  const explained = explainStoreError(error, "Her's database");
  return isForCaller(explained) ? sentenceOf(explained) : UNEXPECTED;
}

const UNEXPECTED = `Her failed unexpectedly, so this was not answered. The reason stands in the server's log; \`${TYPED_HER} doctor\` checks what can be mended.`;

/** HerError and EmbedError are sentences with a code of their own; anything else is a defect. */
function isForCaller(error: unknown): boolean {
  return error instanceof Error && (error.name === 'HerError' || error.name === 'EmbedError');
}

function askingOf(session: string | undefined, meta: Record<string, unknown> | undefined): Asking {
  const toolUseId = meta?.['claudecode/toolUseId'];
  return { session, toolUseId: typeof toolUseId === 'string' ? toolUseId : undefined };
}

const MARKDOWN = 'text/markdown';

function registerResource(server: McpServer, resource: Resource, options: BuildOptions): void {
  const { name, title, description } = resource;
  const config = { title, description, mimeType: MARKDOWN };
  const readOrExplain = async (text: () => Promise<string>): Promise<string> => {
    try {
      return await text();
    } catch (error) {
      if (isForCaller(error)) throw error;
      throw new Error(await sentenceFor(error, options.onDefect), { cause: error });
    }
  };
  const read = async (uri: URL, values: Record<string, string>) => {
    const text = safeText(
      await readOrExplain(() =>
        resource.read((tool, given) => options.call(tool, given, {}).then(({ text }) => text), values),
      ),
    );
    const sessions = resource.name.endsWith('session') ? [Object.values(values).join('/')] : [];
    noteRead(server, options, { action: 'read', what: uri.href, sessions });
    return { contents: [{ uri: uri.href, mimeType: MARKDOWN, text }] };
  };
  if (!resource.uri.includes('{')) {
    server.registerResource(name, resource.uri, config, (uri) => read(uri, {}));
    return;
  }
  const template = new ResourceTemplate(resource.uri, { list: undefined });
  server.registerResource(name, template, config, (uri, variables) => read(uri, decoded(variables)));
}

/** The SDK leaves `%20` in a variable as it stands in the address. */
function decoded(variables: Record<string, string | string[]>): Record<string, string> {
  const entries = Object.entries(variables).map(([name, value]) => [name, decode(String(value))] as const);
  return Object.fromEntries(entries);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a lone % is part of the name
  }
}
