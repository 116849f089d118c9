import { annotateTurn } from './annotate_turn.ts';
import { correctionStats } from './correction_stats.ts';
import { fileHistory } from './file_history.ts';
import { findErrors } from './find_errors.ts';
import { insights } from './insights.ts';
import { listSessions } from './list_sessions.ts';
import { replaySession } from './replay_session.ts';
import { searchSessions } from './search_sessions.ts';
import { suggestPrompting } from './suggest_prompting.ts';
import { suggestRules } from './suggest_rules.ts';
import type { Tool } from './tool.ts';
import { usageStats } from './usage_stats.ts';

export const TOOLS: readonly Tool[] = [
  searchSessions,
  replaySession,
  listSessions,
  correctionStats,
  usageStats,
  findErrors,
  fileHistory,
  insights,
  suggestRules,
  suggestPrompting,
];

/** Offered only where `HER_WRITE_TOOLS=1` allows it. */
export const CHANGING_TOOLS: readonly Tool[] = [annotateTurn];

/** @throws Error when there is none of that name: a defect of the caller */
export function toolNamed(name: string): Tool {
  const tool = [...TOOLS, ...CHANGING_TOOLS].find((one) => one.name === name);
  if (!tool) throw new Error(`there is no tool ${name}`);
  return tool;
}
