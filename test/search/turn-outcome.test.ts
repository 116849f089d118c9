import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '../../src/search/turn-outcome.ts';
import type { Store } from '../../src/store/open.ts';
import { turnCards, type TurnCard } from '../../src/store/turn-cards.ts';
import { storeWithSample } from '../sample-store.ts';

const SESSION = '7d0bd1c2-0000-4000-8000-000000000000';
const COMMIT = 'git commit -qam "Count ducks by pond\n\nGeese stay out."';
const CHARS = 240;

let store: Store;
let cards: TurnCard[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'her-outcome-'));
  const project = join(folder, 'projects', '-home-mira-pond');
  mkdirSync(project, { recursive: true });
  const lines = [
    ...turn(1, 'commit it', COMMIT, false, 'Committed as `1c77b2c`. Working tree is clean.'),
    ...turn(2, 'and the geese', COMMIT, true, 'All tests pass.'),
    ...turn(3, 'why?', 'ls', false, 'The hook refused it: the message names no ticket.'),
  ];
  writeFileSync(
    join(project, `${SESSION}.jsonl`),
    lines.map((line) => JSON.stringify({ ...line, sessionId: SESSION, cwd: '/home/mira/pond' })).join('\n') +
      '\n',
  );
  store = await storeWithSample(folder);
  const found = [...turnCards(store, [1, 2, 3]).values()];
  cards = found.sort((a, b) => a.n - b.n);
});

function turn(n: number, prompt: string, command: string, isFailed: boolean, reply: string): object[] {
  const call = { type: 'tool_use', id: `toolu_${n}`, name: 'Bash', input: { command } };
  const result = { type: 'tool_result', tool_use_id: `toolu_${n}`, content: 'so', is_error: isFailed };
  const assistant = (part: number, content: object): object => ({
    type: 'assistant',
    uuid: `7d0bd1c2-0000-4000-8000-00000000${n}${part}00`,
    timestamp: `2026-03-0${n}T10:00:0${part}.000Z`,
    message: { id: `msg_${n}${part}`, role: 'assistant', model: 'claude-opus-4-6', content: [content] },
  });
  const user = (part: number, content: unknown): object => ({
    type: 'user',
    uuid: `7d0bd1c2-0000-4000-8000-00000000${n}${part}00`,
    timestamp: `2026-03-0${n}T10:00:0${part}.000Z`,
    message: { role: 'user', content },
  });
  return [
    user(0, prompt),
    assistant(1, call),
    user(2, [result]),
    assistant(3, { type: 'text', text: reply }),
  ];
}

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
