/** What a person typed, told apart from what an editor or Claude Code put into the same record. */

export type UserText =
  | { kind: 'prompt'; text: string; context: string[] }
  | { kind: 'command'; text: string }
  | { kind: 'interrupt'; duringTool: boolean }
  | { kind: 'person-command'; text: string }
  | { kind: 'person-output'; text: string }
  | { kind: 'task'; text: string }
  | { kind: 'machine' };

/** Blocks that editors and Claude Code add to a prompt. */
const ADDED_BLOCK = /<(ide_[a-z_]+|system-reminder)>([\s\S]*?)<\/\1>/g;

export function readUserText(blocks: string[]): UserText {
  const context: string[] = [];
  const own = blocks
    .map((block) =>
      block.replace(ADDED_BLOCK, (_whole, _tag, inner: string) => {
        context.push(inner.trim());
        return '';
      }),
    )
    .map((block, index) => (block === blocks[index] ? block : block.trim()))
    .filter((block) => block !== '');
  const text = own.join('\n');
  const start = text.trimStart();
  if (start.startsWith('[Request interrupted by user')) {
    return { kind: 'interrupt', duringTool: start.startsWith('[Request interrupted by user for tool use') };
  }
  if (start.startsWith('<command-')) return readCommand(start);
  if (start.startsWith('<bash-input>')) return { kind: 'person-command', text: inside('bash-input', start) };
  if (start.startsWith('<bash-stdout>') || start.startsWith('<bash-stderr>')) {
    const output = [inside('bash-stdout', start), inside('bash-stderr', start)].filter((part) => part !== '');
    return output.length > 0 ? { kind: 'person-output', text: output.join('\n') } : { kind: 'machine' };
  }
  if (start.startsWith('<task-notification>')) {
    return { kind: 'task', text: inside('summary', start) || inside('status', start) };
  }
  if (start.startsWith('<local-command-') || start.startsWith('Caveat: The messages below'))
    return { kind: 'machine' };
  return { kind: 'prompt', text, context };
}

function readCommand(text: string): UserText {
  const name = inside('command-name', text).trim();
  if (name === '') return { kind: 'machine' };
  const args = inside('command-args', text).trim();
  return { kind: 'command', text: `${name.startsWith('/') ? '' : '/'}${name}${args ? ` ${args}` : ''}` };
}

function inside(tag: string, text: string): string {
  const from = text.indexOf(`<${tag}>`);
  if (from < 0) return '';
  const to = text.indexOf(`</${tag}>`, from);
  return text.slice(from + tag.length + 2, to < 0 ? undefined : to);
}
