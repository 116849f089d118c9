import pc from 'picocolors';

/** How text is laid out: for a terminal with its width and colours, or plain for pipes and for MCP. */
export interface Look {
  /** Columns; Infinity: lines are not wrapped and tables not narrowed. */
  width: number;
  bold: Paint;
  dim: Paint;
  good: Paint;
  bad: Paint;
  accent: Paint;
}

type Paint = (text: string) => string;

const LEAST_WIDTH = 40;
/** Longer lines are hard to read. */
const MOST_WIDTH = 110;

export const PLAIN: Look = lookOf(Infinity, false);

/** @param stream where the text goes; `env` may switch colours off (`NO_COLOR`) or on (`FORCE_COLOR`) */
export function lookFor(stream: { isTTY?: boolean; columns?: number }, env: NodeJS.ProcessEnv): Look {
  const isForced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  if (!stream.isTTY) return isForced ? lookOf(Infinity, true) : PLAIN;
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, stream.columns ?? 80));
  return lookOf(width, isForced || (!env['NO_COLOR'] && env['TERM'] !== 'dumb'));
}

function lookOf(width: number, hasColour: boolean): Look {
  const { bold, dim, green, red, cyan } = pc.createColors(hasColour);
  return { width, bold, dim, good: green, bad: red, accent: cyan };
}
