import type { Asking, ToolContext } from '../../tools/context.ts';
import type { ToolAnswer } from '../../tools/tool.ts';
import { LISTED_TOOLS } from './listed-tools.ts';

export type CallTool = (tool: string, given: unknown, asking: Asking) => Promise<ToolAnswer>;

export interface Calling {
  context: ToolContext;
  /** Runs the tools that compute for long; without it they run here. */
  callBeside?: CallTool;
}

/** Calls tools in this process. They are loaded at the first call. */
export function callerOf({ context, callBeside }: Calling): CallTool {
  return async (name, given, asking) => {
    if (callBeside && LISTED_TOOLS.some((tool) => tool.name === name && tool.isLong)) {
      await context.settled();
      return callBeside(name, given, asking);
    }
    const { toolNamed } = await import('../../tools/index.ts');
    return toolNamed(name).call(context, given, asking);
  };
}
