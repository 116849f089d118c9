import { HerError } from '../shared/errors.ts';
import { sessionTitle } from '../shared/session-labels.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { askingTurns, type Asking } from '../store/asking-session.ts';
import type { Store } from '../store/open.ts';
import { recentSession, sessionByKey, sessionsByPrefix, type SessionHead } from '../store/timeline.ts';

const MOST_CANDIDATES = 5;

/**
 * The session that is meant: an id, a beginning that only one has, its `her://sessions/…`, "latest" or "previous" (by last activity
 * up to `now`, milliseconds). Asked from within a session, both mean the last one beside it: whether the
 * asking session counts as the latest would else depend on how much of it has been read.
 * @throws HerError `no-session` | `ambiguous-session`
 */
export function findSession(store: Store, meant: string, now: number, asking: Asking = {}): SessionHead {
  // The `uri` of an answer, and the path of a transcript, name a session as well.
  const words = meant
    .trim()
    .replace(/^her:\/\/sessions\//, '')
    .replace(/^.*\/(?=[^/]+\.jsonl$)|\.jsonl$/g, '');
  const skip = ['latest', 'previous'].indexOf(words.toLowerCase());
  if (skip >= 0) {
    const isWithin = asking.session !== undefined || asking.toolUseId !== undefined;
    const found = recentSession(store, now, isWithin ? 0 : skip, askingTurns(store, asking));
    if (found) return found;
    throw new HerError(
      'no-session',
      `There is no ${words.toLowerCase()} session: ${skip === 0 ? 'nothing has' : 'at most one session has'} been read yet. \`${TYPED_HER} status\` says how far reading has come.`,
    );
  }
  const exact = sessionByKey(store, words);
  if (exact) return exact;
  const candidates = words === '' ? [] : sessionsByPrefix(store, words, MOST_CANDIDATES + 1);
  if (candidates.length === 1) return candidates[0]!;
  if (candidates.length === 0) {
    throw new HerError(
      'no-session',
      `No session's id begins with "${words}". search_sessions finds a session by what was said in it, list_sessions shows the ids (in a terminal: \`${TYPED_HER} search\`, \`${TYPED_HER} sessions\`).`,
    );
  }
  const named = candidates
    .slice(0, MOST_CANDIDATES)
    .map((session) => `${session.key} (${sessionTitle(session.title, session.opening)})`);
  const more = candidates.length > MOST_CANDIDATES ? ', and more' : '';
  throw new HerError(
    'ambiguous-session',
    `Several sessions begin with "${words}": ${named.join(', ')}${more}. Give more of the id.`,
  );
}
