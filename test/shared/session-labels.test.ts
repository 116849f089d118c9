import { expect, it } from 'vitest';
import { resumeCommand, sessionTitle } from '../../src/shared/session-labels.ts';

it.each([
  ['claude-code', 'abc', '/home/mira/pond', 'cd /home/mira/pond && claude --resume abc'],
  ['claude-code', 'abc/agent-1', '/home/mira/pond', 'cd /home/mira/pond && claude --resume abc'],
  ['codex', 'abc', "/home/mira/it's here", "cd '/home/mira/it'\\''s here' && codex resume abc"],
  ['claude-code', 'abc', null, 'claude --resume abc'],
  ['claude-code', 'a; rm -rf "$HOME"', null, `claude --resume 'a; rm -rf "$HOME"'`],
])('a session of %s is taken up again with its own command', (source, key, cwd, command) => {
  expect(resumeCommand(source, key, cwd)).toBe(command);
});

it('a long title is cut between characters', () => {
  expect(sessionTitle(null, `${'a'.repeat(78)}😀😀`)).toBe(`${'a'.repeat(78)}…`);
});
