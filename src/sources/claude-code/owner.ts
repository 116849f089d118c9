import { basename, sep } from 'node:path';
import type { KeepImage } from '../source.ts';
import { beginningOf } from './beginning.ts';
import type { IsOwnLeaf } from './summaries.ts';

/** What a record belongs to: the session's key, and whether that session is a sub-agent's. */
export interface Owner {
  session: string;
  /** Key of the conversation that the file belongs to; differs from `session` for sub-agents only. */
  main: string;
  isSubagent: boolean;
  isOwnLeaf: IsOwnLeaf;
  keepImage?: KeepImage;
}

export function agentSession(main: string, agentId: string): string {
  return `${main}/agent-${agentId}`;
}

/** Sub-agents lie in `<session>/subagents/**`; before that, as `agent-*.jsonl` beside the session. */
export function ownerOf(path: string): Pick<Owner, 'session' | 'main' | 'isSubagent'> {
  const name = basename(path, '.jsonl');
  if (!name.startsWith('agent-')) return { session: name, main: name, isSubagent: false };
  const parts = path.split(sep);
  const at = parts.lastIndexOf('subagents');
  const main = at > 0 ? parts[at - 1]! : (firstSessionId(path) ?? 'unknown');
  return { session: agentSession(main, name.slice('agent-'.length)), main, isSubagent: true };
}

const PEEK_BYTES = 16_384;

function firstSessionId(path: string): string | undefined {
  return /"sessionId":"([^"]+)"/.exec(beginningOf(path, PEEK_BYTES))?.[1];
}
