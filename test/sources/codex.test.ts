import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { codex } from '../../src/sources/codex/codex.ts';
import { dumpOf } from '../ingest/dump.ts';
import { actionsIn, makeWorld, openContext, readAll, turnsIn, type World } from '../ingest/world.ts';
import { mkdirSync, appendFileSync } from 'node:fs';

const FOLDER = fileURLToPath(new URL('../fixtures/codex', import.meta.url));
const NAME = 'rollout-2026-10-29T09-00-00-019a2d7a-41c4-78b1-b7cc-a45d62a89cd5.jsonl';
const SESSION = '019a2d7a-41c4-78b1-b7cc-a45d62a89cd5';
const RECORDS = readFileSync(join(FOLDER, NAME), 'utf8').trim().split('\n');

const worlds: World[] = [];
afterEach(() => {
  for (const made of worlds.splice(0)) made.remove();
});

/** A home with the rollout in it, read in as many passes as there are cuts. */
async function read(cuts: number[], records = RECORDS) {
  const world = makeWorld();
  worlds.push(world);
  const folder = join(world.root, '.codex', 'sessions', '2026', '10', '29');
  mkdirSync(folder, { recursive: true });
  const context = openContext(world);
  let from = 0;
  for (const to of [...cuts, records.length]) {
    appendFileSync(
      join(folder, NAME),
      records
        .slice(from, to)
        .map((line) => line + '\n')
        .join(''),
    );
    await readAll(context, world);
    from = to;
  }
  return { context, root: world.root };
}

it('rollouts lie below CODEX_HOME or ~/.codex', () => {
  expect(codex.roots({ HOME: '/home/ann' })).toEqual([
    '/home/ann/.codex/sessions',
    '/home/ann/.codex/archived_sessions',
  ]);
  expect(codex.roots({ HOME: '/home/ann', CODEX_HOME: '/data/codex' })[0]).toBe('/data/codex/sessions');
  expect(codex.isTranscript(`/x/${NAME}`)).toBe(true);
  expect(codex.isTranscript('/x/history.jsonl')).toBe(false);
});

it("a rollout becomes turns with the person's own words, replies, calls and tokens", async () => {
  const { context } = await read([]);
  const { store } = context;
  expect(turnsIn(store)).toEqual([
    {
      session: SESSION,
      n: 1,
      role: 'person',
      prompt: 'Count the herons.',
      reply: 'One heron.',
      interrupted: false,
      rewound: false,
    },
    {
      session: SESSION,
      n: 2,
      role: 'person',
      prompt: 'No, the ducks.',
      reply: '',
      interrupted: true,
      rewound: false,
    },
  ]);
  expect(actionsIn(store)).toEqual([
    { tool: 'shell', target: 'grep -c heron pond.txt', outcome: 'failed', agent: null },
    { tool: 'apply_patch', target: 'pond.txt', outcome: 'ok', agent: null },
    { tool: 'exec_command', target: 'grep -c duck pond.txt', outcome: 'interrupted', agent: null },
  ]);
  expect(store.db.prepare('SELECT source, branch, version, compactions FROM session').all()).toEqual([
    { source: 'codex', branch: 'reeds', version: '0.98.0', compactions: 1 },
  ]);
  expect(store.db.prepare('SELECT model, input, output, cache_read FROM usage').all()).toEqual([
    { model: 'gpt-5.2-codex', input: 600, output: 50, cache_read: 400 },
  ]);
  expect(store.db.prepare('SELECT source, type, count FROM unknown_type').all()).toEqual([
    { source: 'codex', type: 'event_msg/brand_new_event', count: 1 },
  ]);
});

it('what earlier records said (model, turn) is known in the next batch', async () => {
  const whole = await read([]);
  const cuts = await read(RECORDS.map((_, index) => index));
  const dump = (from: typeof whole): string[] =>
    dumpOf(from.context.store).map((line) => line.replaceAll(from.root, ''));
  expect(dump(cuts)).toEqual(dump(whole));
});

/** As the paginated history records a prompt: `user_message` is not written there. */
function asItem(line: string): string {
  const { payload, ...record } = JSON.parse(line) as { payload: { type: string; message: string } };
  if (payload.type !== 'user_message') return line;
  const content = [{ type: 'text', text: payload.message, text_elements: [] }];
  const item = { type: 'UserMessage', id: 'item-1', content };
  return JSON.stringify({ ...record, payload: { type: 'item_completed', thread_id: SESSION, item } });
}

it('prompts of the paginated history are read, and once where both ways stand', async () => {
  const { context } = await read([]);
  const paginated = await read([], RECORDS.map(asItem));
  const both = await read(
    [],
    RECORDS.flatMap((line) => [...new Set([line, asItem(line)])]),
  );
  expect(turnsIn(paginated.context.store)).toEqual(turnsIn(context.store));
  expect(turnsIn(both.context.store)).toEqual(turnsIn(context.store));
});
