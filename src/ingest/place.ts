import type { SessionEvent } from '../shared/events.ts';
import type { Writer } from '../store/writer.ts';
import type { OpenSession, OpenSessions } from './open-sessions.ts';
import { projectOf } from './project.ts';

/** Where a session takes place, and whose it is: its project, its branch, the session that it continues or serves. */
export function place(
  writer: Writer,
  sessions: OpenSessions,
  session: OpenSession,
  event: SessionEvent,
): void {
  // Each record of a sub-agent told as progress says again where it belongs.
  const telling = JSON.stringify(event);
  if (session.told === telling) return;
  session.told = telling;
  const { row } = session;
  const isFirst = row.cwd === null;
  // The folder a session began in is its project; a `cd` does not move it.
  const project = event.cwd && isFirst ? projectOf(event.cwd) : undefined;
  const parent = event.parent && {
    key: event.parent.session,
    kind: event.parent.kind,
    callId: event.parent.callId,
  };
  writer.changeSession(row.id, {
    ...(project ? { projectPath: project.path, projectName: project.name, cwd: event.cwd } : {}),
    branch: event.branch,
    version: event.version,
    agentType: event.agentType,
    parent,
  });
  if (parent?.kind === 'subagent' && isFirst) {
    const main = sessions.known(parent.key)?.row ?? writer.findSession(parent.key);
    if (main) writer.copyPlace(row.id, main);
  }
  if (parent?.kind === 'subagent' && parent.callId) writer.hangOnCall(row.key, parent.key, parent.callId);
  session.row = writer.findSession(row.key) ?? row;
}
