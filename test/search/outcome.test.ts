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
    [
      'what only leads to a list goes, headings as well',
      "All done. Here's a summary of the changes:\n\n## Changes made\n\n- **`pond.ts`**: counts ducks\n- `goose.ts`: gone",
      '`pond.ts`: counts ducks - `goose.ts`: gone',
    ],
    [
      'a heading that names its list stays',
      'The command is complete. Here is what it prints:\n\n**By default:**\n\n```\nEnabled (ducks)\n```',
      'The command is complete. Here is what it prints: By default: Enabled (ducks)',
    ],
    [
      'a lead with nothing behind it says nothing',
      'Ponds freeze from the edge.\n\nFor example:',
      'Ponds freeze from the edge.',
    ],
    [
      'that it is done is told by the sentence with its object',
      'Some ducks were missing.\n\nDone. The list now shows each duck.\n\nRun it with `pond list`.',
      'Done. The list now shows each duck.',
    ],
    [
      'a status in the end does not hide what was found, and follows it',
      'The cause was an index that had gone stale.\n\nNow run the tests.\n\nAll green.',
      'The cause was an index that had gone stale. … All green.',
    ],
    [
      'a nod says nothing',
      'Ponds need a name each.\n\nGot it.\n\nGood, I have a clear picture.',
      'Ponds need a name each.',
    ],
    [
      'a number before an item is no sentence',
      'Go with option 2:\n\n1. Move the filter\n2. Keep the list\n\nShall we: 1. begin?',
      'Go with option 2: 1. Move the filter 2. Keep the list',
    ],
    [
      'of a turn that only says that it is done, that is told',
      'Committed as `6cd2059`.',
      'Committed as `6cd2059`.',
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

test('of one long paragraph, begins with a sentence', () => {
  const long = 'The heron counter was mended and now counts the ducks as well. '.repeat(80);
  expect(outcomeIn(long, CHARS)).toMatch(/^The heron counter/);
});
