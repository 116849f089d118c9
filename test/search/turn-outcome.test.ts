import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '../../src/search/turn-outcome.ts';
import type { Store } from '../../src/store/open.ts';
import { turnCards, type TurnCard } from '../../src/store/turn-cards.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, openContext, readAll } from '../ingest/world.ts';

const COMMIT = 'git commit -qam "Count ducks by pond\n\nGeese stay out."';
const CHARS = 240;

const world = makeWorld();
let store: Store;
let cards: TurnCard[];

beforeAll(async () => {
  const { user, call, result, reply } = speak({ session: idOf('outcome') });
  world.put(
    'pond/outcome.jsonl',
    lines(
      user('commit it'),
      call('toolu_1', 'Bash', { command: COMMIT }),
      result('toolu_1', 'ok'),
      reply('Committed as `1c77b2c`. Working tree is clean.'),
      user('and the geese'),
      call('toolu_2', 'Bash', { command: COMMIT }),
      result('toolu_2', 'refused by a hook', {}, true),
      reply('All tests pass.'),
      user('why?'),
      reply('The hook refused it: the message names no ticket.'),
    ),
  );
  const context = openContext(world);
  await readAll(context, world);
  store = context.store;
  const ids = store.db.prepare<[], number>('SELECT id FROM turn ORDER BY n').pluck().all();
  const found = turnCards(store, ids);
  cards = ids.map((id) => found.get(id)!);
});
afterAll(() => {
  store.close();
  world.remove();
});

test('of a turn that only says that it is done, the commit says what', () => {
  expect(outcomeOf(store, cards[0]!, cards[0]!, CHARS)).toBe(
    'Committed as `1c77b2c`. Working tree is clean. Commit: Count ducks by pond',
  );
});

test('so it is where what else was said is about something else', () => {
  const reply = 'Committed as `1c77b2c`. The lock file was left out on purpose.';
  expect(outcomeOf(store, { ...cards[0]!, reply }, cards[0]!, CHARS)).toBe(
    `${reply} Commit: Count ducks by pond`,
  );
  const short = outcomeOf(store, { ...cards[0]!, reply }, cards[0]!, 60);
  expect(short).toMatch(/^Committed as .*… Commit: Count ducks by pond$/);
  expect(short.length).toBeLessThanOrEqual(60);
});

test('a commit that failed is none', () => {
  expect(outcomeOf(store, cards[1]!, cards[1]!, CHARS)).toBe('All tests pass.');
});

test('a sub-agent whose words are not on record came to what the turn did that it worked for', () => {
  const agent = { ...cards[0]!, reply: '' };
  expect(outcomeOf(store, agent, cards[2]!, CHARS)).toBe('The hook refused it: the message names no ticket.');
});
