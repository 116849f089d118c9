import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { findErrors } from '../../tools/errors.ts';
import { idOf, lines, speak, type Raw } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

let world: World;
let store: Store;

const FAILS = '--- FAIL: TestHeron (0.01s)\n    heron_test.go:31: nest mismatch: want 4 eggs, got 3\nFAIL';
const LONG = [
  'collected 40 items\n'.repeat(60),
  'E   IntegrityError: duplicate key "ducks_ring_key"',
  'short summary\n'.repeat(60),
].join('\n');

const WALRUS = 'E   WalrusError: flipper "left" is missing from the tusk registry';

/** Commands and what they gave back; `true`: with an exit code. */
const SESSIONS: [command: string, output: string, isError?: true][][] = [
  [
    ['go test ./... 2>&1 | tail -5', FAILS],
    ["sed -i 's/3/4/' heron.go", ''],
    ['go test ./... 2>&1 | tail -5', 'ok  \theron\t0.01s'],
  ],
  [['pytest -q', LONG, true]],
  [
    ['make geese', 'geese.c:3: error: unknown type name goose_t', true],
    ['make geese | tail -3', 'geese.c:3: error: unknown type name goose_t'],
    ['make geese | tail -3', 'geese.c:9: error: expected semicolon'],
  ],
  ...[
    ['pytest -q tusks 2>&1 | grep passed', ''],
    ['pytest -q tusks > out.txt; tail -1 out.txt', ''],
    ['pytest -q tusks 2>&1 | head -2', 'collected 3 items\n.'],
    [
      'pytest -q tusks',
      'Command running in background with ID: b1a2c3d. Output is being written to: out.txt',
    ],
  ].map(([command, output]): [string, string, true?][] => [
    ['pytest -q tusks', WALRUS, true],
    ['touch tusks/left.py', ''],
    [command!, output!],
  ]),
  [
    ['tsc --noEmit', 'otter.ts(3,4): error TS2345: Argument "kelp" is no anchor', true],
    ['touch otter.ts', ''],
    ['tsc --noEmit 2>&1 | head -20', ''],
  ],
];

beforeAll(async () => {
  world = makeWorld();
  store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  for (const [number, calls] of SESSIONS.entries()) {
    const session = idOf('hidden', number);
    const said = speak({ session });
    const records: Raw[] = [said.user('run it')];
    for (const [index, [command, output, isError = false]] of calls.entries()) {
      const id = `toolu_${number}_${index}`;
      records.push(said.call(id, 'Bash', { command }), said.result(id, output, {}, isError));
    }
    world.put(`-work-pond/${session}.jsonl`, lines(...records, said.reply('Looked at it.')));
  }
  await readAll(context, world);
});

afterAll(() => {
  store.close();
  world.remove();
});

const find = (error: string) => findErrors(store, { error, limit: 5 }, {}, new Set());

test('a failure behind a pipe is found, and mended only when the output no longer tells of one', () => {
  const [hit] = find('heron_test.go:99: nest mismatch: want 4 eggs').hits;
  expect(hit).toMatchObject({
    call: 'Bash: go test ./... 2>&1 | tail -5',
    fix: { sign: 'same_call', steps: [{ target: "sed -i 's/3/4/' heron.go" }] },
  });
});

test('of a long output, the line that names the fault is found wherever it stands', () => {
  const { hits, relevance } = find('IntegrityError: duplicate key "ducks_ring_key"');
  expect(relevance).toBe('strong');
  expect(hits[0]?.error).toContain('ducks_ring_key');
});

test('what still fails, or fails otherwise, was not mended', () => {
  const [hit] = find('error: unknown type name goose_t').hits;
  expect(hit?.call).toBe('Bash: make geese');
  expect(hit?.fix).toBeUndefined();
});

test('a call whose end was filtered away, cut off, put into a file or is still to come mended nothing', () => {
  const { hits } = find(WALRUS);
  expect(hits).toHaveLength(4);
  for (const hit of hits) expect(hit.fix).toBeUndefined();
});

test('a compiler that has nothing more to say has nothing more to find', () => {
  expect(find('otter.ts(9,1): error TS2345: Argument "kelp" is no anchor').hits[0]?.fix?.sign).toBe(
    'same_call',
  );
});
