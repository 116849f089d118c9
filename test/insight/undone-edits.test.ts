import { expect, test } from 'vitest';
import { undoneEdits } from '../../src/insight/undone-edits.ts';
import type { EditStep } from '../../src/shared/session-edits.ts';

const step = (given: Partial<EditStep>): EditStep => ({
  sessionId: 1,
  turnId: 1,
  kind: 'edit',
  target: '/p/src/a.ts',
  rewound: false,
  rejectedNext: false,
  ...given,
});
const command = (target: string): EditStep => step({ kind: 'command', target, turnId: 2 });

test.each([
  ['nothing follows', [], 0],
  ['git takes the file back', [command('git checkout -- src/a.ts')], 1],
  ['git takes its folder back', [command('git restore src/')], 1],
  ['git takes everything back', [command('git reset --hard')], 1],
  ['git stashes everything', [command('git stash')], 1],
  ['it is deleted', [command('rm -f src/a.ts && ls')], 1],
  ['git takes another file back', [command('git checkout -- src/b.ts')], 0],
  ['a branch is checked out', [command('git checkout main')], 0],
  ['it was committed before', [command('git commit -am x'), command('git checkout -- src/a.ts')], 0],
  ['another session resets', [{ ...command('git reset --hard'), sessionId: 2 }], 0],
])('an edit of which %s', (_, after, undone) => {
  expect(undoneEdits([step({}), ...after])).toEqual({ edits: 1, undone });
});

test('an edit of a rewound turn, and one that was refused and made anew', () => {
  expect(undoneEdits([step({ rewound: true })]).undone).toBe(1);
  expect(undoneEdits([step({ rejectedNext: true }), step({ turnId: 2 })])).toEqual({ edits: 2, undone: 1 });
});
