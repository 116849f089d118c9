import type { SessionsAnswer } from '../shared/sessions-answer.ts';
import { fit, withNote, shortText } from './budget.ts';

/** What stands around the list of an answer: freshness, cursor, totals. */
export const LETTERS_AROUND_ITEMS = 250;

/** The list comes in pages of the right size; only its titles may still be too long for a small one. */
export function fitSessions(answer: SessionsAnswer, letters: number): SessionsAnswer {
  return fit(letters, {
    items: answer.sessions,
    levels: [100, 60, 30],
    shorten: (session, level) => ({ ...session, title: shortText(session.title, level) }),
    rebuild(sessions, _, enough) {
      const left = answer.sessions.length - sessions.length;
      if (left === 0) return { ...answer, sessions };
      return withNote(
        { ...answer, sessions, next_cursor: undefined },
        `No room: same arguments with max_tokens ${enough ?? 500}.`,
      );
    },
  });
}
