import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answerBeside } from '../../src/server/beside.ts';
import { buildServer } from '../../src/server/build.ts';
import { callerOf } from '../../src/server/call-tool.ts';
import { openHer, type Her } from '../../src/server/open.ts';
import { LISTED_TOOLS } from '../../src/server/listed-tools.ts';
import { connect, type Client } from './client.ts';
import { sampleHome, type SampleHome } from './sample-home.ts';

// As the command starts it: answers say how it is typed.
vi.hoisted(() => {
  process.argv[1] = `${process.cwd()}/src/cli/main.ts`;
});

let home: SampleHome;
let her: Her;
let beside: Client;
let here: Client;

beforeAll(async () => {
  home = await sampleHome();
  her = openHer(home.env, () => {});
  const { context, callBeside } = her;
  beside = await connect(buildServer({ call: callerOf({ context, callBeside }), onDefect: () => {} }));
  here = await connect(buildServer({ call: callerOf({ context }), onDefect: () => {} }));
});

afterAll(async () => {
  await beside.close();
  await here.close();
  await her.close();
  home.remove();
});

const ARGUMENTS: Record<string, Record<string, unknown>> = {
  find_errors: { error: 'Error: connect ECONNREFUSED 127.0.0.1:5432' },
  file_history: { path: 'callback.ts' },
};
const LONG = LISTED_TOOLS.filter((tool) => tool.isLong).map(({ name }) => name);

test.each(LONG)('%s answers the same beside the thread that answers as in it', async (name) => {
  const given = ARGUMENTS[name] ?? {};
  expect(await beside.call(name, given)).toEqual(await here.call(name, given));
});

test('a long question does not hold up the thread that answers', async () => {
  const order: string[] = [];
  await beside.call('insights', {}); // the thread has started
  await Promise.all([
    beside.call('insights', {}).then(() => order.push('insights')),
    beside.request('tools/list').then(() => order.push('tools/list')),
  ]);
  expect(order).toEqual(['tools/list', 'insights']);
});

test('what the caller can mend is told in the same sentence', async () => {
  const wrong = { since: 'the day the earth stood still' };
  const { isError, content } = await beside.call('correction_stats', wrong);
  expect(isError).toBe(true);
  expect(content).toEqual((await here.call('correction_stats', wrong)).content);
});

test('a defect in the thread reaches the log with its stack, and the caller without', async () => {
  const defects: unknown[] = [];
  const broken = () => Promise.reject(new TypeError('broken on purpose'));
  const client = await connect(
    buildServer({
      call: callerOf({ context: her.context, callBeside: broken }),
      onDefect: (error) => defects.push(error),
    }),
  );
  const { isError, content } = await client.call('insights', {});
  expect(isError).toBe(true);
  expect(content[0]?.text).toMatch(/^Her failed unexpectedly/);
  expect(defects).toHaveLength(1);
  await client.close();
});

test('when the thread is ended, its questions fail and the next one starts another', async () => {
  const thread = answerBeside(home.env, () => {});
  const asked = thread.call('insights', {}, {});
  await Promise.all([expect(asked).rejects.toThrow('ended'), thread.close()]);
  expect(await thread.call('insights', {}, {})).toHaveProperty('structured.freshness');
  await thread.close();
});
