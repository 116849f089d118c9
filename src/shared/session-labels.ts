import { shellWord } from './shell.ts';

/** What a session is called and how it is taken up again, wherever it is shown. */

/** A control character that no prompt holds. */
export const BETWEEN_PROMPTS = '\u001e';

const TITLE_CHARS = 80;
/** Of the opening that is looked at: white space is still to go. */
const OPENING_CHARS = 1000;

/**
 * The stored title, else what the session began with; on one line, at most 80 characters.
 *
 * @param opening its first one or two prompts, `BETWEEN_PROMPTS` between them
 */
export function sessionTitle(title: string | null, opening: string | null): string {
  const text = (title?.trim() || nameIn(opening?.trim() ?? '') || 'Untitled').replace(/\s+/g, ' ');
  if (text.length <= TITLE_CHARS) return text;
  // Not in the middle of a pair of surrogates.
  return `${text
    .slice(0, TITLE_CHARS - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/** A document is called by its heading: Claude Code begins a session with "Implement the following plan:\n\n# …". */
const HEADING = /^(?:[^\n]{0,80}:\s*\n+)?\s{0,3}#{1,3} +([^\n]*[\p{L}\p{N}][^\n]*?)#*\s*(?:\n|$)/u;
/** Says nothing about what follows. */
const GREETING = /^(?:hi|hello|hey|hey there|good (?:morning|evening|afternoon))(?:,? claude)?[\s,.!]*$/i;
/** Alone it says too little. */
const COMMAND = /^\/[\w:.-]+$/;

function nameIn(opening: string): string {
  const [first = '', second = ''] = opening.split(BETWEEN_PROMPTS).map((prompt) => prompt.trim());
  if (second !== '' && GREETING.test(first)) return nameIn(second);
  if (second !== '' && COMMAND.test(first)) return `${first} · ${nameIn(second)}`;
  return HEADING.exec(first)?.[1]?.trim() ?? first.slice(0, OPENING_CHARS);
}

/** How each assistant takes up a session again. */
const RESUME: Record<string, (id: string) => string> = {
  'claude-code': (id) => `claude --resume ${shellWord(id)}`,
  codex: (id) => `codex resume ${shellWord(id)}`,
};

/** The shell command that takes the session up again; of a sub-agent, that of the session it served. */
export function resumeCommand(source: string, sessionKey: string, cwd: string | null): string {
  const resume = (RESUME[source] ?? RESUME['claude-code']!)(sessionKey.split('/', 1)[0]!);
  return cwd ? `cd ${shellWord(cwd)} && ${resume}` : resume;
}
