import { expect, test } from 'vitest';
import { HerError, stackOf } from '../../src/shared/errors.ts';

test('a log gets the stack of a defect, and of an expected error the sentence alone', () => {
  expect(stackOf(new TypeError('broken'))).toMatch(/^TypeError: broken\n\s+at /);
  expect(stackOf(new HerError('no-session', 'There is none.'))).toBe('There is none.');
});
