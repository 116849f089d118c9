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
    const wanted = subjectOf(one.target);
    const part = mainPart(one.target);
    return (
      wanted !== '' &&
      partsOf(other.target).some(
        (again) => wanted === subjectOfPart(again) && isOnSame(part, again) && !evades(part, again),
      )
    );
  }
  if (one.kind === 'edit' || one.kind === 'read') return fileName(one.target) === fileName(other.target);
  return one.tool === other.tool && one.target === other.target;
}

/**
 * What a command line is about: the program of its last part, with its subcommand or script ("git push", "vitest run",
 * "db:migrate", "python seed.py"); without flags, files and what only prepares or starts it. Empty when it only prepares.
 */
export function subjectOf(command: string): string {
  return subjectOfPart(mainPart(command));
}

/** The same as a person would say it: with what starts it, "pnpm test", "mise run lint". */
export function toldSubject(command: string): string {
  const part = mainPart(command);
  const starts = (STARTS.exec(part)?.[0] ?? '').split(/\s+/).filter((word) => !SAYS_LITTLE.test(word));
  return [...starts, subjectOfPart(part)].join(' ').trim();
}

const QUOTED = /"[^"]*"|'[^']*'/g;
const PATH = /\/|\.[a-z]\w*$/i;
/** "-run TestHeron", "-k heron", "--grep=heron" */
const NARROWS = /(?:^|\s)(?:-run|-t|-k|--grep|--filter|--testNamePattern)[ =](\S+)/;

/** Not when both name files or tests and none is the same: that another test passes mends nothing. */
function isOnSame(one: string, other: string): boolean {
  if (ASKS_WEB.test(one)) return isSameAddress(one, other) && SENDS.test(one) === SENDS.test(other);
  const [test, otherTest] = [NARROWS.exec(one)?.[1], NARROWS.exec(other)?.[1]];
  if (test !== undefined && otherTest !== undefined && test !== otherTest) return false;
  const [paths, others] = [pathsIn(one), pathsIn(other)];
  if (paths.length === 0 || others.length === 0) return true;
  return paths.some((path) => others.some((also) => isWithin(path, also) || isWithin(also, path)));
}

/** Programs whose path names one thing on a server: another below or above it is another thing. */
const ASKS_WEB = /^(?:gh api|glab api|curl|wget|https?)\b/;
const SENDS = /\s(?:-[fFd]|-X|--(?:method|request|field|raw-field|data\S*|input))[ =]/;

/** An address that a variable holds a part of may be any. */
function isSameAddress(one: string, other: string): boolean {
  const [address, otherAddress] = [addressIn(one), addressIn(other)];
  return address.includes('$') || otherAddress.includes('$') || address === otherAddress;
}

/** Without quotes and what is asked of it. */
function addressIn(part: string): string {
  const words = part.split(/\s+/).slice(1);
  const found = words.find((word) => word.includes('/') && !word.startsWith('-')) ?? '';
  return found.replace(/^["']|["']$/g, '').replace(/\?.*$/, '');
}

/** Options with which a program only tells of itself, runs nothing, or leaves out what failed. */
const EVADES =
  /(?<=\s)(?:--version|--help|--collect-only|--dry-run|--list|--listTests|--no-run|--no-verify|--ignore|--ignore-glob|--deselect|--exclude|--skip|--testPathIgnorePatterns|-DskipTests)(?![\w-])/;

function evades(part: string, again: string): boolean {
  return EVADES.test(again.replace(QUOTED, '')) && !EVADES.test(part.replace(QUOTED, ''));
}

function pathsIn(part: string): string[] {
  return part
    .replace(QUOTED, ' ')
    .split(/\s+/)
    .slice(1)
    .filter((word) => !word.startsWith('-') && PATH.test(word) && !/[<>&]/.test(word))
    .map((word) =>
      word
        .split('::')[0]!
        .replace(/^\.\//, '')
        .replace(/\/?(?:\.\.\.)?$/, ''),
    );
}

/** `a/b.ts` is within `a`, in all (``), and the same as `/work/a/b.ts`. */
function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`) || path.endsWith(`/${folder}`);
}

function mainPart(command: string): string {
  const parts = partsOf(command);
  return parts.findLast((part) => !PUTS_ASIDE.test(part)) ?? parts.at(-1) ?? '';
}

const PREPARES = /^(?:cd|export|source|set|echo|for|done|fi|exit|true|sleep|test|\[)\b/;
/** Beside other commands it only makes room for them. */
const PUTS_ASIDE = /^git(?: -[Cc] \S+)* stash\b/;
/** What only starts another program or a task. */
const STARTS =
  /^(?:(?:do|then|time|sudo|exec|npx|bunx|uvx|\w+=\S*|python3? -m|bundle exec|deno task|(?:uv|poetry|pdm|hatch|pixi|rye|mise|turbo|nx|moon|vp) (?:run|x|exec)(?: --)?|(?:npm|pnpm|yarn|bun)(?: run| exec)?|(?:timeout|nice) \S+)\s+)+/;
const SAYS_LITTLE = /^(?:|do|then|time|sudo|exec|timeout|nice|\d+\w?|\w+=.*)$/;
/** Programs that are told by the script they run. */
const RUNS_SCRIPT = /^(?:node|tsx|bun|deno|python3?|ruby|perl|php|bash|sh|zsh)$/;
/** Programs whose subcommands have subcommands: "gh pr view" is not "gh pr create". */
const HAS_TWO = /^(?:gh|glab|aws|az|gcloud|docker compose|git (?:stash|worktree|remote|submodule))\b/;

const HEREDOC = /<<-?\s*['"]?(\w+)['"]?[\s\S]*?(?:\n\s*\1\b|$)/g;
/** What stands in quotes is no end of a part. */
const PART = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|(?!&&|\|\||[;\n])[\s\S])+/g;
const PIPED = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^|])+/g;
/** What only hands words to the program behind it. */
const HANDS_ON = /^\s*(?:echo|printf)\b/;

function partsOf(command: string): string[] {
  return (command.replace(HEREDOC, ' ').match(PART) ?? [])
    .map((part) => part.replace(/^[&|\s]+/, '').match(PIPED) ?? [])
    .map((piped) => (piped.find((part) => !HANDS_ON.test(part)) ?? piped[0] ?? '').trim())
    .filter((part) => part !== '' && !PREPARES.test(part));
}

function subjectOfPart(part: string): string {
  const words = part
    .replace(STARTS, '')
    .replace(/^git(?: -[Cc] \S+)+/, 'git')
    .split(/\s+/);
  const named = words.filter((word) => !word.startsWith('-'));
  const [program = '', second = ''] = named;
  if (RUNS_SCRIPT.test(program)) return second === '' ? program : `${program} ${fileName(second)}`;
  const isSubcommand = (word: string | undefined, place: number): boolean =>
    word !== undefined && /^[a-z][\w:-]*$/.test(word) && words[place] === word;
  if (!isSubcommand(second, 1)) return program;
  const two = `${program} ${second}`;
  return HAS_TWO.test(two) && isSubcommand(named[2], 2) ? `${two} ${named[2]!}` : two;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
