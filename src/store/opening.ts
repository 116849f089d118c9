import { BETWEEN_PROMPTS } from '../shared/session-labels.ts';

/** Of a prompt; a session's title is made of its beginning. */
const PROMPT_CHARS = 1000;

const beginning = (
  prompts: string,
): string => `(SELECT group_concat(prompt, char(${BETWEEN_PROMPTS.charCodeAt(0)}) ORDER BY n) FROM (
  SELECT substr(first.prompt, 1, ${PROMPT_CHARS}) AS prompt, ${prompts} LIMIT 2))`;

/**
 * SQL: the first two things that were asked in session `s`, `BETWEEN_PROMPTS` between them, which name it where it has no
 * title: the first alone may be "/review" or "hi". A fork that has said nothing of its own yet begins with what it
 * inherited; null when nothing was asked at all.
 */
export const OPENING = `coalesce(
  ${beginning("first.n AS n FROM turn first WHERE first.session_id = s.id AND first.prompt <> '' ORDER BY first.n")},
  ${beginning(
    `i.n AS n FROM inherited i JOIN turn first ON first.prompt_uuid = i.prompt_uuid
   WHERE i.session_id = s.id AND first.prompt <> '' ORDER BY i.n`,
  )})`;
