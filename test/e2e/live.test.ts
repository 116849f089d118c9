import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { searchAnswer, type SearchAnswer } from '../../src/shared/search-answer.ts';
import { describeWithClient, hasTerminal } from './client.ts';
import { startMcp, type McpClient } from '../../bench/mcp-client.ts';
import { bash, her, turn } from './script.ts';
import { newWorld, type World } from './world.ts';

const POLL_MS = 10;

async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await test())) await sleep(POLL_MS);
}

async function finds(peer: McpClient, word: string): Promise<boolean> {
  const answer = await peer.call('search_sessions', { query: word, mode: 'lexical' });
  return searchAnswer.parse(answer).hits.some((hit) => hit.snippet.includes(word));
}

const askedAbout = (text: string): SearchAnswer => searchAnswer.parse(JSON.parse(text));

describeWithClient('while a session runs', () => {
  let world: World;
  beforeEach(async () => void (world = await newWorld()));
  afterEach(() => world?.remove());

  it('what it just did is found within a second of the line being on disk', async () => {
    const words = ['quokka', 'axolotl', 'okapi', 'pangolin', 'narwhal'];
    const playing = world.play({
      runs: [{ prompt: 'Name some animals.', allowedTools: ['Bash'] }],
      steps: turn('Name some', ...words.map((word) => [bash(`echo ${word}`)]), ['Named them.']).map(
        (step, index) => ({ ...step, delayMs: index === 0 ? 2500 : 1500 }),
      ),
    });
    const peer = await startMcp(world.env, world.cwd);
    const delays: number[] = [];
    for (const word of words) {
      await until(() => world.onDisk().includes(`echo ${word}`));
      const since = performance.now();
      await until(() => finds(peer, word));
      delays.push(Math.round(performance.now() - since));
    }
    peer.close();
    expect((await playing).report.problems).toEqual([]);
    console.log(`ms from the line being on disk to its being found: ${delays.join(', ')}`);
    // Half of them, since this machine may do other things at any one moment.
    expect(delays.sort((a, b) => a - b)[2]).toBeLessThan(1000);
  });

  it('it finds its own earlier turn, but never the turn that asks', async () => {
    const played = await world.play({
      runs: [
        {
          allowedTools: ['Bash', 'mcp__her'],
          actions: [
            { user: 'Write down the wombat.' },
            { waitEvent: 'result' },
            { user: 'Where did the wombat go?' },
            { waitEvent: 'result' },
            { user: 'And the tapir, have we seen a tapir?' },
            { waitEvent: 'result' },
            { user: 'I mean the wombta.' },
            { waitEvent: 'result' },
          ],
        },
      ],
      steps: [
        ...turn('Write down', [bash('echo wombat > animals.txt')], ['It is in animals.txt.']),
        ...turn(
          'the wombat go',
          ['I look it up.', her('search_sessions', { query: 'wombat' })],
          ['In animals.txt.'],
        ).map((step) => ({ ...step, delayMs: 1000 })),
        ...turn('the tapir', [her('search_sessions', { query: 'tapir' })], ['Never.']).map((step) => ({
          ...step,
          delayMs: 1000,
        })),
        ...turn('the wombta', [her('search_sessions', { query: 'wombta' })], ['In animals.txt.']).map(
          (step) => ({ ...step, delayMs: 1000 }),
        ),
      ],
    });
    expect(played.report.problems).toEqual([]);
    const [wombat, tapir, slip] = played
      .answers('mcp__her__search_sessions')
      .map(({ text }) => askedAbout(text));
    expect(wombat!.hits[0]).toMatchObject({ session_id: played.sessions[0], turn: 1 });
    expect(tapir!.hits.map((hit) => hit.turn)).not.toContain(3);
    expect(tapir!.relevance).toBe('none');
    expect(tapir!.notes?.join(' ')).toContain('never mentions tapir');
    // What was asked holds the slip.
    expect(slip!.interpreted.corrected).toEqual({ wombta: 'wombat' });
    expect(searchAnswer.parse(world.her('search', 'tapir')).hits[0]).toMatchObject({ turn: 3 });
  });

  it.skipIf(!hasTerminal)('the asking turn is no hit after /clear either (needs tmux)', async () => {
    const played = await world.play({
      runs: [
        {
          tty: true,
          allowedTools: ['mcp__her'],
          actions: [
            { waitScreen: '❯' },
            { waitMs: 1500 },
            { keys: ['Say hello please', { key: 'Enter' }] },
            { waitScreen: '● Hello' },
            { waitMs: 500 },
            { keys: ['/clear', { key: 'Enter' }] },
            { waitMs: 1500 },
            { keys: ['Have we met a tapir', { key: 'Enter' }] },
            { waitScreen: '● No tapir yet' },
            { waitMs: 300 },
            { keys: ['/exit', { key: 'Enter' }] },
          ],
        },
      ],
      steps: [
        ...turn('Say hello', ['Hello']),
        ...turn('met a tapir', [her('search_sessions', { query: 'tapir' })], ['No tapir yet']).map(
          (step) => ({ ...step, delayMs: 1000 }),
        ),
      ],
    });
    expect(played.report.problems).toEqual([]);
    const [tapir] = played.answers('mcp__her__search_sessions').map(({ text }) => askedAbout(text));
    expect(tapir!.hits.map((hit) => hit.snippet).join()).not.toContain('tapir');
    const [afterwards] = searchAnswer.parse(world.her('search', 'tapir')).hits;
    expect(afterwards).toMatchObject({ session_id: played.sessions[0] });
    expect(afterwards!.snippet).toContain('tapir');
  });
});
