import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { markForWiping } from './forget.ts';
import type { Lease } from './lease.ts';
import type { Store } from './open.ts';
import { passageWriter, unpackPieces, type Piece } from './passages.ts';
import type { DetailEvent } from './detail.ts';

/** How stored texts become what new rules make of them. */
export interface Cleaning {
  text(text: string): string;
  /** Applied to what detail keeps; the same object when nothing changes is not needed. */
  event(event: DetailEvent): DetailEvent;
}

/** Rows that were changed. */
export interface Rewritten {
  sessions: number;
  turns: number;
  actions: number;
  paths: number;
  projects: number;
  annotations: number;
  passages: number;
  detail_blocks: number;
}

/**
 * Cleans every stored text again, in one transaction, and asks for a wipe, so that what was replaced is also
 * gone from free pages once `finishForgetting` ran. Changed passages get new ids: their vectors are made anew.
 * @throws LeaseLost
 */
export function rewriteTexts(store: Store, lease: Lease, { text, event }: Cleaning): Rewritten {
  const { db } = store;
  db.pragma('secure_delete = ON');
  return db
    .transaction((): Rewritten => {
      lease.assertHeld();
      const rewritten: Rewritten = {
        sessions: columns('session', 'id', ['title', 'cwd', 'branch']),
        turns: columns('turn', 'id', ['prompt', 'context', 'reply']),
        actions: columns('action', 'id', ['target', 'error']),
        annotations: columns('annotation', 'prompt_uuid', ['note']),
        paths: names('path', 'action'),
        projects: names('project', 'session'),
        passages: passages(),
        detail_blocks: detail(),
      };
      if (Object.values(rewritten).some((count) => count > 0)) markForWiping(store);
      return rewritten;
    })
    .immediate();

  function columns(table: string, key: string, names: readonly string[]): number {
    const rows = db
      .prepare<[], Record<string, string | number | null>>(
        `SELECT ${key} AS key, ${names.join(', ')} FROM ${table}`,
      )
      .all();
    const change = db.prepare(
      `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${key} = ?`,
    );
    let changed = 0;
    for (const row of rows) {
      const before = names.map((name) => row[name]);
      const after = before.map((value) => (typeof value === 'string' ? text(value) : value));
      if (after.every((value, index) => value === before[index])) continue;
      change.run(...after, row['key']);
      changed += 1;
    }
    return changed;
  }

  /** Two paths that were told apart by a secret alone become one. */
  function names(table: 'path' | 'project', user: 'action' | 'session'): number {
    const rows = db
      .prepare<[], { id: number; path: string; name: string }>(`SELECT id, path, name FROM ${table}`)
      .all();
    const same = db.prepare<[string], { id: number }>(`SELECT id FROM ${table} WHERE path = ?`);
    const change = db.prepare<[string, string, number]>(
      `UPDATE ${table} SET path = ?, name = ? WHERE id = ?`,
    );
    const repoint = db.prepare<[number, number]>(`UPDATE ${user} SET ${table}_id = ? WHERE ${table}_id = ?`);
    const remove = db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`);
    let changed = 0;
    for (const { id, path, name } of rows) {
      const after = text(path);
      if (after === path) continue;
      const other = same.get(after);
      if (other) {
        repoint.run(other.id, id);
        remove.run(id);
      } else change.run(after, text(name), id);
      changed += 1;
    }
    return changed;
  }

  function passages(): number {
    const writer = passageWriter(store);
    const rows = db.prepare<[], { id: number; pieces: string }>('SELECT id, pieces FROM passage').all();
    let changed = 0;
    for (const { id, pieces } of rows) {
      const before = unpackPieces(pieces);
      const after = before.map((piece): Piece => ({ kind: piece.kind, text: text(piece.text) }));
      if (after.every((piece, index) => piece.text === before[index]!.text)) continue;
      writer.replace(id, after);
      changed += 1;
    }
    return changed;
  }

  function detail(): number {
    const ids = db.prepare<[], { id: number }>('SELECT id FROM detail').all();
    const read = db.prepare<[number], { data: Buffer }>('SELECT data FROM detail WHERE id = ?');
    const change = db.prepare<[number, Buffer, number]>('UPDATE detail SET bytes = ?, data = ? WHERE id = ?');
    let changed = 0;
    for (const { id } of ids) {
      const before = zstdDecompressSync(read.get(id)!.data).toString('utf8');
      const after = before
        .split('\n')
        .map((line) => (line === '' ? '' : JSON.stringify(event(JSON.parse(line) as DetailEvent))))
        .join('\n');
      if (after === before) continue;
      change.run(Buffer.byteLength(after), zstdCompressSync(after), id);
      changed += 1;
    }
    return changed;
  }
}
