/**
 * SQL: the first thing that was asked in session `s`, which names it where it has no title. A fork that has said
 * nothing of its own yet begins with what it inherited; null when nothing was asked at all.
 */
export const FIRST_PROMPT = `coalesce(
  (SELECT first.prompt FROM turn first WHERE first.session_id = s.id AND first.prompt <> '' ORDER BY first.n LIMIT 1),
  (SELECT first.prompt FROM inherited i JOIN turn first ON first.prompt_uuid = i.prompt_uuid
   WHERE i.session_id = s.id AND first.prompt <> '' ORDER BY i.n LIMIT 1))`;
