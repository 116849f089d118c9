import { shellWord } from './shell.ts';

/** What a session is called and how it is taken up again, wherever it is shown. */

const TITLE_CHARS = 80;

/** The stored title, else the first prompt; on one line, at most 80 characters. */
export function sessionTitle(title: string | null, firstPrompt: string | null): string {
  const text = (title?.trim() || firstPrompt?.trim().slice(0, 1000) || 'Untitled').replace(/\s+/g, ' ');
  if (text.length <= TITLE_CHARS) return text;
  // Not in the middle of a pair of surrogates.
  return `${text
    .slice(0, TITLE_CHARS - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
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
