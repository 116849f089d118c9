import { afterAll, expect, test } from 'vitest';
import { listSessions } from '../../src/store/sessions.ts';
import { titlesOf } from '../../src/store/usage-history.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, openContext, readAll } from '../ingest/world.ts';

const world = makeWorld();
afterAll(() => world.remove());

test('a session without a title is called by what it began with, wherever it is named', async () => {
  const review = speak({ session: idOf('review') });
  world.put(
    `pond/${idOf('review')}.jsonl`,
    lines(
      review.user('/review'),
      review.reply('Three remarks.'),
      review.user('mend the first'),
      review.user('push'),
    ),
  );
  const plan = speak({ session: idOf('plan') });
  world.put(
    `pond/${idOf('plan')}.jsonl`,
    lines(plan.user('Implement the following plan:\n\n# Count ducks\n\nBy pond.')),
  );
  const context = openContext(world);
  await readAll(context, world);
  const titles = { [idOf('review')]: '/review · mend the first', [idOf('plan')]: 'Count ducks' };
  const listed = listSessions(context.store, { limit: 9 }).sessions;
  expect(Object.fromEntries(listed.map(({ id, title }) => [id, title]))).toEqual(titles);
  expect(Object.fromEntries(titlesOf(context.store, Object.keys(titles)))).toEqual(titles);
  context.store.close();
});
