import { claudeCode } from './claude-code/claude-code.ts';
import { codex } from './codex/codex.ts';
import type { Source } from './source.ts';

/** All assistants that Her reads. A new one is a file beside this and a line here. */
export const SOURCES: readonly Source[] = [claudeCode, codex];
