import { appendFileSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { createZstdCompress, zstdCompressSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { codex } from '../../src/sources/codex/codex.ts';
import { dumpOf } from '../ingest/dump.ts';
import { actionsIn, makeWorld, openContext, readAll, turnsIn, type World } from '../ingest/world.ts';

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
  expect(codex.isTranscript(`/x/${NAME}.zst`)).toBe(true);
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

/** As Codex before 0.33 wrote it: a head, then items without time or turn. */
const BARE = [
  { id: SESSION, timestamp: '2025-08-21T23:05:00.550Z', instructions: null, git: { branch: 'reeds' } },
  { record_type: 'state' },
  said('user', '<environment_context>\nCurrent working directory: /work/pond\nApproval policy: never\n'),
  said('user', 'Count the herons.'),
  {
    type: 'function_call',
    name: 'shell',
    arguments: '{"command":["bash","-lc","grep -c heron pond.txt"]}',
    call_id: 'call_1',
  },
  {
    type: 'function_call_output',
    call_id: 'call_1',
    output: '{"output":"1","metadata":{"exit_code":0,"duration_seconds":0.1}}',
  },
  said('assistant', 'One heron.'),
  said('user', 'Count the egrets.'),
  said('assistant', 'None.'),
].map((record) => JSON.stringify(record));

function said(role: 'user' | 'assistant', text: string) {
  return {
    type: 'message',
    role,
    content: [{ type: role === 'user' ? 'input_text' : 'output_text', text }],
  };
}

it('rollouts without envelopes, as they were once written, are read like the others', async () => {
  const { context, root } = await read([], BARE);
  const { store } = context;
  expect(turnsIn(store).map(({ n, prompt, reply }) => [n, prompt, reply])).toEqual([
    [1, 'Count the herons.', 'One heron.'],
    [2, 'Count the egrets.', 'None.'],
  ]);
  expect(actionsIn(store)).toMatchObject([{ target: 'grep -c heron pond.txt', outcome: 'ok' }]);
  expect(
    store.db
      .prepare('SELECT p.name, s.branch, s.started_at FROM session s JOIN project p ON p.id = s.project_id')
      .all(),
  ).toEqual([{ name: 'pond', branch: 'reeds', started_at: Date.parse('2025-08-21T23:05:00.550Z') }]);
  expect(store.db.prepare('SELECT * FROM unknown_type').all()).toEqual([]);
  const cuts = await read(
    BARE.map((_, index) => index),
    BARE,
  );
  const dump = (from: typeof cuts): string[] =>
    dumpOf(from.context.store).map((line) => line.replaceAll(from.root, ''));
  expect(dump(cuts)).toEqual(dump({ context, root }));
});

it('records of the state of a session are known, and hold nothing to read', async () => {
  const quiet = ['world_state', 'retained_context', 'token_usage_record'].map((type) =>
    JSON.stringify({ timestamp: '2026-10-29T09:03:00.000Z', type, payload: { usage: { total_tokens: 3 } } }),
  );
  const { context } = await read([], [...RECORDS, ...quiet]);
  expect(context.store.db.prepare('SELECT type FROM unknown_type').pluck().all()).toEqual([
    'event_msg/brand_new_event',
  ]);
  expect(context.store.db.prepare('SELECT count(*) FROM usage').pluck().get()).toBe(1);
});

const packed = (records: readonly string[]): Buffer =>
  zstdCompressSync(records.map((line) => line + '\n').join(''));

it('a rollout that Codex has compressed is read like the others', async () => {
  const plain = await read([]);
  const { context, root } = await read([], []);
  const path = join(root, '.codex', 'sessions', '2026', '10', '29', `${NAME}.zst`);
  unlinkSync(path.replace(/\.zst$/, ''));
  const world = worlds.at(-1)!;
  writeFileSync(path, packed(RECORDS));
  await readAll(context, world);
  await readAll(context, world);
  expect(turnsIn(context.store)).toEqual(turnsIn(plain.context.store));
  expect(actionsIn(context.store)).toEqual(actionsIn(plain.context.store));
  const positions = context.store.db.prepare('SELECT offset, lines FROM file WHERE path = ?').all(path);
  expect(positions).toEqual([{ offset: statSync(path).size, lines: RECORDS.length }]);
});

/** As Codex writes it, without the size ahead: what is packed anew, and longer, then begins with the same bytes. */
async function streamed(records: readonly string[]): Promise<Buffer> {
  const stream = createZstdCompress();
  stream.end(records.map((line) => line + '\n').join(''));
  return buffer(stream);
}

it('a compressed rollout that was taken up again and compressed anew is read from its beginning', async () => {
  const noise = Array.from({ length: 5000 }, (_, index) =>
    createHash('sha256').update(`${index}`).digest('base64'),
  ).join(' ');
  const [head = '', ...rest] = RECORDS;
  const meta = JSON.parse(head) as { payload: object };
  const long = JSON.stringify({ ...meta, payload: { ...meta.payload, base_instructions: noise } });
  const { context, root } = await read([], []);
  const path = join(root, '.codex', 'sessions', '2026', '10', '29', `${NAME}.zst`);
  unlinkSync(path.replace(/\.zst$/, ''));
  const [first, second] = [await streamed([long, ...rest.slice(0, 8)]), await streamed([long, ...rest])];
  expect(second.subarray(0, 1024)).toEqual(first.subarray(0, 1024));
  for (const bytes of [first, second]) {
    writeFileSync(path, bytes);
    await readAll(context, worlds.at(-1)!);
  }
  const plain = await read([]);
  expect(turnsIn(context.store)).toEqual(turnsIn(plain.context.store));
  expect(actionsIn(context.store)).toEqual(actionsIn(plain.context.store));
});

it('a rollout that was read before it was compressed is not told twice', async () => {
  const { context, root } = await read([]);
  const before = [turnsIn(context.store), actionsIn(context.store)];
  const path = join(root, '.codex', 'sessions', '2026', '10', '29', NAME);
  unlinkSync(path);
  writeFileSync(`${path}.zst`, packed(RECORDS));
  await readAll(context, worlds.at(-1)!);
  expect([turnsIn(context.store), actionsIn(context.store)]).toEqual(before);
  expect(context.store.db.prepare('SELECT count(*) FROM usage').pluck().get()).toBe(1);
});

it('a compressed rollout that is damaged is told of, and nothing else', async () => {
  const { context, root } = await read([], []);
  const path = join(root, '.codex', 'sessions', '2026', '10', '29', NAME);
  unlinkSync(path);
  writeFileSync(`${path}.zst`, 'no zstd at all');
  await readAll(context, worlds.at(-1)!);
  expect(context.store.db.prepare('SELECT line, reason FROM bad_line').all()).toEqual([
    { line: 1, reason: expect.stringMatching(/^cannot be unpacked/) as unknown },
  ]);
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
