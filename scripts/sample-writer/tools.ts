/** The tools that the stories use: what the call's input, the result's text and its structured form look like. */

export interface RecordedCall {
  name: string;
  input: Record<string, unknown>;
  /** The text that the model gets. */
  content: string;
  /** `toolUseResult`: structured, or "Error: …". */
  result: unknown;
  isError: boolean;
  /** From the call to its result. */
  ms: number;
}

/** Paths in stories are relative to the project: a call is complete once its folder is known. */
export type ToolCall = (cwd: string) => RecordedCall;

interface BashOptions {
  /** Exit code; above 0 the result is an error. */
  exit?: number;
  ms?: number;
  description?: string;
}

/** A Bash call with what it printed. */
export const bash =
  (command: string, output = '', { exit = 0, ms = 900, description }: BashOptions = {}): ToolCall =>
  () => {
    const failed = exit > 0;
    const text = failed ? `Exit code ${exit}\n${output}` : output || '(Bash completed with no output)';
    return {
      name: 'Bash',
      input: description ? { command, description } : { command },
      content: text,
      result: failed ? `Error: ${text}` : { stdout: output, stderr: '', interrupted: false, isImage: false },
      isError: failed,
      ms,
    };
  };

export const read =
  (path: string, content: string): ToolCall =>
  (cwd) => {
    const lines = content.split('\n');
    const file = {
      filePath: `${cwd}/${path}`,
      content,
      numLines: lines.length,
      startLine: 1,
      totalLines: lines.length,
    };
    const numbered = lines.map((line, index) => `${index + 1}\t${line}`).join('\n');
    return call('Read', { file_path: `${cwd}/${path}` }, numbered, { type: 'text', file }, 60);
  };

/** Replaces `before`, which stands for the whole file, by `after`. */
export const edit =
  (path: string, before: string, after: string): ToolCall =>
  (cwd) => {
    const filePath = `${cwd}/${path}`;
    return call(
      'Edit',
      { replace_all: false, file_path: filePath, old_string: before, new_string: after },
      `The file ${filePath} has been updated successfully.`,
      {
        filePath,
        oldString: before,
        newString: after,
        originalFile: before,
        structuredPatch: patchOf(before, after),
        userModified: false,
        replaceAll: false,
      },
      90,
    );
  };

export const write =
  (path: string, content: string): ToolCall =>
  (cwd) => {
    const filePath = `${cwd}/${path}`;
    return call(
      'Write',
      { file_path: filePath, content },
      `File created successfully at: ${filePath}`,
      { type: 'create', filePath, content, structuredPatch: [] },
      80,
    );
  };

export const grep =
  (pattern: string, path: string, output: string): ToolCall =>
  (cwd) =>
    call(
      'Grep',
      { pattern, path: `${cwd}/${path}`, output_mode: 'content' },
      output || 'No matches found',
      {
        mode: 'content',
        numFiles: 0,
        filenames: [],
        content: output,
        numLines: output ? output.split('\n').length : 0,
      },
      120,
    );

export const glob =
  (pattern: string, ...filenames: string[]): ToolCall =>
  () =>
    call(
      'Glob',
      { pattern },
      filenames.join('\n'),
      { filenames, durationMs: 14, numFiles: filenames.length, truncated: false },
      40,
    );

export const todo =
  (
    ...todos: { content: string; status: 'pending' | 'in_progress' | 'completed'; activeForm: string }[]
  ): ToolCall =>
  () =>
    call(
      'TodoWrite',
      { todos },
      'Todos have been modified successfully.',
      { oldTodos: [], newTodos: todos },
      20,
    );

export const taskCreate =
  (id: string, subject: string, description: string): ToolCall =>
  () =>
    call(
      'TaskCreate',
      { subject, description },
      `Task #${id} created successfully: ${subject}`,
      { task: { id, subject, description } },
      15,
    );

function call(
  name: string,
  input: Record<string, unknown>,
  content: string,
  result: unknown,
  ms: number,
): RecordedCall {
  return { name, input, content, result, isError: false, ms };
}

/** One hunk: lines that both ends share are context, the rest goes out and in. */
function patchOf(before: string, after: string): unknown[] {
  const old = before.split('\n');
  const now = after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail++;
  const lines = [
    ...old.slice(0, head).map((line) => ` ${line}`),
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
    ...old.slice(old.length - tail).map((line) => ` ${line}`),
  ];
  return [{ oldStart: 1, oldLines: old.length, newStart: 1, newLines: now.length, lines }];
}
