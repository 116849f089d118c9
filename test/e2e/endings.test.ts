import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { searchAnswer } from '../../src/shared/search-answer.ts';
import { describeWithClient } from './client.ts';
import { bash, her, stepName, turn } from './script.ts';
import { newWorld, type World } from './world.ts';

const exportedTurns = z.array(
  z.object({ session_id: z.string(), n: z.number(), prompt: z.string(), reply: z.string().nullable() }),
);

describeWithClient('when Claude Code or Her ends', () => {
  let world: World;
  beforeEach(async () => void (world = await newWorld()));
  afterEach(() => world?.remove());

  const stored = () => exportedTurns.parse(world.her('export', 'turns'));
  const isHer = ({ command }: { command: string }) => command.endsWith('main.ts mcp');

  it('by itself: no process of Her is left after a second, and every turn is there at the next start', async () => {
    const { report } = await world.play({
      runs: [{ prompt: 'Count the geese.', allowedTools: ['Bash'] }, { prompt: 'Count the swans.' }],
      steps: [
        ...turn('the geese', [bash('echo five geese')], ['Five geese.']),
        ...turn('the swans', ['Two swans.']),
      ],
    });
    expect(await world.leftAfterASecond()).toEqual([]);
    expect(report.problems).toEqual([]);
    world.her('ingest');
    expect(
      stored()
        .map(({ prompt, reply }) => [prompt, reply])
        .sort(),
    ).toEqual([
      ['Count the geese.', 'Five geese.'],
      ['Count the swans.', 'Two swans.'],
    ]);
  });

  it('Claude Code killed with SIGKILL: no process of Her is left, and the next session finds all that was done', async () => {
    const { report, sessions } = await world.play({
      runs: [
        {
          allowedTools: ['Bash'],
          exit: 'SIGKILL',
          actions: [
            { user: 'Count the geese.' },
            { waitEvent: 'result' },
            { user: 'Count the swans.' },
            { waitStep: stepName('the swans', 2) },
            { waitMs: 500 },
            { signal: 'SIGKILL' },
          ],
        },
      ],
      steps: [
        ...turn('the geese', [bash('echo five geese')], ['Five geese.']),
        ...turn('the swans', ['I look.', bash('echo two swans')], ['never said']).map((step, index) =>
          index === 1 ? { ...step, hang: true } : step,
        ),
      ],
    });
    expect(await world.leftAfterASecond()).toEqual([]);
    expect(report.problems).toEqual([]);

    const next = await world.play({
      runs: [{ prompt: 'What was the last count?', allowedTools: ['mcp__her'] }],
      steps: turn(
        'the last count',
        [her('search_sessions', { query: 'count the swans' })],
        ['Two swans.'],
      ).map((step) => ({ ...step, delayMs: 2000 })),
    });
    expect(next.report.problems).toEqual([]);
    const [answer] = next.answers('mcp__her__search_sessions');
    expect(searchAnswer.parse(JSON.parse(answer!.text)).hits[0]).toMatchObject({
      session_id: sessions[0],
      turn: 2,
    });
    expect(stored().filter(({ session_id }) => session_id === sessions[0])).toMatchObject([
      { n: 1, prompt: 'Count the geese.', reply: 'Five geese.' },
      { n: 2, prompt: 'Count the swans.', reply: 'I look.' },
    ]);
  });

  it('Her killed with SIGKILL in the middle of a session: Claude Code starts it again, and nothing is lost', async () => {
    const playing = world.play({
      runs: [
        {
          allowedTools: ['Bash', 'mcp__her'],
          actions: [
            { user: 'Count the geese.' },
            { waitEvent: 'result' },
            { user: 'Count the swans.' },
            { waitEvent: 'result' },
            { user: 'How many geese were there?' },
            { waitEvent: 'result' },
          ],
        },
      ],
      steps: [
        ...turn('the geese', [bash('echo five geese')], ['Five geese.']),
        ...turn('the swans', [bash('echo two swans')], ['Two swans.']),
        ...turn(
          'How many',
          [her('list_sessions')],
          [her('search_sessions', { query: 'how many geese' })],
          ['Five.'],
        ).map((step) => ({ ...step, delayMs: 2000 })),
      ],
    });
    while (!world.onDisk().includes('Two swans.')) await sleep(20);
    const { pid } = world.processes().find(isHer)!;
    process.kill(pid, 'SIGKILL');
    // One look a round: the dead one is still listed for a moment, and then nothing is.
    const others = () => world.processes().filter((each) => each.pid !== pid && isHer(each));
    let ended = false;
    void playing.finally(() => (ended = true));
    let startedAgain = others();
    while (startedAgain.length === 0 && !ended) {
      await sleep(20);
      startedAgain = others();
    }
    expect(startedAgain, 'Her, started again').not.toEqual([]);

    const played = await playing;
    expect(await world.leftAfterASecond()).toEqual([]);
    expect(played.report.problems).toEqual([]);
    // The first call after the death may fail ("Connection closed"); the one after it may not.
    const [answer] = played.answers('mcp__her__search_sessions');
    expect(answer!.isError, answer!.text).toBe(false);
    world.her('ingest');
    expect(stored().map(({ n, prompt }) => [n, prompt])).toEqual([
      [1, 'Count the geese.'],
      [2, 'Count the swans.'],
      [3, 'How many geese were there?'],
    ]);
  });

  it('two sessions at once: when the one that writes ends, the other goes on writing', async () => {
    const session = (word: string, lastsMs: number) => ({
      runs: [{ prompt: `Watch the ${word}.`, allowedTools: ['Bash', 'mcp__her'] }],
      steps: turn(
        `the ${word}`,
        [bash(`echo the ${word} sleeps`)],
        [her('search_sessions', { query: 'who sleeps' })],
        ['Done.'],
      ).map((step, index) => ({ ...step, delayMs: index === 1 ? lastsMs : 500 })),
    });
    const [short, long] = await Promise.all([
      world.play(session('goose', 500)),
      sleep(1500).then(() => world.play(session('swan', 7000))),
    ]);
    expect(await world.leftAfterASecond()).toEqual([]);
    expect([...short.report.problems, ...long.report.problems]).toEqual([]);
    const [answer] = long.answers('mcp__her__search_sessions');
    const { hits } = searchAnswer.parse(JSON.parse(answer!.text));
    expect(hits[0]).toMatchObject({ session_id: short.sessions[0] });
    world.her('ingest');
    expect(
      stored()
        .map(({ prompt }) => prompt)
        .sort(),
    ).toEqual(['Watch the goose.', 'Watch the swan.']);
  });
});
