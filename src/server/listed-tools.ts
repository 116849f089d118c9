import { CHANGING_TOOLS, TOOLS } from '../../tools/index.ts';
import type { Tool } from '../../tools/tool.ts';
import { answerSchema, requestSchema } from './schemas.ts';

/**
 * What the server says of its tools before one is called. Plain data: the bundle holds the value instead of this
 * file (scripts/build.mjs), so that the handshake loads neither the tools nor their schemas.
 */
export interface ListedTool extends Pick<
  Tool,
  'name' | 'title' | 'description' | 'searchHint' | 'changes' | 'isLong'
> {
  /** JSON Schema. */
  request: Record<string, unknown>;
  /** JSON Schema. */
  answer: Record<string, unknown>;
}

export const LISTED_TOOLS: readonly ListedTool[] = [...TOOLS, ...CHANGING_TOOLS].map(
  ({ name, title, description, searchHint, changes, isLong, request, answer }) => ({
    name,
    title,
    description,
    searchHint,
    changes,
    isLong,
    request: requestSchema(request),
    answer: answerSchema(answer),
  }),
);
