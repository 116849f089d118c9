import { correctionStats } from './correction-stats.ts';
import { project } from './project.ts';
import { recentSessions } from './recent-sessions.ts';
import type { Resource } from './resource.ts';
import { session, subagentSession } from './session.ts';

export const RESOURCES: readonly Resource[] = [
  recentSessions,
  correctionStats,
  session,
  subagentSession,
  project,
];
