import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { annotations } from '../../src/store/annotations.ts';
import { connect, type Client } from '../server/client.ts';
import { sampleHome, type SampleHome } from '../server/sample-home.ts';

/** "we use pnpm here, not npm!", a correction. */
const TURN = { session: '0249b2ca', turn: 4 };

let home: SampleHome;
let her: Her;
let client: Client;
const serve = (hasChangingTools: boolean): Promise<Client> =>
  connect(buildServer({ call: callerOf({ context: her.context }), hasChangingTools, onDefect: () => {} }));

beforeAll(async () => {
  home = await sampleHome();
  her = openHer(home.env, () => {});
  client = await serve(true);
});
afterAll(async () => {
  await client.close();
  await her.close();
  home.remove();
});
beforeEach(async () => void (await her.context.store()).db.exec('DELETE FROM annotation'));

async function figures(): Promise<Record<string, number>> {
  const { structuredContent: answer } = await client.call('correction_stats', {});
  const { count } = answer?.['pushback'] as { count: number };
  const { structuredContent: page } = await client.call('insights', {});
  const replay = await client.call('replay_session', { session: TURN.session });
  const { structuredContent: list } = await client.call('list_sessions', { limit: 100, max_tokens: 11_000 });
  const listed = list?.['sessions'] as { id: string; pushback?: number }[];
  return {
    correction_stats: count,
    insights: (page?.['pushback'] as { count: number }).count,
    replay_session: (replay.structuredContent?.['session'] as { pushback: number }).pushback,
    list_sessions: listed.find(({ id }) => id.startsWith(TURN.session))?.pushback ?? 0,
  };
}

test('it is offered only where it is allowed, and then the client has to ask the person', async () => {
  const named = async (from: Client) =>
    (
      (await from.request('tools/list'))['tools'] as { name: string; annotations: unknown; _meta: unknown }[]
    ).find(({ name }) => name === 'annotate_turn');
  const closed = await serve(false);
  expect(await named(closed)).toBeUndefined();
  await closed.close();
  expect(await named(client)).toMatchObject({
    annotations: { readOnlyHint: false, destructiveHint: false },
    _meta: { 'anthropic/requiresUserInteraction': true },
  });
});

test("the person's word counts in every figure, and can be taken back", async () => {
  const before = await figures();
  const { structuredContent } = await client.call('annotate_turn', { ...TURN, kind: 'none', note: 'fine' });
  expect(structuredContent).toMatchObject({
    before: { kind: 'correction' },
    now: { kind: 'none' },
    prompt: expect.stringContaining('we use pnpm here') as string,
  });
  const less = Object.fromEntries(Object.entries(before).map(([name, count]) => [name, count - 1]));
  expect(await figures()).toEqual(less);
  await client.call('annotate_turn', { ...TURN, kind: 'detector' });
  expect(await figures()).toEqual(before);
});

test('kind and cause are changed, the surest there is', async () => {
  await client.call('annotate_turn', { ...TURN, kind: 'rejection', cause: 'convention' });
  const { structuredContent } = await client.call('correction_stats', { examples: 50, max_tokens: 11_000 });
  const examples = structuredContent?.['examples'] as { session_id: string; turn: number }[];
  expect(
    examples.find((one) => one.session_id.startsWith(TURN.session) && one.turn === TURN.turn),
  ).toMatchObject({
    kind: 'rejection',
    cause: 'convention',
    confidence: 1,
  });
});

test('a secret in a note is not stored, and the list of annotations holds what the detector had said', async () => {
  const note =
    'key sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmno-AAAAAAAA';
  await client.call('annotate_turn', { ...TURN, kind: 'none', note });
  const [row] = annotations(await her.context.store());
  expect(row).toMatchObject({ kind: null, detected_kind: 'correction', turn: 4, project: 'harbor-api' });
  expect(row?.note).toMatch(/^key \[redacted/);
});

test.each([
  [{ ...TURN, turn: 99, kind: 'none' }, /has no turn 99/],
  [{ session: 'nope', turn: 1, kind: 'none' }, /No session's id begins with "nope"/],
  [{ ...TURN, kind: 'none', cause: 'bug' }, /A cause belongs to pushback/],
])('%j is refused in a sentence', async (args, message) => {
  const { isError, content } = await client.call('annotate_turn', args);
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(message);
});
