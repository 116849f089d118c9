import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchAnswer } from '../../src/shared/search-answer.ts';
import { replayAnswer } from '../../src/shared/replay-answer.ts';
import { describeWithClient } from './client.ts';
import { bash, call, her, turn } from './script.ts';
import { newWorld, type Played, type World } from './world.ts';

/** A real model takes longer to its first call; Her reads what the session before left meanwhile. */
const THINKS_MS = 2000;

describeWithClient('a later session asks what an earlier one did', () => {
  let world: World;
  let earlier: Played;

  beforeAll(async () => {
    world = await newWorld();
    earlier = await world.play({
      workspace: {
        files: { 'pond.txt': 'one heron\n' },
        commands: [
          ['git', 'init', '-q', '-b', 'main'],
          ['git', 'add', '.'],
          ['git', 'commit', '-q', '-m', 'Start'],
        ],
      },
      runs: [
        { prompt: 'Make it two herons and commit.', allowedTools: ['Bash', 'Edit', 'Read'] },
        { prompt: 'What is the capital of Iceland?' },
      ],
      steps: [
        ...turn(
          'two herons',
          ['I read the file first.', call('Read', { file_path: '{{cwd}}/pond.txt' })],
          [
            call('Edit', {
              file_path: '{{cwd}}/pond.txt',
              old_string: 'one heron',
              new_string: 'two herons',
            }),
          ],
          ['Now the commit.', bash("git commit -qam 'Count the herons anew' && git log --oneline | head -1")],
          ['Two herons now, committed.'],
        ),
        ...turn('capital of Iceland', ['Reykjavik.']),
      ],
    });
    expect(earlier.report.problems).toEqual([]);
  });
  afterAll(() => world?.remove());

  it('finds the session by search_sessions and reads it with the call that the hit names', async () => {
    const session = earlier.sessions[0]!;
    const replayCall = { session, turns: '1' };
    const later = await world.play({
      runs: [{ prompt: 'Which commit changed the herons?', allowedTools: ['mcp__her'] }],
      steps: turn(
        'Which commit',
        [her('search_sessions', { query: 'commit that counted the herons' })],
        [her('replay_session', replayCall)],
        [her('replay_session', { session: 'latest' })],
        ['It was "Count the herons anew".'],
      ).map((step) => ({ ...step, delayMs: THINKS_MS })),
    });
    expect(later.report.problems).toEqual([]);

    const [found] = later.answers('mcp__her__search_sessions');
    const search = searchAnswer.parse(JSON.parse(found!.text));
    expect(search.relevance).not.toBe('none');
    expect(search.hits[0]).toMatchObject({ session_id: session, turn: 1, project: 'pond' });
    expect(search.hits[0]!.files).toEqual([`${world.cwd}/pond.txt`]);
    expect(search.hits[0]!.next).toEqual({ tool: 'replay_session', arguments: replayCall });
    expect(search.hits[0]!.resume).toContain(`claude --resume ${session}`);
    expect(search.hits.map((hit) => hit.session_id)).not.toContain(later.sessions[0]);

    const [read, latest] = later.answers('mcp__her__replay_session');
    const replay = replayAnswer.parse(JSON.parse(read!.text));
    expect(replay.session).toMatchObject({ id: session, project: 'pond', turns: 1, branch: 'main' });
    // Four requests, each with the usage that the rig's model reports.
    expect(replay.session.tokens).toEqual({ input: 400, output: 40, cache_read: 200, cache_write: 80 });
    expect(replay.turns).toHaveLength(1);
    expect(replay.turns[0]).toMatchObject({ n: 1, prompt: 'Make it two herons and commit.' });
    expect(replay.turns[0]!.actions?.map(({ tool, ok }) => [tool, ok])).toEqual([
      ['Read', true],
      ['Edit', true],
      ['Bash', true],
    ]);
    expect(replay.turns[0]!.reply).toContain('Two herons now, committed.');

    // The session that asks is not the latest one that it can mean.
    const { session: before } = replayAnswer.parse(JSON.parse(latest!.text));
    expect(before).toMatchObject({ id: earlier.sessions[1], title: 'What is the capital of Iceland?' });
  });
});
