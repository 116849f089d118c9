import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallHistory, type SmallHistory } from './small-history.ts';

const at = (date: string): number => Date.parse(`${date}T12:00:00Z`);
let history: SmallHistory;

beforeAll(async () => {
  history = await smallHistory(
    {
      oxen: { prompt: 'Merge the herds before they queue at the fence.', start: at('2026-11-04') },
      ducks: { prompt: 'Feed the ducks with barley at the pond.', start: at('2026-11-03') },
      swans: { prompt: 'Count the swans and the lanterns near the harbour.', start: at('2026-11-20') },
      queue: { prompt: 'The DLQ was full of messages from the harbour.', start: at('2026-11-21') },
    },
    at('2026-11-28'),
  );
});

afterAll(() => history.remove());

test('where the search is limited, nothing is said of the rest of the history', async () => {
  const { notes } = await history.ask('kubernetes', { until: '2026-11-10' });
  expect(notes).toEqual([
    'Nothing in what the search is limited to has to do with this: the history never mentions kubernetes.',
  ]);
});

const notesFor = async (query: string): Promise<string> => (await history.ask(query)).notes?.join('\n') ?? '';

test('where nothing answers, one sentence says so and names what stands nowhere', async () => {
  expect(await notesFor('kubernetes and the merge queue for zeppelins at the harbour')).toBe(
    'Nothing in the history clearly answers this: it never mentions kubernetes, zeppelins or "merge queue". What is shown only comes nearest.',
  );
});

test('a term is named whole, also where its words stand nowhere', async () => {
  expect(await notesFor('kafka messages in the dead letter queue')).toBe(
    'Nothing in the history clearly answers this: it never mentions kafka or "dead letter queue". What is shown only comes nearest.',
  );
});

test('where nothing is even near, the same is said of that', async () => {
  expect(await notesFor('zeppelins kubernetes')).toBe(
    'Nothing in the history has to do with this: it never mentions zeppelins or kubernetes.',
  );
});

test('what holds a word that stands nowhere is told by that word, and the words of a term by the term', async () => {
  expect(await notesFor('zeppelin-harbour lanterns')).toContain('never mentions zeppelin.');
  expect(await notesFor('kubernetes ingress at the harbour')).toContain(
    'never mentions "kubernetes ingress".',
  );
});

test('of many words that stand nowhere the first are named and the others counted', async () => {
  const words = 'alpaca bison cougar dingo ermine ferret gopher hyena iguana jaguar';
  expect(await notesFor(`harbour ${words}`)).toContain('gopher, hyena or 2 more of its words');
});

test('beside what answers, a note says which words stand nowhere', async () => {
  const { relevance, notes } = await history.ask('feed the ducks with barley at the pond as the giraffe did');
  expect(relevance).not.toBe('none');
  expect(notes).toEqual([
    'The history never mentions giraffe; these hold other words of the question or mean something near.',
  ]);
});

test('where each word stands somewhere and no passage holds all, that is what is said', async () => {
  const { notes } = await history.ask('ducks and swans with barley and lanterns');
  expect(notes?.join()).toContain('No passage holds all of the words');
});

test('all that was taken for a slip is told in one sentence', async () => {
  expect(await notesFor('count the swasn and lantenrs')).toContain(
    'Looked for words like "swans" instead of "swasn", "lanterns" instead of "lantenrs", which stand nowhere in the history.',
  );
});

test('where no time holds an answer, the time is told in the same sentence', async () => {
  const { relevance, notes } = await history.ask('kubernetes at the harbour in the first week of november');
  expect(relevance).toBe('none');
  expect(notes).toEqual([
    'Nothing in the history, at that time or at another, clearly answers this: it never mentions kubernetes. What is shown only comes nearest.',
  ]);
});

test('what stands nowhere is named as it was typed', async () => {
  expect(await notesFor('a NullPointerException at the harbour')).toContain(
    'never mentions NullPointerException.',
  );
});
