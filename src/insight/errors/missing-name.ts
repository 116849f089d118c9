/**
 * Names that the assistant used and that a tool said do not exist: files, commands, flags, modules, functions,
 * tools. Made up, remembered wrongly or not there yet: the record does not tell, only that it was not there. Pure.
 */
export type NameKind = 'file' | 'command' | 'flag' | 'module' | 'api' | 'script' | 'tool';

export interface MissingName {
  kind: NameKind;
  name: string;
}

interface NameRule {
  kind: NameKind;
  pattern: RegExp;
}

/** What compilers, shells, package managers and Claude Code's own tools say; the group is the name. */
const RULES: readonly NameRule[] = [
  {
    kind: 'tool',
    pattern:
      /(?:No such tool(?: available)?|Unknown (?:skill|agent|tool|slash command)):?\s*['"`]?([\w:./-]+)/i,
  },
  { kind: 'tool', pattern: /Agent type '([\w:-]+)' not found/ },
  {
    kind: 'flag',
    pattern:
      /(?:unknown|unrecognized|invalid|illegal|unexpected) (?:flag|option|argument|switch)s?(?: found)?:?\s*(?:--\s)?['"`‘]?(-{0,2}[\w][\w-]*)/i,
  },
  { kind: 'flag', pattern: /no such option:?\s*['"`]?(-{1,2}[\w-]+)/i },
  {
    kind: 'command',
    pattern: /(?:^|\n)(?:[\w./-]+: )?(?:line \d+: )?([\w.+-]+): (?:command )?not found(?:\n|$)/m,
  },
  { kind: 'command', pattern: /command not found: ([\w.+-]+)/ },
  { kind: 'command', pattern: /(?:unknown|unrecognized) (?:sub)?command:?\s*['"`]?([\w:-]+)/i },
  { kind: 'command', pattern: /'([\w-]+)' is not a (?:git|docker|cargo|npm|gh) command/ },
  { kind: 'script', pattern: /Missing script:?\s*['"`]?([\w:-]+)/i },
  { kind: 'script', pattern: /no task ([\w:-]+) found/ },
  { kind: 'script', pattern: /No rule to make target [`'"]([\w./-]+)/ },
  {
    kind: 'module',
    pattern:
      /(?:Cannot find (?:module|package)|Module not found:?(?: Error)?:? Can't resolve|Could not resolve) ['"`]([^'"`\s]+)/i,
  },
  { kind: 'module', pattern: /No module named ['"]?([\w.]+)/ },
  {
    kind: 'module',
    pattern:
      /(?:unresolved import|no required module provides package|package) [`'"]?([\w./:-]+)[`'"]?(?:;| is not in (?:std|GOROOT))/,
  },
  { kind: 'module', pattern: /404 Not Found - GET \S+\/(@?[\w%./-]+) - Not found/ },
  {
    kind: 'api',
    pattern:
      /(?:has no attribute|cannot import name|no exported member(?: named)?|has no exported member(?: named)?) ['"`]?(\w+)/,
  },
  { kind: 'api', pattern: /Property ['"`](\w+)['"`] does not exist on type/ },
  {
    kind: 'api',
    pattern: /(?:has no field or method|no method named|no function or associated item named) [`'"]?(\w+)/,
  },
  {
    kind: 'api',
    pattern:
      /(?:undefined: |Cannot find name ['"`]|cannot find (?:function|value|type|struct) [`'"])([\w.]+)/,
  },
  { kind: 'api', pattern: /(?:NameError: name|ReferenceError:) ['"]?(\w+)['"]? is not defined/ },
  { kind: 'api', pattern: /TypeError: ([\w.$]+) is not a function/ },
  { kind: 'file', pattern: /(?:File|Path|Directory) does not exist:?\s*([^\s<.,][^\s<]*)?/ },
  {
    kind: 'file',
    pattern:
      /(?:^|\n)[\w./-]+: (?:cannot (?:access|open|stat) )?['"‘]?([^\s:'"’]+)['"’]?:? No such file or directory/m,
  },
  { kind: 'file', pattern: /pathspec ['"]([^'"]+)['"] did not match any file/ },
];

/** @param target what the call was about: the name of a file whose tool does not repeat it */
export function missingName(error: string, target: string): MissingName | null {
  for (const { kind, pattern } of RULES) {
    const found = pattern.exec(error);
    if (!found) continue;
    const name = kind === 'file' ? fileName(found[1], target) : found[1];
    if (name) return { kind, name };
  }
  return null;
}

/** Claude Code says "File does not exist. Did you mean …": the name is what was asked for. */
function fileName(said: string | undefined, target: string): string {
  return said === undefined || said === 'Did' || said === 'Note' ? target : said;
}
