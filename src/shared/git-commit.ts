/** Whether a command line makes a commit with git: not one that only speaks of commits (`git log --grep "git commit"`). */
export function makesCommit(command: string): boolean {
  return command.split(/&&|\|\|?|[;\n(]/).some((part) => COMMITS.test(part) && !MAKES_NONE.test(part));
}

const COMMITS =
  /^\s*(?:(?:then|do|else|time|sudo|\w+=\S+)\s+)*git(?:\s+(?:-[cC]\s+\S+|--?[\w-]+(?:=\S+)?))*\s+commit(?![\w-])/;
const MAKES_NONE = /\s--(?:dry-run|help)\b/;
