import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { syntheticHistory } from '../../bench/habit-history.ts';
import { fitPrompting, renderPrompting } from '../../src/render/prompting.ts';
import {
  promptingAnswer,
  promptingRequest,
  type PromptingAnswer,
} from '../../src/shared/prompting-answer.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { takeAdvice } from '../../src/store/taken-advice.ts';
import { promptingIn } from '../../tools/prompting.ts';

const freshness = { indexed_at: null, behind_files: 0, behind_bytes: 0 };
const PROJECTS = ['harbor', 'tides', 'crew'];
let store: Store;

/** A store that holds a history with planted habits. */
beforeAll(() => {
  store = openStore(join(mkdtempSync(join(tmpdir(), 'her-habits-')), 'her.db'));
  const { db } = store;
  const project = db.prepare<[number, string, string]>(
    'INSERT INTO project (id, path, name) VALUES (?, ?, ?)',
  );
  const session = db.prepare<[number, string, number, number, number]>(
    "INSERT INTO session (id, key, source, born, project_id, started_at) VALUES (?, ?, 'claude-code', ?, ?, ?)",
  );
  const turn = db.prepare<[number, number, number, string, number | null, string, number, number]>(
    `INSERT INTO turn (id, session_id, n, role, prompt_uuid, started_at, prompt, images, interrupted)
     VALUES (?, ?, ?, 'person', ?, ?, ?, ?, ?)`,
  );
  const verdict = db.prepare<[number, string | null, string | null, string | null, number | null]>(
    'INSERT INTO verdict (turn_id, intent, kind, cause, confidence) VALUES (?, ?, ?, ?, ?)',
  );
  const ids = new Map<string, number>();
  db.transaction(() => {
    PROJECTS.forEach((name, index) => project.run(index + 1, `/p/${name}`, name));
    for (const one of syntheticHistory(1)) {
      let id = ids.get(one.sessionId);
      if (id === undefined) {
        id = ids.size + 1;
        ids.set(one.sessionId, id);
        session.run(id, one.sessionId, one.at ?? 0, PROJECTS.indexOf(one.project) + 1, one.at ?? 0);
      }
      turn.run(one.id, id, one.turn, one.promptUuid, one.at, one.prompt, one.images, one.interrupted ? 1 : 0);
      verdict.run(one.id, one.intent, one.kind, one.cause, one.confidence);
    }
  })();
});

const ask = async (given: Record<string, unknown> = {}): Promise<PromptingAnswer> =>
  promptingAnswer.parse({
    ...(await promptingIn(store, promptingRequest.parse(given), Date.now())),
    freshness,
  });

test('advice is told with its counts, and cites prompts that went well and that did not', async () => {
  const { advice, no_difference: same } = await ask();
  expect(advice.map(({ habit }) => habit).sort()).toEqual([
    'limits',
    'names_file',
    'plan_first',
    'says_done',
    'several_tasks',
  ]);
  for (const one of advice) {
    const { with: has, without, good, bad, says } = one;
    expect(says).toContain(`with ${Math.round(has.rate * 100)} % (${has.count} of ${has.turns}), without`);
    expect(Math.sign(has.rate - without.rate)).toBe(Math.sign(one.difference));
    expect(one.low * one.high).toBeGreaterThan(0);
    expect([good?.length, bad?.length]).toEqual([2, 2]);
  }
  expect(advice.find(({ habit }) => habit === 'several_tasks')?.do).toBe('Ask for one thing at a time.');
  expect(same).toContain('pastes the error');
});

test('a draft is told what it has and lacks, and the best like it', async () => {
  const { draft } = await ask({
    prompt: 'the berth list jumps when ships come late, sort it in src/berth/list.ts',
  });
  expect(draft?.has).toEqual(['names the file', 'does not: asks for several things']);
  expect(draft?.lacks?.map(({ habit }) => habit).sort()).toEqual(['limits', 'plan_first', 'says_done']);
  expect(draft?.best_similar?.prompt).toMatch(/berth list jumps/);
});

test('advice that was taken is followed up', async () => {
  const half = Date.UTC(2026, 0, 1) + 250 * 3_600_000;
  takeAdvice(store, {
    about: 'habit',
    project_id: null,
    text: 'names_file',
    terms: [],
    file: null,
    at: half,
  });
  const [followed] = (await ask()).followed_up ?? [];
  expect(followed).toMatchObject({
    habit: 'names_file',
    used: { result: 'same' },
    pushback: { result: 'same' },
  });
  expect(followed!.used.before.turns + followed!.used.after.turns).toBe((await ask()).looked_at.prompts);
});

test.each([200, 500, 2000])('it fits %i tokens', async (tokens) => {
  const answer = await ask({ prompt: 'sort the berth list' });
  const cut = fitPrompting(answer, tokens * 4);
  expect(JSON.stringify(cut).length).toBeLessThanOrEqual(tokens * 4);
  expect(promptingAnswer.safeParse(cut).success).toBe(true);
});

test('in words: bars, counts and the command that shows each prompt', async () => {
  const text = renderPrompting(await ask());
  expect(text).toMatch(/^5 findings, from [\d,]+ prompts in 500 sessions/);
  expect(text).toMatch(/with +\d+\.\d % +█+/);
  expect(text).toMatch(/went well: > .+\n +her replay s\d+ --turns \d+/);
});
