import { expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { settling } from '../../src/server/settling.ts';

/** Far beyond what a question waits for: whichever of the two ends first is no matter of a slow machine. */
const LONG_MS = 2500;

/** What ended first. */
function first(waiting: Promise<void>): Promise<'answered' | 'still waiting'> {
  return Promise.race([
    waiting.then(() => 'answered' as const),
    sleep(LONG_MS, 'still waiting' as const, { ref: false }),
  ]);
}

test('just after the start, a question waits until what is on disk has been read', async () => {
  let isRead = false;
  const reading = sleep(50).then(() => (isRead = true));
  await settling(() => reading)();
  expect(isRead).toBe(true);
});

test('it waits no longer than a moment: reading may take minutes', async () => {
  const never = new Promise(() => {});
  expect(await first(settling(() => never)())).toBe('answered');
});

test('after one such wait no question waits again', async () => {
  let asked = 0;
  const settled = settling(() => {
    asked += 1;
    return new Promise(() => {});
  });
  await settled();
  await settled();
  expect(asked).toBe(1);
});

test('later no question waits, even when much is being read', async () => {
  let now = 0;
  let hasAsked = false;
  const settled = settling(
    () => {
      hasAsked = true;
      return undefined;
    },
    () => now,
  );
  now = 10_000;
  await settled();
  expect(hasAsked).toBe(false);
});

test('where nobody reads, nothing is waited for', async () => {
  expect(await first(settling(() => undefined)())).toBe('answered');
});
