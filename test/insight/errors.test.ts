import { expect, test } from 'vitest';
import { retriesIn } from '../../src/insight/errors/loops.ts';
import { missingName } from '../../src/insight/errors/missing-name.ts';
import { byErrorClass, ERROR_CLASSES } from '../../src/insight/errors/taxonomy.ts';
import type { ToolCall } from '../../src/shared/tool-call.ts';

const call = (given: Partial<ToolCall> = {}): ToolCall => ({
  sessionId: 's',
  turn: 1,
  tool: 'Bash',
  kind: 'command',
  target: 'pnpm test',
  outcome: 'failed',
  error: '',
  ...given,
});

test.each([
  ['<tool_use_error>File does not exist.</tool_use_error>', 'file', 'src/x.ts'],
  ['<tool_use_error>File does not exist. Did you mean .golangci.yaml?</tool_use_error>', 'file', 'src/x.ts'],
  ['<tool_use_error>Path does not exist: /p/lib</tool_use_error>', 'file', '/p/lib'],
  ['Exit code 2\nls: docs/old: No such file or directory', 'file', 'docs/old'],
  ['Exit code 127\nzsh:1: command not found: pnpx', 'command', 'pnpx'],
  ['Exit code 127\nbash: line 1: rg: command not found', 'command', 'rg'],
  ["git: 'undo' is not a git command. See 'git --help'.\n'undo' is not a git command", 'command', 'undo'],
  ['Exit code 1\nunknown flag: --stat\nUsage: gh pr diff', 'flag', '--stat'],
  ["error: unknown option `--dry-run'", 'flag', '--dry-run'],
  ['ERROR: unrecognized arguments: --freeze-clock', 'flag', '--freeze-clock'],
  ['npm error Missing script: "lint:all"', 'script', 'lint:all'],
  ["Error: Cannot find module 'left-pad-plus'", 'module', 'left-pad-plus'],
  ["ModuleNotFoundError: No module named 'fastcsv'", 'module', 'fastcsv'],
  ["src/a.ts(3,7): error TS2339: Property 'tide' does not exist on type 'Port'.", 'api', 'tide'],
  ['x.go:3:2: undefined: strings.Fold', 'api', 'strings.Fold'],
  ["AttributeError: 'Path' object has no attribute 'read_lines'", 'api', 'read_lines'],
  ['TypeError: db.fetchAll is not a function', 'api', 'db.fetchAll'],
  ['<tool_use_error>Unknown skill: commit</tool_use_error>', 'tool', 'commit'],
] as const)('%j used a name that is not there', (error, kind, name) => {
  expect(missingName(error, 'src/x.ts')).toEqual({ kind, name });
  expect(byErrorClass([call({ error })])[0]?.class).toBe('hallucinated_name');
});

test.each([
  ["Exit code 1\nE  assert 'x' == 'y'\n1 failed, 16 passed in 1.02s", 'test_failure'],
  ["src/limits.ts(3,71): error TS2322: Type '\"a\"' is not assignable to type 'b'.", 'compile_failure'],
  ['Exit code 1\n[lint] $ golangci-lint run', 'lint_failure'],
  ['<tool_use_error>String to replace not found in file.</tool_use_error>', 'edit_no_match'],
  [
    '<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>',
    'stale_file',
  ],
  ['File content (34336 tokens) exceeds maximum allowed tokens (25000).', 'too_large'],
  ['Exit code 1\nerror: could not apply 3999d95... fix', 'git'],
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'network'],
  ["ENOENT: no such file or directory, posix_spawn '/opt/claude'", 'resource'],
  ['<tool_use_error>Sibling tool call errored</tool_use_error>', 'cancelled'],
  ['Exit code 1\nsrc/a.tsx\n  18:5  error  Visible elements with handlers need a listener', 'lint_failure'],
  ["Exit code 1\nUnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9", 'exception'],
  ['Exit code 1', 'command_failed'],
])('%j is of the class %s', (error, name) => {
  expect(byErrorClass([call({ error })])[0]?.class).toBe(name);
});

test('each class says its rule, and the most frequent comes first', () => {
  for (const { rule, title } of ERROR_CLASSES) expect(`${rule}${title}`.length).toBeGreaterThan(10);
  const found = byErrorClass([
    call({ error: 'x' }),
    call({ error: 'fatal: y' }),
    call({ error: 'fatal: z' }),
  ]);
  expect(found.map((one) => [one.class, one.calls.length])).toEqual([
    ['git', 2],
    ['command_failed', 1],
  ]);
});

test('a retry is the same tool on the same thing after a failure, in the same turn', () => {
  const { retries, succeeded } = retriesIn([
    call(),
    call({ outcome: 'ok' }),
    call(),
    call({ target: 'pnpm lint' }),
    call({ turn: 2 }),
  ]);
  expect([retries, succeeded]).toEqual([1, 1]);
});

test('three failures on the same thing in one turn are a loop; success or another thing ends it', () => {
  const failures = (count: number, given: Partial<ToolCall> = {}) =>
    Array.from({ length: count }, (_, index) => call({ target: `cd /p && pnpm test -- ${index}`, ...given }));
  expect(retriesIn(failures(3)).loops).toMatchObject([{ subject: 'pnpm test', failures: 3 }]);
  expect(retriesIn([...failures(2), call({ outcome: 'ok' }), ...failures(2)]).loops).toEqual([]);
  expect(retriesIn([...failures(2), ...failures(2, { target: 'pnpm lint' })]).loops).toEqual([]);
  expect(retriesIn(failures(3, { error: 'Sibling tool call errored' })).loops).toEqual([]);
});
