import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchAnswer } from '../../src/shared/search-answer.ts';
import { replayAnswer } from '../../src/shared/replay-answer.ts';
import { correctionsAnswer } from '../../src/shared/corrections-answer.ts';
import { sessionsAnswer } from '../../src/shared/sessions-answer.ts';
import { describeWithClient, type Content } from './client.ts';
import { call, her, turn } from './script.ts';
import { newWorld, type Options, type Played, type World } from './world.ts';

const SAMPLE = fileURLToPath(new URL('../../sample/projects', import.meta.url));
/** Where harbor-api's OAuth redirects were mended. */
const REDIRECTS = '663d45bb-0c61-4d25-b36d-eabf7f68b872';
const TOOLS = ['search_sessions', 'replay_session', 'list_sessions', 'correction_stats'].map(
  (name) => `mcp__her__${name}`,
);

describeWithClient('what reaches the model of a history that is there already', () => {
  let world: World;
  beforeAll(async () => {
    world = await newWorld();
    const projects = join(world.home, '.claude', 'projects');
    mkdirSync(projects, { recursive: true });
    cpSync(SAMPLE, projects, { recursive: true });
    world.her('ingest');
  });
  afterAll(() => world?.remove());

  /** One session in which the model makes these calls, one message each. */
  async function session(prompt: string, messages: Content[], options?: Options): Promise<Played> {
    const played = await world.play(
      {
        runs: [{ prompt, allowedTools: ['mcp__her', 'ReadMcpResourceTool', 'ListMcpResourcesTool'] }],
        steps: turn(prompt, ...messages, ['Done.']),
      },
      options,
    );
    expect(played.report.problems).toEqual([]);
    return played;
  }

  it('its tools are known by name before they are loaded, and ToolSearch finds them by the words people use', async () => {
    const wanted = [
      ['remember previous conversation', 'mcp__her__search_sessions'],
      ['replay what happened', 'mcp__her__replay_session'],
      ['how often corrected', 'mcp__her__correction_stats'],
      ['list recent sessions', 'mcp__her__list_sessions'],
    ];
    const played = await session(
      'Look for tools.',
      wanted.map(([query]) => [call('ToolSearch', { query, max_results: 3 })]),
    );
    const first = played.bodies().find((body) => body.includes('"tools"'))!;
    for (const [, tool] of wanted) expect(first).toContain(tool);
    expect(first).toContain('Her is your own past');
    const offered = played.requests.filter(({ kind }) => kind === 'main').map(({ tools = [] }) => tools);
    wanted.forEach(([query, tool], index) => {
      expect(offered[index + 1], `after the search for "${query}"`).toContain(tool);
    });
  });

  it('each tool answers in JSON of its schema, within its budget', async () => {
    const played = await session('Ask all four.', [
      [her('search_sessions', { query: 'OAuth redirect_uri_mismatch behind the proxy' })],
      [her('replay_session', { session: '663d45bb', turns: '1-2' })],
      [her('list_sessions', { limit: 3 })],
      [her('correction_stats', { group_by: 'cause', examples: 2 })],
    ]);
    const texts = TOOLS.map((tool) => {
      const [answer] = played.answers(tool);
      expect(answer, tool).toMatchObject({ isError: false });
      return answer!.text;
    });
    const search = searchAnswer.parse(JSON.parse(texts[0]!));
    expect(search).toMatchObject({ relevance: 'strong', mode: 'hybrid' });
    expect(search.hits[0]!.session_id).toBe(REDIRECTS);
    const replay = replayAnswer.parse(JSON.parse(texts[1]!));
    expect(replay.session).toMatchObject({ id: REDIRECTS, project: 'harbor-api' });
    expect(replay.turns.map(({ n }) => n)).toEqual([1, 2]);
    const sessions = sessionsAnswer.parse(JSON.parse(texts[2]!));
    expect(sessions.sessions).toHaveLength(3);
    const corrections = correctionsAnswer.parse(JSON.parse(texts[3]!));
    expect(corrections.pushback.count).toBeGreaterThan(5);
    expect(corrections.examples).toHaveLength(2);
    const budgets = [2000, 4000, 2000, 2000];
    texts.forEach((text, index) => expect(text.length).toBeLessThanOrEqual(budgets[index]! * 4));
  });

  it('a parameter that a tool does not have is refused in a sentence that names those it has', async () => {
    const played = await session('Ask wrongly.', [
      [her('search_sessions', { query: 'oauth', regex: true })],
      [her('replay_session', { session: 'no-such-session' })],
    ]);
    const [parameter] = played.answers('mcp__her__search_sessions');
    expect(parameter).toMatchObject({ isError: true });
    expect(parameter!.text).toContain('search_sessions has no parameter "regex".');
    expect(parameter!.text).toContain('query, project, since, until, kinds, file, mode, limit, cursor');
    const [unknown] = played.answers('mcp__her__replay_session');
    expect(unknown).toMatchObject({ isError: true });
    expect(unknown!.text).toContain('no-such-session');
  });

  it('its resources are listed and read', async () => {
    const read = (uri: string) => [call('ReadMcpResourceTool', { server: 'her', uri })];
    const played = await session('Read documents.', [
      [call('ListMcpResourcesTool', { server: 'her' })],
      read('her://sessions/recent'),
      read(`her://sessions/${REDIRECTS}`),
      read('her://projects/harbor-api'),
      read('her://stats/corrections'),
    ]);
    const [list] = played.answers('ListMcpResourcesTool');
    expect(list!.text).toContain('her://sessions/recent');
    expect(list!.text).toContain('her://stats/corrections');
    const texts = played.answers('ReadMcpResourceTool').map(({ isError, text }) => {
      expect(isError, text).toBe(false);
      return text;
    });
    expect(texts).toHaveLength(4);
    expect(texts[0]).toContain('# Recent sessions');
    expect(texts[1]).toContain('redirect_uri_mismatch');
    expect(texts[2]).toContain('# Project harbor-api');
    expect(texts[3]).toContain('# Corrections');
  });

  it('its prompt is a command of Claude Code: /mcp__her__recall', async () => {
    const played = await world.play({
      runs: [{ prompt: '/mcp__her__recall oauth', allowedTools: ['mcp__her'] }],
      steps: turn('what my past coding sessions hold about: oauth', ['Recalled.']),
    });
    expect(played.report.problems).toEqual([]);
  });

  it('with HER_EMBEDDER=off it searches by words alone and says so', async () => {
    const played = await session(
      'Search in light mode.',
      [[her('search_sessions', { query: 'redirect_uri_mismatch' })]],
      { env: { HER_EMBEDDER: 'off' } },
    );
    const [answer] = played.answers('mcp__her__search_sessions');
    const { mode, hits, notes } = searchAnswer.parse(JSON.parse(answer!.text));
    expect(mode).toBe('lexical');
    expect(hits[0]!.session_id).toBe(REDIRECTS);
    expect(hits[0]!.matched).toEqual(['lexical']);
    expect(notes?.join()).toContain('HER_EMBEDDER=off');
  });
});
