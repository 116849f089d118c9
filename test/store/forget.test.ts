import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtInModelFolder, openEmbedder } from '../../src/embed/open.ts';
import { embedNext } from '../../src/ingest/embed-queue.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { upkeep } from '../../src/ingest/upkeep.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts';
import {
  finishForgetting,
  isForgettingUnfinished,
  recordForgetting,
  removeForgotten,
  sessionsToForget,
} from '../../src/store/forget.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { proveForgotten, searchFiles, windowsOf } from '../../src/store/prove-forgotten.ts';
import { textsOf } from '../../src/store/removed-texts.ts';
import { vectorWriter } from '../../src/store/vector-writer.ts';
import { speak } from '../ingest/records.ts';
import { contextOn, makeWorld, openContext, promptsIn, readAll, type World } from '../ingest/world.ts';
import { lines, plant, PLANTED, type Planted } from './planted.ts';

let world: World;
let planted: Planted;
let context: IngestContext;
const home = (): string => join(world.root, 'her');

beforeEach(async () => {
  world = makeWorld();
  planted = plant(world);
  context = openContext(world);
  await readAll(context, world);
});
afterEach(() => {
  context.store.close();
  world.remove();
});

function forget(): void {
  const { store, lease } = context;
  recordForgetting(store, lease, sessionsToForget(store, { sessions: [planted.gone] }));
  finishForgetting(store, lease);
}

/** The planted words that some byte under the home, some compressed block or the index still holds. */
function left(store: Store = context.store): string[] {
  const files = readdirSync(home(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const blocks = store.db
    .prepare<[], { data: Buffer }>('SELECT data FROM detail')
    .all()
    .map(({ data }) => zstdDecompressSync(data));
  store.db.exec("CREATE VIRTUAL TABLE temp.term USING fts5vocab ('main', 'passage_words', 'row')");
  const terms = Buffer.from(
    store.db
      .prepare<[], { term: string }>('SELECT term FROM temp.term')
      .all()
      .map(({ term }) => term)
      .join(' '),
  );
  store.db.exec('DROP TABLE temp.term');
  // The index keeps stems.
  return planted.words.filter(
    (word) =>
      [...files, ...blocks].some((bytes) => bytes.includes(word)) || terms.includes(word.slice(0, -2)),
  );
}

test('the search of these tests finds what is there', () => {
  expect(planted.words).toHaveLength(PLANTED);
  expect(left()).toEqual(planted.words);
});

describe('after a session is forgotten', () => {
  test('no byte under the home holds any of 200 planted words', () => {
    forget();
    expect(left()).toEqual([]);
  });

  test('its vectors are gone as well', async () => {
    const embedder = (await openEmbedder('static', { modelsFolder: builtInModelFolder() }))!;
    const vectors = vectorWriter(context.store, embedder.model, embedder.dim);
    while ((await embedNext(context.store, context.lease, vectors, embedder)) > 0);
    const { db } = context.store;
    const stored = (): number[] =>
      db.prepare<[], number>('SELECT passage_id FROM passage_vector_1 ORDER BY 1').pluck().all();
    const passages = (): number[] =>
      db.prepare<[], number>('SELECT id FROM passage ORDER BY 1').pluck().all();
    const before = stored();
    forget();
    expect(stored().length).toBeLessThan(before.length);
    expect(stored()).toEqual(passages());
    await embedder.close();
  });

  test('what else was said stays, and the index and the database are in order', () => {
    forget();
    const { db } = context.store;
    expect(promptsIn(context.store).sort()).toEqual(['And now?', 'Where is the heron?']);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const found = db.prepare("SELECT rowid FROM passage_words WHERE passage_words MATCH 'heron'").all();
    expect(found).toHaveLength(1);
  });

  test('reading all transcripts again does not bring it back, nor do new lines, nor its copy in a fork', async () => {
    forget();
    const late = speak({ session: planted.gone, cwd: '/work/pond' });
    const transcript = readdirSync(join(world.root, 'claude/projects'), {
      recursive: true,
      encoding: 'utf8',
    }).find((path) => path.endsWith(`${planted.gone}.jsonl`))!;
    appendFileSync(world.at(transcript), lines(late.user(`Later ${planted.words[7]}`)));
    context.store.db.exec('DELETE FROM file');
    context.lease.release();
    context.store.close();
    context = openContext(world);
    await readAll(context, world);
    expect(left()).toEqual([]);
    expect(promptsIn(context.store).sort()).toEqual(['And now?', 'Where is the heron?']);
  });

  test('a sub-agent of it that is found later stays out', async () => {
    forget();
    const late = speak({ session: `${planted.gone}-late`, cwd: '/work/pond' });
    const record = { ...late.user(`Task ${planted.words[9]}`), sessionId: planted.gone, agentId: 'b2' };
    world.put(`elsewhere/${planted.gone}/subagents/agent-b2.jsonl`, lines(record));
    await readAll(context, world);
    expect(left()).toEqual([]);
  });
});

describe('a crash in the middle', () => {
  /** Runs the steps up to one of them in another process, which then kills itself. */
  function dieAfter(step: 'recorded' | 'removed'): void {
    context.lease.release();
    context.store.close();
    const script = fileURLToPath(new URL('forget-and-die.ts', import.meta.url));
    const { signal, stderr } = spawnSync(process.execPath, [script, world.database, planted.gone, step]);
    expect([signal, stderr.toString()]).toEqual(['SIGKILL', '']);
    context = openContext(world);
  }

  test.each(['recorded', 'removed'] as const)(
    'after what is to go is %s: the next pass finishes it, and nothing is left',
    async (step) => {
      dieAfter(step);
      expect(left().length).toBeGreaterThan(0);
      upkeep(context, DEFAULT_SETTINGS, () => {});
      await readAll(context, world);
      expect(left()).toEqual([]);
      expect(isForgettingUnfinished(context.store)).toBe(false);
    },
  );
});

describe('which sessions', () => {
  const keys = (filter: Parameters<typeof sessionsToForget>[1]): string[] =>
    sessionsToForget(context.store, filter).map(({ key }) => key);

  test('by id, with its sub-agents', () => {
    const [found] = sessionsToForget(context.store, { sessions: [planted.gone] });
    expect(found).toMatchObject({ key: planted.gone, subagents: [{ key: `${planted.gone}/agent-a1` }] });
  });

  test('a sub-agent stands for its session', () => {
    expect(keys({ sessions: [`${planted.gone}/agent-a1`] })).toEqual([planted.gone]);
  });

  test('by project', () => {
    expect(keys({ project: 'pond' })).toEqual([planted.fork, planted.kept]);
    expect(() => keys({ project: 'nowhere' })).toThrow('No project is called "nowhere"');
  });

  test('by time: those whose last activity lies before', () => {
    expect(keys({ before: Date.UTC(2026, 10, 2) })).toEqual([planted.gone]);
    expect(keys({ before: Date.UTC(2026, 10, 2), project: 'pond' })).toEqual([]);
  });

  test('by words as they are written, wherever they stand, also in what only the detail holds', () => {
    expect(keys({ words: 'UNTIL NOON' })).toEqual([planted.kept]);
    expect(keys({ words: planted.words[2] })).toEqual([planted.gone]);
    expect(keys({ words: planted.words.at(-1) })).toEqual([planted.gone]);
    expect(keys({ words: 'noon until' })).toEqual([]);
  });
});

describe('the proof', () => {
  test('finds nothing after the removal', () => {
    const windows = windowsOf(textsOf(context.store, idsOf(planted.gone)));
    expect(windows.length).toBeGreaterThan(100);
    forget();
    expect(proveForgotten(context.store, searchFiles(home(), windows), windows)).toMatchObject({
      texts: windows.length,
      found: [],
    });
  });

  test('finds what a removal without wiping leaves behind', () => {
    const { store, lease } = context;
    const windows = windowsOf(textsOf(store, idsOf(planted.gone)));
    recordForgetting(store, lease, sessionsToForget(store, { sessions: [planted.gone] }));
    removeForgotten(store, lease);
    const { found } = proveForgotten(store, searchFiles(home(), windows), windows);
    expect(found.map(({ file }) => file)).toContain('her.db-wal');
  });

  test('does not call a text left that a kept session holds too', () => {
    const text = 'It stands in the pond until noon, said twice.';
    const more = speak({ session: planted.gone, cwd: '/work/pond' });
    world.put(`x/${planted.fork.replace('-', '0')}.jsonl`, lines(more.user(text)));
    return readAll(context, world).then(() => {
      const windows = windowsOf(['It stands in the pond until noon.']);
      forget();
      expect(proveForgotten(context.store, searchFiles(home(), windows), windows)).toMatchObject({
        also_kept: windows.length,
        found: [],
      });
    });
  });
});

test('retention by age and by size forgets the oldest, and keeps them out', async () => {
  const now = Date.UTC(2026, 10, 12);
  const notices: string[] = [];
  const old = { ...context, now: () => now };
  upkeep(old, { ...DEFAULT_SETTINGS, retention: { max_age_days: 10.5, max_bytes: 2e9 } }, (text) =>
    notices.push(text),
  );
  expect(left()).toEqual([]);
  expect(notices).toEqual(['1 old session is forgotten, as config.json says.']);
  upkeep(old, { ...DEFAULT_SETTINGS, retention: { max_bytes: 1000 } }, (text) => notices.push(text));
  await readAll(context, world);
  expect(promptsIn(context.store)).toEqual([]);
});

test('another process that reads gives way, is rolled back, and never writes what was forgotten', async () => {
  const holder = contextOn(openStore(world.database));
  expect(holder.lease.acquire()).toBe(false);
  holder.lease.seize();
  expect(() => context.lease.assertHeld()).toThrow();
  context.lease.seize();
  forget();
  await expect(readAll(holder, world)).resolves.toMatchObject({ lines: 0 });
  expect(() => holder.lease.assertHeld()).toThrow();
  holder.store.close();
  expect(left()).toEqual([]);
});

function idsOf(key: string): number[] {
  return sessionsToForget(context.store, { sessions: [key] }).flatMap((one) => [
    one.id,
    ...one.subagents.map(({ id }) => id),
  ]);
}
