import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { correctionsAnswer } from '../../src/shared/corrections-answer.ts';
import { sessionsAnswer } from '../../src/shared/sessions-answer.ts';
import { errorsAnswer } from '../../src/shared/errors-answer.ts';
import { fileHistoryAnswer } from '../../src/shared/file-history-answer.ts';
import { annotateAnswer } from '../../src/shared/annotate-answer.ts';
import { insightsAnswer } from '../../src/shared/insights-answer.ts';
import { promptingAnswer } from '../../src/shared/prompting-answer.ts';
import { rulesAnswer } from '../../src/shared/rules-answer.ts';
import { usageAnswer } from '../../src/shared/usage-answer.ts';
import { describeWithClient } from './client.ts';
import { her, turn } from './script.ts';
import { newWorld, type World } from './world.ts';

const SAMPLE = fileURLToPath(new URL('../../sample/projects', import.meta.url));

describeWithClient('figures and advice, through the real client', () => {
  let world: World;
  beforeAll(async () => {
    world = await newWorld();
    const projects = join(world.home, '.claude', 'projects');
    mkdirSync(projects, { recursive: true });
    cpSync(SAMPLE, projects, { recursive: true });
    world.her('ingest');
  });
  afterAll(() => world?.remove());

  it('each answers in JSON of its schema', async () => {
    const prompt = 'Ask for figures.';
    const played = await world.play({
      runs: [{ prompt, allowedTools: ['mcp__her'] }],
      steps: turn(
        prompt,
        [her('usage_stats', { group_by: 'project', slower_than: 30 })],
        [her('insights')],
        [her('suggest_rules')],
        [her('suggest_prompting', { prompt: 'fix the flaky tide chart test' })],
        ['Done.'],
      ),
    });
    expect(played.report.problems).toEqual([]);
    const textOf = (tool: string): string => {
      const [answer] = played.answers(`mcp__her__${tool}`);
      expect(answer, tool).toMatchObject({ isError: false });
      if (process.env['HER_E2E_SHOW']) console.log(`${tool}\n${answer!.text}`);
      return answer!.text;
    };
    expect(usageAnswer.parse(JSON.parse(textOf('usage_stats'))).cost_usd).toBeGreaterThan(1);
    expect(insightsAnswer.parse(JSON.parse(textOf('insights'))).highlights.length).toBeGreaterThan(3);
    expect(rulesAnswer.parse(JSON.parse(textOf('suggest_rules'))).rules[0]?.line).toBe('Use pnpm, not npm.');
    expect(promptingAnswer.parse(JSON.parse(textOf('suggest_prompting'))).advice).toEqual([]);
  });

  it('errors, files, lists and corrections answer in JSON of their schemas, each turn with what it came to', async () => {
    const prompt = 'Look back.';
    const played = await world.play({
      runs: [{ prompt, allowedTools: ['mcp__her'] }],
      steps: turn(
        prompt,
        [her('find_errors', { error: 'redirect_uri mismatch' })],
        [her('file_history', { path: 'callback.ts' })],
        [her('list_sessions', { project: 'harbor-api', limit: 3 })],
        [her('correction_stats', { examples: 1 })],
        ['Done.'],
      ),
    });
    expect(played.report.problems).toEqual([]);
    const jsonOf = (tool: string): unknown => {
      const [answer] = played.answers(`mcp__her__${tool}`);
      expect(answer, tool).toMatchObject({ isError: false });
      if (process.env['HER_E2E_SHOW']) console.log(`${tool}\n${answer!.text}`);
      return JSON.parse(answer!.text);
    };
    const errors = errorsAnswer.parse(jsonOf('find_errors'));
    expect(errors.hits[0]?.outcome).toMatch(/redirect_uri/);
    const history = fileHistoryAnswer.parse(jsonOf('file_history'));
    const outcomes = history.turns.flatMap(({ outcome }) => outcome ?? []);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome).not.toMatch(/\?$/);
    expect(sessionsAnswer.parse(jsonOf('list_sessions')).sessions).toHaveLength(3);
    expect(correctionsAnswer.parse(jsonOf('correction_stats')).pushback.count).toBeGreaterThan(0);
  });

  it.each([
    ['coach', 'how you and I could work better together', 'suggest_rules'],
    ['retro', 'Write a retrospective of my coding sessions', 'insights'],
  ])('/mcp__her__%s is one command that names its calls', async (name, words, tool) => {
    const played = await world.play({
      runs: [{ prompt: `/mcp__her__${name}`, allowedTools: ['mcp__her'] }],
      steps: turn(words, [her(tool)], ['Told.']),
    });
    expect(played.report.problems).toEqual([]);
    expect(played.answers(`mcp__her__${tool}`)[0]).toMatchObject({ isError: false });
  });

  it('annotate_turn is there only where it is allowed', async () => {
    const prompt = 'That was no pushback.';
    const steps = turn(
      prompt,
      [her('annotate_turn', { session: '0249b2ca', turn: 4, kind: 'none' })],
      ['Noted.'],
    );
    const run = { prompt, allowedTools: ['mcp__her'] };
    const closed = await world.play({ runs: [run], steps });
    expect(closed.answers('mcp__her__annotate_turn')[0]).toMatchObject({ isError: true });
    const open = await world.play({ runs: [run], steps }, { env: { HER_WRITE_TOOLS: '1' } });
    const [answer] = open.answers('mcp__her__annotate_turn');
    if (process.env['HER_E2E_SHOW']) console.log(answer);
    // Printing, nobody can be asked: a client that knows the mark refuses, an older one runs what was allowed.
    if (answer?.isError) expect(answer.text).toMatch(/permission|interact|approv/i);
    else expect(annotateAnswer.parse(JSON.parse(answer!.text)).now).toEqual({ kind: 'none' });
  });
});
