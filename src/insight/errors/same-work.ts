import type { ActionKind } from '../../shared/turn-facts.ts';

/** Whether two calls try the same thing, though they are not the same to the letter. Pure. */
interface Call {
  tool: string;
  kind: ActionKind;
  target: string;
}

export function isSameWork(one: Call, other: Call): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'command') {
    const wanted = subjectsOf(one.target).at(-1);
    return wanted !== undefined && subjectsOf(other.target).includes(wanted);
  }
  if (one.kind === 'edit' || one.kind === 'read') return fileName(one.target) === fileName(other.target);
  return one.tool === other.tool && one.target === other.target;
}

const PREPARES = /^(?:cd|export|source|set|echo|for|done|fi|exit|true|sleep|test|\[)\b/;
/** What only starts another program. */
const STARTS =
  /^(?:(?:do|then|time|sudo|exec|npx|bunx|uvx|\w+=\S*|uv run|poetry run|(?:npm|pnpm|yarn|bun)(?: run| exec)?|(?:timeout|nice) \S+)\s+)+/;

/**
 * What a command line runs, part by part: the program, and its subcommand when it has one
 * ("git push", "vitest run", "db:migrate"); without flags, files and what only prepares or starts it.
 */
function subjectsOf(command: string): string[] {
  return command
    .split(/&&|\|\||;|\n/)
    .map((part) => part.split('|')[0]!.trim())
    .filter((part) => part !== '' && !PREPARES.test(part))
    .map((part) => {
      const words = part
        .replace(STARTS, '')
        .replace(/^git(?: -[Cc] \S+)+/, 'git')
        .split(/\s+/);
      const [program = '', second = ''] = words.filter((word) => !word.startsWith('-'));
      return /^[a-z][\w:-]*$/.test(second) && words[1] === second ? `${program} ${second}` : program;
    })
    .filter((subject) => subject !== '');
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
