import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { upkeep } from '../../src/ingest/upkeep.ts';
import { replaySession } from '../../src/replay/replay-session.ts';
import { replayRequest } from '../../src/shared/replay-answer.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/shared/settings.ts';
import { finishForgetting, recordForgetting, sessionsToForget } from '../../src/store/forget.ts';
import { imagesByHash, imagesOnlyIn } from '../../src/store/images.ts';
import { openStore } from '../../src/store/open.ts';
import { proveForgotten, searchFiles, windowsOfImages } from '../../src/store/prove-forgotten.ts';
import { seeded } from '../ingest/random.ts';
import { lines, speak, type Raw } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

let world: World;
let context: IngestContext;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => {
  context.store.close();
  world.remove();
});

const keeping = (mb: number): Settings => ({ ...DEFAULT_SETTINGS, images: { keep_mb: mb } });

/** Opens the world's database with these settings, and reads what is new. */
async function read(settings: Settings): Promise<void> {
  context = ingestContext(openStore(world.database), settings);
  context.lease.acquire();
  await readAll(context, world);
}

/** Bytes that no compression and no chance makes the same. */
function picture(seed: number, size = 3000): Buffer {
  const random = seeded(seed);
  return Buffer.from(Array.from({ length: size }, () => random.between(0, 256)));
}

const block = (bytes: Buffer): Raw => ({
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: bytes.toString('base64') },
});
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A session whose prompt, and whose only result, show an image each. */
function session(key: string, prompt: Buffer, result: Buffer, start = Date.UTC(2026, 10, 1)): Raw[] {
  const say = speak({ session: key, start });
  const asked = say.user('', {
    message: { role: 'user', content: [{ type: 'text', text: `Look, ${key}` }, block(prompt)] },
  });
  return [
    asked,
    say.call(`toolu_${key}`, 'Read', { file_path: '/work/pond/a.png' }),
    say.result(`toolu_${key}`, [block(result)]),
  ];
}

const kept = (): { hash: string; media_type: string; size: number }[] =>
  context.store.db
    .prepare<[], { hash: string; media_type: string; size: number }>(
      'SELECT hash, media_type, size FROM image ORDER BY id',
    )
    .all();
const hashes = (): string[] => kept().map(({ hash }) => hash);

function forget(key: string): void {
  const { store, lease } = context;
  recordForgetting(store, lease, sessionsToForget(store, { sessions: [key] }));
  finishForgetting(store, lease);
}

describe('images', () => {
  it('are counted and not kept when nothing is said', async () => {
    world.put('-work-pond/one.jsonl', lines(...session('one', picture(1), picture(2))));
    await read(DEFAULT_SETTINGS);
    expect(kept()).toEqual([]);
    expect(context.store.db.prepare('SELECT images FROM turn').pluck().get()).toBe(1);
    expect(shownIn('one', 'full')).not.toContain('[image');
  });

  it('are kept once each, whoever shows them', async () => {
    world.put('-work-pond/one.jsonl', lines(...session('one', picture(1), picture(2))));
    world.put('-work-pond/two.jsonl', lines(...session('two', picture(2), picture(1))));
    await read(keeping(1));
    expect(hashes().sort()).toEqual([picture(1), picture(2)].map(hashOf).sort());
    expect(kept()[0]).toMatchObject({ media_type: 'image/png', size: 3000 });
    const [found] = imagesByHash(context.store, hashOf(picture(1)).slice(0, 8));
    expect(found?.bytes.equals(picture(1))).toBe(true);
  });

  it('a fork’s copies bring none, and take none away', async () => {
    const records = session('one', picture(1), picture(2));
    world.put('-work-pond/one.jsonl', lines(...records));
    await read(keeping(1));
    const copies = records.map((record) => ({ ...record, sessionId: 'two', requestSessionId: 'one' }));
    world.put('-work-pond/two.jsonl', lines(...copies));
    await readAll(context, world);
    expect(hashes()).toHaveLength(2);
    const shown =
      'SELECT count(*) FROM turn_image JOIN turn t ON t.id = turn_id JOIN session s ON s.id = t.session_id';
    expect(context.store.db.prepare(`${shown} WHERE s.key = 'one'`).pluck().get()).toBe(2);
  });

  it('beyond the limit those shown longest ago are dropped, in whatever order they are read', async () => {
    const day = 86_400_000;
    for (const n of [3, 1, 2]) {
      const records = session(
        `s${n}`,
        picture(n, 400_000),
        picture(n, 400_000),
        Date.UTC(2026, 10, 1) + n * day,
      );
      world.put(`-work-pond/s${n}.jsonl`, lines(...records));
    }
    await read(keeping(1));
    expect(hashes().sort()).toEqual([picture(2, 400_000), picture(3, 400_000)].map(hashOf).sort());
  });

  it('are dropped when the person wants none any more', async () => {
    world.put('-work-pond/one.jsonl', lines(...session('one', picture(1), picture(2))));
    await read(keeping(1));
    upkeep(context, DEFAULT_SETTINGS, () => undefined);
    expect(kept()).toEqual([]);
  });

  it('go with the last session that shows them, and no byte of them stays', async () => {
    world.put('-work-pond/one.jsonl', lines(...session('one', picture(1), picture(2))));
    world.put('-work-pond/two.jsonl', lines(...session('two', picture(2), picture(3))));
    await read(keeping(1));
    const id = Number(context.store.db.prepare("SELECT id FROM session WHERE key = 'one'").pluck().get());
    const windows = windowsOfImages(imagesOnlyIn(context.store, [id]));
    expect(windows.length).toBeGreaterThan(10);
    context.store.db.pragma('wal_checkpoint(TRUNCATE)');
    expect(searchFiles(world.env['HER_HOME']!, windows).hits.get('her.db')?.size).toBe(windows.length);
    forget('one');
    expect(hashes().sort()).toEqual([picture(2), picture(3)].map(hashOf).sort());
    context.store.close();
    const inFiles = searchFiles(world.env['HER_HOME']!, windows);
    context = ingestContext(openStore(world.database));
    expect(proveForgotten(context.store, inFiles, windows).found).toEqual([]);
  });

  it('of a private project are never kept', async () => {
    world.put('-work-pond/one.jsonl', lines(...session('one', picture(1), picture(2))));
    await read({ ...keeping(1), private: { projects: ['pond'], folders: [] } });
    expect(kept()).toEqual([]);
  });

  it('a replay names them at full depth alone, by what export takes', async () => {
    world.put('-work-pond/one.jsonl', lines(...session('one', picture(1), picture(2))));
    await read(keeping(1));
    const [ofPrompt, ofResult] = [picture(1), picture(2)].map((bytes) => hashOf(bytes).slice(0, 8));
    expect(shownIn('one', 'full')).toContain(`1 image with the prompt [image ${ofPrompt} image/png 3 kB]`);
    expect(shownIn('one', 'full')).toContain(`[image ${ofResult} image/png 3 kB]`);
    expect(shownIn('one', 'normal')).not.toContain('[image');
  });
});

function shownIn(key: string, detail: 'normal' | 'full'): string {
  const request = replayRequest.parse({ session: key, detail });
  return JSON.stringify(replaySession(context.store, request, Date.now()).turns);
}
