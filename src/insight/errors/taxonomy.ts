import type { ToolCall } from '../../shared/tool-call.ts';
import { missingName } from './missing-name.ts';

/** Classes of failed tool calls, each with its rule in words. The first class whose rule holds is the call's. Pure. */
export interface ErrorClass {
  class: string;
  /** What happened, for a reader. */
  title: string;
  /** How a call is known to be of this class, for a reader. */
  rule: string;
  holds(call: ToolCall): boolean;
}

const says = (pattern: RegExp) => (call: ToolCall) => pattern.test(call.error);

export const ERROR_CLASSES: readonly ErrorClass[] = [
  {
    class: 'cancelled',
    title: 'cancelled because a call beside it failed',
    rule: 'the tool says "Sibling tool call errored"',
    holds: says(/Sibling tool call errored|Cancelled: parallel tool call/),
  },
  {
    class: 'hallucinated_name',
    title: 'a name that does not exist',
    rule: 'the assistant used the name of a file, command, flag, module, function, script or tool, and the answer says there is none',
    holds: (call) => missingName(call.error, call.target) !== null,
  },
  {
    class: 'stale_file',
    title: 'edit of a file not read, or changed since',
    rule: 'the edit tool says that the file was not read yet or was modified since',
    holds: says(/has not been read yet|has been (?:modified|unexpectedly modified) since/),
  },
  {
    class: 'edit_no_match',
    title: 'edit that fits nowhere or too often',
    rule: 'the edit tool does not find the text, finds it several times, or has nothing to change',
    holds: says(
      /String to replace not found|Found \d+ matches of the string|No changes to make|old_string and new_string are exactly the same/,
    ),
  },
  {
    class: 'too_large',
    title: 'file or result too large',
    rule: 'the tool names a maximum of tokens, bytes or lines that was exceeded',
    holds: says(
      /exceeds maximum allowed|maximum (?:file|buffer|output) (?:size|length)|maxBuffer|too large to/i,
    ),
  },
  {
    class: 'permission',
    title: 'not permitted',
    rule: 'permission, sandbox or rights are named as the reason',
    holds: says(
      /permission (?:denied|for this tool use was denied)|EACCES|EPERM|operation not permitted|requires approval|was blocked\. For security|not allowed to|sandbox/i,
    ),
  },
  {
    class: 'timeout',
    title: 'took too long',
    rule: 'a time limit is named as the reason',
    holds: says(/timed? ?out|deadline exceeded|ETIMEDOUT/i),
  },
  {
    class: 'invalid_input',
    title: 'tool called wrongly',
    rule: 'the tool refuses its arguments, or a command prints its usage',
    holds: says(
      /InputValidationError|Argument Validation|validation error|EISDIR|Invalid (?:request|arguments?|regex)|required parameter|accepts (?:at most|between|\d+) |missing (?:required|operand)|regex parse error|non-uuid|failed to parse jq|jq: error|(?:^|\n)usage: /i,
    ),
  },
  {
    class: 'test_failure',
    title: 'tests fail',
    rule: 'the output counts or names failed tests',
    holds: says(
      /--- FAIL|\b\d+ (?:failed|failing)\b|AssertionError|Tests?:? +(?:\d+ )?failed|^FAIL\b|\nFAIL\b|=== RUN|test result: FAILED|✗|✘|\[test(?::\w+)?\] ERROR/m,
    ),
  },
  {
    class: 'lint_failure',
    title: 'lint or formatting fails',
    rule: 'a linter or formatter is named, or its findings are',
    holds: says(
      /golangci-lint|eslint|\bruff\b|\bclippy\b|shellcheck|prettier|gofmt|pylint|flake8|biome|\[lint|\(errcheck\)|\n\d+ issues?:|\b\d+:\d+\s+(?:error|warning)\s|no-[a-z-]+-[a-z-]+/,
    ),
  },
  {
    class: 'compile_failure',
    title: 'does not compile or parse',
    rule: 'a compiler, type checker or interpreter points at the code',
    holds: says(
      /error TS\d+|SyntaxError|IndentationError|parse error|compile error|build failed|\[(?:build|setup) failed\]|error\[E\d+\]|cannot use .* as|not enough arguments in call|too many arguments in call|expected .{1,40}found|mypy|:\d+:\d+: error/i,
    ),
  },
  {
    class: 'git',
    title: 'git refuses',
    rule: 'git reports a conflict, a rejected push or "fatal:"',
    holds: says(
      /CONFLICT|(?:^|\n)fatal:|\[rejected\]|could not apply|nothing to commit|not a git repository|Merge conflict/,
    ),
  },
  {
    class: 'network',
    title: 'a service or the network refuses',
    rule: 'an HTTP status, a host or a connection is named',
    holds: says(
      /HTTP \d{3}|status code \d{3}|ECONNREFUSED|ECONNRESET|ENOTFOUND|Could not resolve host|rate limit|GraphQL|connection refused|API error|Unauthorized|Forbidden/i,
    ),
  },
  {
    class: 'resource',
    title: 'the machine lacks something',
    rule: 'disk, memory or a port is named as taken or full, or a program of the client cannot be started',
    holds: says(/ENOSPC|EADDRINUSE|address already in use|out of memory|OOM|Killed|posix_spawn|EMFILE/),
  },
  {
    class: 'exception',
    title: 'a program ended with an exception',
    rule: 'the output holds a stack trace or the name of an exception',
    holds: says(/Traceback \(most recent call last\)|\b[A-Z]\w*(?:Error|Exception)\b|panic: |\n\s+at \S+ \(/),
  },
  {
    class: 'command_failed',
    title: 'a command ended with an error, for another reason',
    rule: 'a command that ended with a code other than 0, and none of the rules above holds',
    holds: (call) => call.kind === 'command',
  },
  { class: 'other', title: 'other', rule: 'none of the rules above holds', holds: () => true },
];

export interface ClassCount {
  class: string;
  title: string;
  rule: string;
  calls: ToolCall[];
}

/** Failed calls by class, the most first; of each class the calls in the order given. */
export function byErrorClass(failed: readonly ToolCall[]): ClassCount[] {
  const groups = Map.groupBy(failed, (call) => ERROR_CLASSES.find((one) => one.holds(call))!);
  return [...groups]
    .map(([{ class: name, title, rule }, calls]) => ({ class: name, title, rule, calls }))
    .sort((a, b) => b.calls.length - a.calls.length);
}
