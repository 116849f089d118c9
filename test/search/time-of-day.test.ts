import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallHistory, type SmallHistory } from './small-history.ts';

/** An hour of the third of February; days are the machine's own. */
const at = (hour: number): number => new Date(2026, 1, 3, hour).getTime();

let history: SmallHistory;
beforeAll(async () => {
  history = await smallHistory(
    {
      morning: { prompt: 'sketch the pagination of the archive', start: at(9) },
      evening: { prompt: 'the uploader ignores its backoff', start: at(18) },
    },
    new Date(2026, 1, 17, 9).getTime(),
  );
});
afterAll(() => history.remove());

const WHOLE_DAY = 'the whole day was looked at';

test.each([
  ['what did we do on the evening of feb 3', 'evening'],
  ['what did we do on feb 3 around 9am', 'morning'],
  ['uploader on feb 3 in the evening', 'evening'],
])('"%s" is answered by that time of day', async (query, session) => {
  expect(await history.namesFor(query)).toEqual([session]);
  const { notes } = await history.ask(query);
  expect(notes?.join() ?? '').not.toContain(WHOLE_DAY);
});

test.each([
  ['what did we do around noon on feb 3', ['evening', 'morning']],
  ['uploader in the morning of feb 3', ['evening']],
])(
  'where nothing is at that time of day, the day answers ("%s"), and that is said',
  async (query, sessions) => {
    const { notes } = await history.ask(query);
    expect((await history.namesFor(query)).sort()).toEqual(sessions);
    expect(notes?.join()).toContain(WHOLE_DAY);
  },
);

test('on another day it does not', async () => {
  const { hits, notes } = await history.ask('what did we do around noon on feb 4');
  expect([hits, notes?.join()]).toEqual([[], expect.stringContaining('Nothing was recorded')]);
});
