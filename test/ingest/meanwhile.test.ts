import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestContext } from '../../src/ingest/file.ts';
import { meanwhile, type Meanwhile } from '../../src/ingest/meanwhile.ts';
import { ingestAll } from '../../src/ingest/pass.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { lines, speak } from './records.ts';
import { makeWorld, openContext, promptsIn, type World } from './world.ts';

let world: World;
let context: IngestContext;
/** Stands in for the clock of the looks. */
let ms: number;

beforeEach(() => {
  world = makeWorld();
  context = openContext(world);
  ms = 0;
});
afterEach(() => {
  context.store.close();
  world.remove();
});

const watching = (): Meanwhile =>
  meanwhile(context, { sources: SOURCES, env: world.env, monotonic: () => ms });
const live = speak({ session: 'live' });
const said = (text: string): string => lines(live.user(text));
function long(n: number): string {
  const session = speak({ session: `long-${n}` });
  return lines(session.user(`Long one ${n}`), session.reply('word '.repeat(1000)));
}

describe('while a long pass reads', () => {
  it('what a live session says is stored before the pass goes on, once', async () => {
    for (let n = 0; n < 6; n += 1) world.put(`-work-pond/long-${n}.jsonl`, long(n));
    world.put('-work-pond/live.jsonl', said('First'));
    const grown = watching();
    let files = 0;
    const seen: string[][] = [];
    await ingestAll(context, {
      sources: SOURCES,
      env: world.env,
      urgent: grown,
      onProgress: ({ path }) => {
        files += 1;
        if (files === 3) world.append('-work-pond/live.jsonl', said('Written meanwhile'));
        if (files === 4 && !path.includes('live')) seen.push(promptsIn(context.store));
      },
    });
    expect(seen.flat()).toContain('Written meanwhile');
    expect(promptsIn(context.store).filter((prompt) => prompt === 'Written meanwhile')).toHaveLength(1);
    expect(grown.totals).toMatchObject({ files: 1 });
  });

  it('a session that begins meanwhile is found at the next look at all', async () => {
    const grown = watching();
    world.put('-work-lake/new.jsonl', lines(speak({ session: 'new' }).user('A new session')));
    await grown.readGrown();
    expect(promptsIn(context.store)).toEqual([]);
    ms = 60_000;
    await grown.readGrown();
    expect(promptsIn(context.store)).toEqual(['A new session']);
  });

  it('batches are smaller while a session is being written', async () => {
    world.put('-work-pond/live.jsonl', said('First'));
    const grown = watching();
    const usual = grown.batchBytes();
    world.append('-work-pond/live.jsonl', said('Second'));
    await grown.readGrown();
    expect(grown.batchBytes()).toBeLessThan(usual);
    ms = 60_000;
    expect(grown.batchBytes()).toBe(usual);
  });

  it('a file that could not be read is not tried at every call', async () => {
    world.put('-work-pond/live.jsonl', said('First'));
    const grown = watching();
    context.files.failed(
      world.at('-work-pond/live.jsonl'),
      'claude-code',
      'EIO',
      'cannot be read',
      Date.now(),
      Date.now() + 5000,
    );
    world.append('-work-pond/live.jsonl', said('Second'));
    await grown.readGrown();
    expect(promptsIn(context.store)).toEqual([]);
  });
});
