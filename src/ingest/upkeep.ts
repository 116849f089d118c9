import { HerError } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import {
  finishForgetting,
  isForgettingUnfinished,
  recordForgetting,
  sessionsToForget,
} from '../store/forget.ts';
import { clearLeftovers } from '../store/encrypt.ts';
import { dropImagesBeyond } from '../store/images.ts';
import { privateSessions } from '../store/private-sessions.ts';
import { sessionsBeyond } from '../store/retention.ts';
import type { IngestContext } from './file.ts';

/**
 * What the writing process does beside reading: it finishes a removal that was cut off, clears what a move in
 * or out of encryption left, forgets what the settings say is too old or too much, and says when something is
 * stored that became private since. Costs two small queries when there is nothing to do.
 * @throws LeaseLost
 */
export function upkeep(
  { store, lease, now }: IngestContext,
  { retention, images, private: hidden }: Pick<Settings, 'retention' | 'images' | 'private'>,
  notice: (text: string) => void,
): void {
  clearLeftovers(store.path);
  dropImagesBeyond(store, images.keep_mb * 1e6);
  const stillThere = privateSessions(store, hidden).length;
  if (stillThere > 0)
    notice(
      `${stillThere} stored ${stillThere === 1 ? 'session belongs' : 'sessions belong'} to what config.json calls private: \`${TYPED_HER} forget --private\` removes ${stillThere === 1 ? 'it' : 'them'}.`,
    );
  const old = sessionsBeyond(store, retention, now());
  if (old.length === 0 && !isForgettingUnfinished(store)) return;
  try {
    if (old.length > 0) {
      recordForgetting(store, lease, sessionsToForget(store, { sessions: old }));
      notice(
        `${old.length} old ${old.length === 1 ? 'session is' : 'sessions are'} forgotten, as config.json says.`,
      );
    }
    finishForgetting(store, lease);
  } catch (error) {
    // The rows are gone; the log is emptied when nobody reads.
    if (!(error instanceof HerError && error.code === 'log-in-use')) throw error;
    notice(error.message);
  }
}
