import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { candidateFinder } from '../../src/search/candidates.ts';
import { gather } from '../../src/search/gather.ts';
import { lookUp } from '../../src/search/look-up.ts';
import { readQuestion } from '../../src/search/question.ts';
import { placesOf } from '../../src/store/passage-places.ts';
import { smallHistory, type SmallHistory } from './small-history.ts';

/** What is asked stands in the history a moment later: it is the prompt of the session that asks. */
const QUESTIONS = {
  slip: 'how did we mend the lantren of the lighthouse',
  never: 'the lighthouse on kubernetes and its dead letter queue',
  rare: 'was the harbour humongous',
  hash: 'what was commit 3f9a2b1 about',
};
let history: SmallHistory;

beforeAll(async () => {
  history = await smallHistory(
    {
      lantern: { prompt: 'Mend the lantern of the lighthouse, and then the lantern of the harbour.' },
      commit: { prompt: 'Commit 3f9a2b1c04d5e6f708192a3b4c5d6e7f80912a3b made the buoys red.' },
      ...Object.fromEntries(Object.entries(QUESTIONS).map(([name, prompt]) => [name, { prompt }])),
    },
    Date.parse('2026-11-28'),
  );
});

afterAll(() => history.remove());

describe('the session that asks does not count', () => {
  test('for what a slip means', async () => {
    const { hits, interpreted } = await history.ask(QUESTIONS.slip, {}, 'slip');
    expect(interpreted.corrected).toEqual({ lantren: 'lantern' });
    expect(hits[0]!.snippet).toContain('Mend the lantern');
  });

  test('for a word that nobody else used, which is no slip of itself', async () => {
    const { interpreted } = await history.ask(QUESTIONS.rare, {}, 'rare');
    expect(interpreted.corrected).toBeUndefined();
  });

  test('for what a short hash begins', async () => {
    const { interpreted } = await history.ask(QUESTIONS.hash, {}, 'hash');
    expect(Object.keys(interpreted.corrected ?? {})).toEqual(['3f9a2b1']);
  });

  test('for what was never mentioned', async () => {
    const { notes } = await history.ask(QUESTIONS.never, {}, 'never');
    expect(notes!.join(' ')).toContain('never mentions kubernetes or "dead letter queue"');
  });

  test('for how far the others stand out by words', async () => {
    const { store } = history;
    const turn = store.db
      .prepare<[string], number>('SELECT id FROM turn WHERE prompt = ?')
      .pluck()
      .get(QUESTIONS.rare)!;
    const question = readQuestion(QUESTIONS.rare, { now: Date.parse('2026-11-28'), projects: [] });
    const finder = candidateFinder(store, undefined);
    const asked = await lookUp({ store, embedder: null, finder }, question, 'lexical', {}, new Set());
    const turnsOf = async (excluded: number | undefined): Promise<number[]> => {
      const { byWords } = await gather(store, asked, {}, (id) => id === excluded);
      return [...placesOf(store, [...byWords.keys()]).values()].map((place) => place.turn_id);
    };
    expect(await turnsOf(undefined)).toContain(turn);
    expect(await turnsOf(turn)).not.toContain(turn);
  });

  test('while what another session asked was mentioned', async () => {
    const { notes } = await history.ask(QUESTIONS.never, {}, 'slip');
    expect((notes ?? []).join(' ')).not.toContain('never mentions');
  });
});
