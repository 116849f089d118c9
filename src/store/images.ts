import { createHash } from 'node:crypto';
import type { Picture } from '../shared/events.ts';
import type { Store } from './open.ts';

/** Images of prompts and results, each once by its hash, where the person wants them kept (config.json, `images`). */
export interface Images {
  /** Remembers an image of the record at hand until `endBatch`; it is stored when a turn shows it. */
  seen(mediaType: string, bytes: Buffer): Picture;
  /** @param at milliseconds; null when the record carries no time */
  shownIn(turnId: number, pictures: readonly Picture[], at: number | null): void;
  /** Forgets what no turn showed, and drops the oldest beyond the limit. */
  endBatch(): void;
}

export interface StoredImage {
  hash: string;
  media_type: string;
  bytes: Buffer;
}

/** @param most bytes of all images */
export function imagesIn(store: Store, most: number): Images {
  const { db } = store;
  const pending = new Map<string, { mediaType: string; bytes: Buffer }>();
  let isChanged = false;
  const put = db.prepare<[string, string, number, number | null, Buffer]>(
    `INSERT INTO image (hash, media_type, size, at, bytes) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET at = max(coalesce(at, 0), coalesce(excluded.at, 0))`,
  );
  const show = db.prepare<[number, string]>(
    'INSERT INTO turn_image (turn_id, image_id) SELECT ?, id FROM image WHERE hash = ? ON CONFLICT DO NOTHING',
  );
  return {
    seen(mediaType, bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      pending.set(hash, { mediaType, bytes });
      return { hash, media_type: mediaType, bytes: bytes.length };
    },
    shownIn(turnId, pictures, at) {
      for (const { hash } of pictures) {
        const image = pending.get(hash);
        if (!image || image.bytes.length > most) continue;
        put.run(hash, image.mediaType, image.bytes.length, at, image.bytes);
        show.run(turnId, hash);
        isChanged = true;
      }
    },
    endBatch() {
      pending.clear();
      if (isChanged) dropImagesBeyond(store, most);
      isChanged = false;
    },
  };
}

/** Drops the images that were shown longest ago until the rest is `most` bytes or less. */
export function dropImagesBeyond({ db }: Store, most: number): void {
  const size = db.prepare<[], number>('SELECT coalesce(sum(size), 0) FROM image').pluck().get() ?? 0;
  if (size <= most) return;
  // What a removed image held is overwritten, not only given free.
  db.pragma('secure_delete = ON');
  db.prepare<[number]>(
    `DELETE FROM image WHERE id IN (
       SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY at DESC, id DESC) AS total FROM image) WHERE total > ?)`,
  ).run(most);
}

/** Images whose hash begins so, two at most. */
export function imagesByHash({ db }: Store, beginning: string): StoredImage[] {
  return db
    .prepare<[string, string], StoredImage>(
      'SELECT hash, media_type, bytes FROM image WHERE substr(hash, 1, length(?)) = ? LIMIT 2',
    )
    .all(beginning, beginning);
}

/** Images that no other session shows: they go with these. */
export function* imagesOnlyIn({ db }: Store, sessionIds: readonly number[]): Generator<Buffer> {
  const rows = db
    .prepare<[string, string], { bytes: Buffer }>(
      `SELECT bytes FROM image i
       WHERE EXISTS (SELECT 1 FROM turn_image x JOIN turn t ON t.id = x.turn_id
                     WHERE x.image_id = i.id AND t.session_id IN (SELECT value FROM json_each(?)))
         AND NOT EXISTS (SELECT 1 FROM turn_image x JOIN turn t ON t.id = x.turn_id
                         WHERE x.image_id = i.id AND t.session_id NOT IN (SELECT value FROM json_each(?)))`,
    )
    .iterate(JSON.stringify(sessionIds), JSON.stringify(sessionIds));
  for (const { bytes } of rows) yield bytes;
}
