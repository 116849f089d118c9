import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestContext } from '../../src/ingest/file.ts';
import { meanwhile, type Meanwhile } from '../../src/ingest/meanwhile.ts';
import { BATCH_BYTES } from '../../src/ingest/pace.ts';
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
/** Of 5,000 characters a reply. */
function long(n: number, replies: number): string {
  const session = speak({ session: `long-${n}` });
  const said = Array.from({ length: replies }, () => session.reply('word '.repeat(1000)));
  return lines(session.user(`Long one ${n}`), ...said);
}

describe('while a long pass reads', () => {
  it('what a live session says is stored before the pass goes on, once', async () => {
    // Each is more than the largest batch, so that there are four at least on any machine.
    const replies = Math.ceil(BATCH_BYTES / 5000);
    for (let n = 0; n < 4; n += 1) world.put(`-work-pond/long-${n}.jsonl`, long(n, replies));
    world.put('-work-pond/live.jsonl', said('First'));
    const grown = watching();
    let batches = 0;
    const seen: string[][] = [];
    await ingestAll(context, {
      sources: SOURCES,
      env: world.env,
      urgent: grown,
      onProgress: () => {
        batches += 1;
        if (batches === 2) world.append('-work-pond/live.jsonl', said('Written meanwhile'));
        if (batches === 3) seen.push(promptsIn(context.store));
      },
    });
    expect(batches).toBeGreaterThan(3);
    expect(seen.flat()).toContain('Written meanwhile');
    expect(promptsIn(context.store).filter((prompt) => prompt === 'Written meanwhile')).toHaveLength(1);
    expect(grown.totals).toMatchObject({ files: 1 });
  });

  it('what a live session says is stored while nothing of the pass is there to be written', async () => {
    // More than is worth a second thread, whose start takes a while.
    world.put('-work-pond/long.jsonl', long(0, 2000));
    world.put('-work-pond/live.jsonl', said('First'));
    const grown = watching();
    world.append('-work-pond/live.jsonl', said('Written meanwhile'));
    const seen: string[][] = [];
    const withThread = { ...context, ahead: {} };
    await ingestAll(withThread, {
      sources: SOURCES,
      env: world.env,
      urgent: {
        isLive: grown.isLive,
        async readGrown() {
          await grown.readGrown();
          seen.push(promptsIn(context.store));
        },
      },
    });
    expect(seen[0]).toEqual(['First', 'Written meanwhile']);
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

  it('a session counts as being written for a while after a line of it', async () => {
    world.put('-work-pond/live.jsonl', said('First'));
    const grown = watching();
    expect(grown.isLive()).toBe(false);
    world.append('-work-pond/live.jsonl', said('Second'));
    await grown.readGrown();
    expect(grown.isLive()).toBe(true);
    ms = 60_000;
    expect(grown.isLive()).toBe(false);
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
