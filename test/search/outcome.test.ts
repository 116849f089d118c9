import { describe, expect, test } from 'vitest';
import { outcomeIn } from '../../src/search/outcome.ts';

const CHARS = 240;

describe('what a turn came to', () => {
  test.each<[string, string, string]>([
    [
      'an offer behind the result is left out',
      'Fixed. `parseDate` now reads two-digit years.\n\nWant me to commit this?',
      'Fixed. `parseDate` now reads two-digit years.',
    ],
    [
      'a next step in the same paragraph ends it',
      'The iterator was never closed. Let me verify that all tests pass.',
      'The iterator was never closed.',
    ],
    [
      'advice counts before the question that asks for a choice',
      'I would go with option 2, since lists stay fast.\n\nOption 1 is the larger change.\n\nWhat do you think?',
      'I would go with option 2, since lists stay fast.',
    ],
    [
      'what was done is told, not that checks passed afterwards',
      'Removed the retry loop: the client already retries.\n\nAll tests pass.',
      'Removed the retry loop: the client already retries.',
    ],
    [
      'a heading is no sentence; what it heads may be one',
      'Some words.\n\n### Result\nThe cause was a stale lock file.',
      'The cause was a stale lock file.',
    ],
    [
      'a sentence that ends in a colon takes what it leads to',
      'Done. These settings turn it on:\n\n```json\n{ "summary": true }\n```\n\nShall I go on?',
      'Done. These settings turn it on: { "summary": true }',
    ],
    [
      'of a reply that only asks, the question is kept',
      'Which of the two do you prefer?',
      'Which of the two do you prefer?',
    ],
    [
      'of a reply that only announces, nothing is',
      'Let me look at the tests first.\n\nNow let me run them.',
      '',
    ],
    [
      'other languages go by their form',
      'Die Ursache war ein alter Cache.\n\nSoll ich ihn löschen?',
      'Die Ursache war ein alter Cache.',
    ],
    ['an empty reply came to nothing', '', ''],
  ])('%s', (_, reply, outcome) => {
    expect(outcomeIn(reply, CHARS)).toBe(outcome);
  });

  test('it is one line of at most so many letters, and long replies cost no more', () => {
    const long = `${'All of it, said at length and again.\n\n'.repeat(20_000)}Fixed the ${'very '.repeat(100)}slow query.`;
    const outcome = outcomeIn(long, CHARS);
    expect(outcome).toMatch(/^Fixed the very .*…$/);
    expect(outcome.length).toBeLessThanOrEqual(CHARS);
  });
});
