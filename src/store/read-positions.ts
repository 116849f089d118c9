import type { Store } from './open.ts';

/** How far a transcript has been read: `offset` bytes of the file with this `inode`; `read_at` in ms. */
export interface ReadPosition {
  path: string;
  inode: number;
  offset: number;
  read_at: number;
}

export function readPositions({ db }: Store): ReadPosition[] {
  return db.prepare<[], ReadPosition>('SELECT path, inode, offset, read_at FROM file').all();
}
