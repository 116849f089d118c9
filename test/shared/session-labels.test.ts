import { expect, it } from 'vitest';
import { BETWEEN_PROMPTS, resumeCommand, sessionTitle } from '../../src/shared/session-labels.ts';

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

const PLAN = 'Implement the following plan:\n\n# Count ducks by pond\n\n## Context\nGeese are counted too.';

it.each([
  ['a plan by its heading', [PLAN], 'Count ducks by pond'],
  ['a document by its heading', ['# Ducks #\n\nAll of them.'], 'Ducks'],
  ['a question by its words, also before a heading', ['why so few?\n\n# Ducks'], 'why so few? # Ducks'],
  ['a hash tag is no heading', ['#42 is still open'], '#42 is still open'],
  ['a command alone with what was asked next', ['/review', 'mend 1 and 3'], '/review · mend 1 and 3'],
  ['a command with its arguments alone', ['/review 158', 'mend 1 and 3'], '/review 158'],
  ['a greeting gives way', ['hi Claude!', PLAN], 'Count ducks by pond'],
  ['a greeting is better than nothing', ['hello'], 'hello'],
  ['a short question is not joined with the next', ['why so few?', 'I see'], 'why so few?'],
  ['nothing asked', [], 'Untitled'],
])('a session without a title is called: %s', (_, prompts, title) => {
  expect(sessionTitle(null, prompts.length === 0 ? null : prompts.join(BETWEEN_PROMPTS))).toBe(title);
  expect(sessionTitle('Ponds', prompts.join(BETWEEN_PROMPTS))).toBe('Ponds');
});
