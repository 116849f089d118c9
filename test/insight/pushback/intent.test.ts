import { expect, it } from 'vitest';
import { judgeIntent } from '../../../src/insight/pushback/index.ts';

it.each([
  ['explain', 'What does the retry wrapper do?'],
  ['explain', 'Wie funktioniert die Anmeldung?'],
  ['create', 'Add a dark mode switch to the settings page'],
  ['create', 'Ajoute un bouton pour exporter'],
  ['fix', 'fix the crash when the list is empty'],
  ['fix', 'the page is broken on mobile, nothing loads'],
  ['refactor', 'rename the helper to parseAmount'],
  ['test', 'write unit tests for the parser'],
  ['review', 'review this branch'],
  ['review', '/security-review'],
  ['plan', "let's brainstorm how to store the drafts"],
  ['ops', 'commit and push'],
  ['ops', '请提交代码'],
  ['docs', 'update the README with setup steps'],
  ['continue', 'yes please'],
  ['continue', '2'],
  ['other', '/clear'],
  ['test', 'Implement the following plan: # Plan: Add tests for the parser'],
])('takes the intent %s from: %s', (intent, prompt) => {
  expect(judgeIntent(prompt)).toBe(intent);
});
