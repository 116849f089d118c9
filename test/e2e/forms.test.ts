import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { replayAnswer, type ReplayTurn } from '../../src/shared/replay-answer.ts';
import { sessionsAnswer, type ListedSession } from '../../src/shared/sessions-answer.ts';
import { describeWithClient } from './client.ts';
import { bash, call, stepName, turn } from './script.ts';
import { newWorld, type World } from './world.ts';

describeWithClient('`her sessions` and `her replay` show as a person expects', () => {
  let world: World;
  beforeEach(async () => void (world = await newWorld()));
  afterEach(() => world?.remove());

  /** After everything that Claude Code has written is read. */
  function sessions(): ListedSession[] {
    world.her('ingest');
    return sessionsAnswer.parse(world.her('sessions', '--order', 'oldest')).sessions;
  }
  const replay = (id: string) => replayAnswer.parse(world.her('replay', id));
  const prompts = (turns: ReplayTurn[]): string[] => turns.map(({ prompt }) => prompt);

  it('a session that was interrupted, while it answered and while a tool ran', async () => {
    const {
      report,
      sessions: [id],
    } = await world.play({
      runs: [
        {
          allowedTools: ['Bash'],
          actions: [
            { user: 'Tell a long story.' },
            { waitStep: stepName('long story', 1) },
            { waitMs: 800 },
            { control: { subtype: 'interrupt' } },
            { waitEvent: 'result' },
            { user: 'Run something slow.' },
            { waitStep: stepName('something slow', 1) },
            { waitMs: 1200 },
            { control: { subtype: 'interrupt' } },
            { waitEvent: 'result' },
            { user: 'Are you still there?' },
            { waitEvent: 'result' },
          ],
        },
      ],
      steps: [
        ...turn('long story', ['Once upon a time a heron stood by a pond and waited for the sun.']).map(
          (step) => ({ ...step, chunks: 30, chunkDelayMs: 200 }),
        ),
        ...turn('something slow', ['A moment.', bash('timeout 20 tail -f /dev/null')]),
        ...turn('still there', ['Still here.']),
      ],
    });
    expect(report.problems).toEqual([]);
    expect(sessions()).toMatchObject([{ id, turns: 3 }]);
    const { turns } = replay(id!);
    expect(prompts(turns)).toEqual(['Tell a long story.', 'Run something slow.', 'Are you still there?']);
    expect(turns.map(({ interrupted }) => interrupted ?? false)).toEqual([true, true, false]);
    expect(turns[0]!.reply).toContain('Once upon');
    expect(turns[1]!.actions).toMatchObject([{ tool: 'Bash', ok: false }]);
    expect(turns[2]!.reply).toBe('Still here.');
  });

  it('a session that was resumed, and one that was forked from it and resumed', async () => {
    const { report, sessions: ids } = await world.play({
      runs: [
        { prompt: 'First: the heron.' },
        { prompt: 'Second: resumed.', resume: 'last' },
        { prompt: 'Third: forked.', resume: 'first', fork: true },
        { prompt: 'Fourth: the fork resumed.', resume: 'last' },
        { prompt: 'Fifth: the first again.', resume: 'first' },
      ],
      steps: ['First', 'Second', 'Third', 'Fourth', 'Fifth'].flatMap((word) =>
        turn(`${word}:`, [`Answer to ${word}.`]),
      ),
    });
    expect(report.problems).toEqual([]);
    const [first, , fork] = ids;
    expect(ids).toEqual([first, first, fork, fork, first]);

    const listed = sessions();
    expect(listed.map(({ id }) => id).sort()).toEqual([first, fork].sort());
    expect(listed.find(({ id }) => id === fork)!.parent).toEqual({ id: first, kind: 'fork' });

    const original = replay(first!).turns;
    expect(prompts(original)).toEqual(['First: the heron.', 'Second: resumed.', 'Fifth: the first again.']);
    expect(original.map(({ reply }) => reply)).toEqual([
      'Answer to First.',
      'Answer to Second.',
      'Answer to Fifth.',
    ]);

    // The conversation that was copied is shown where it belongs, and said to be the original's.
    const forked = replay(fork!).turns;
    expect(prompts(forked).slice(-2)).toEqual(['Third: forked.', 'Fourth: the fork resumed.']);
    const copied = forked.slice(0, -2);
    expect(copied.every(({ inherited_from }) => inherited_from === first)).toBe(true);

    const exported = z.array(z.object({ prompt: z.string() })).parse(world.her('export', 'turns'));
    expect(exported.map(({ prompt }) => prompt.split(':')[0]).sort()).toEqual([
      'Fifth',
      'First',
      'Fourth',
      'Second',
      'Third',
    ]);
  });

  it('a session with sub-agents', async () => {
    const {
      report,
      sessions: [id],
    } = await world.play({
      workspace: { files: { 'pond.txt': 'one heron\n', 'lake.txt': 'three ducks\n' } },
      runs: [{ prompt: 'Count the birds with two agents.', allowedTools: ['Agent', 'Bash(cat *)'] }],
      steps: [
        {
          name: 'spawn',
          when: { kind: 'main', lastUserText: 'Count the birds' },
          content: [
            'Two agents will count.',
            agent('Count the herons', 'POND: count the birds in pond.txt', 'general-purpose'),
            agent('Count the ducks', 'LAKE: count the birds in lake.txt', 'Explore'),
          ],
        },
        { name: 'pond reads', when: { lastUserText: 'POND:' }, content: [bash('cat pond.txt')] },
        { name: 'lake reads', when: { lastUserText: 'LAKE:' }, content: [bash('cat lake.txt')] },
        {
          name: 'pond reports',
          when: { toolResultOf: 'Bash', toolResultText: 'heron' },
          content: ['Pond report: one heron.'],
        },
        {
          name: 'lake reports',
          when: { toolResultOf: 'Bash', toolResultText: 'ducks' },
          content: ['Lake report: three ducks.'],
        },
        { name: 'sum', when: { toolResultOf: 'Agent' }, content: ['Four birds in all.'] },
      ],
    });
    expect(report.problems).toEqual([]);
    // Sub-agents are part of the session that they served.
    expect(sessions()).toMatchObject([{ id, turns: 1, subagents: 2 }]);
    const { session, turns } = replay(id!);
    expect(prompts(turns)).toEqual(['Count the birds with two agents.']);
    expect(turns[0]!.reply).toContain('Four birds in all.');
    const started = turns[0]!.actions!.map(({ subagent }) => subagent);
    expect(started.sort()).toEqual([...session.subagents!].sort());
    const agents = session.subagents!.map((agentId) => replay(agentId).turns);
    expect(agents.flatMap(prompts).sort()).toEqual([
      'LAKE: count the birds in lake.txt',
      'POND: count the birds in pond.txt',
    ]);
    expect(
      agents
        .flat()
        .map(({ reply }) => reply)
        .sort(),
    ).toEqual(['Lake report: three ducks.', 'Pond report: one heron.']);
  });

  it('a session that was compacted', async () => {
    const {
      report,
      sessions: [id],
    } = await world.play({
      runs: [
        { prompt: 'Remember the word heron.' },
        { prompt: 'And the word egret.', resume: 'last' },
        { prompt: '/compact keep the birds', resume: 'last' },
        { prompt: 'Which words were they?', resume: 'last' },
      ],
      steps: [
        {
          name: 'summary',
          when: { kind: 'compact' },
          content: ['<analysis>Two words.</analysis>\n<summary>Two words: heron and egret.</summary>'],
        },
        ...turn('word heron', ['Heron it is.']),
        ...turn('word egret', ['Egret as well.']),
        ...turn('Which words', ['Heron and egret.']),
      ],
    });
    expect(report.problems).toEqual([]);
    expect(sessions()).toMatchObject([{ id, turns: 3 }]);
    const { turns } = replay(id!);
    expect(prompts(turns)).toEqual([
      'Remember the word heron.',
      'And the word egret.',
      'Which words were they?',
    ]);
    expect(turns.map(({ reply }) => reply)).toEqual(['Heron it is.', 'Egret as well.', 'Heron and egret.']);
    expect(turns.flatMap(({ notes = [] }) => notes).join()).toMatch(/compact/i);
  });
});

function agent(description: string, prompt: string, type: string) {
  return call('Agent', { description, prompt, subagent_type: type, run_in_background: false });
}
