import type Database from 'better-sqlite3';
import { writesTo } from './writes.ts';

/**
 * Rows that one question after another reads, kept until anything is written to the database: a history of some thousand
 * turns is then asked without reading its vectors again, and what is forgotten is gone at once.
 */
export interface KeptRows<T> {
  /** Those of some ids that exist. @param read reads the rows that are not kept */
  of(
    ids: readonly number[],
    read: (missing: readonly number[]) => Iterable<[id: number, row: T]>,
  ): Map<number, T>;
}

/**
 * @param most rows kept. A longer history reads other ones each time: from then on none are kept, for memory that lives a
 *   while and is then thrown away is what the garbage collector works longest on.
 */
export function keptRows<T>(db: Database.Database, most: number): KeptRows<T> {
  const isWritten = writesTo(db);
  const kept = new Map<number, T>();
  let isLonger = false;
  return {
    of(ids, read) {
      if (isLonger) return new Map(read(ids));
      if (isWritten()) kept.clear();
      const found = new Map<number, T>();
      const missing = ids.filter((id) => {
        const row = kept.get(id);
        if (row !== undefined) found.set(id, row);
        return row === undefined;
      });
      if (missing.length === 0) return found;
      isLonger = kept.size + missing.length > most;
      if (isLonger) kept.clear();
      for (const [id, row] of read(missing)) {
        found.set(id, row);
        if (!isLonger) kept.set(id, row);
      }
      return found;
    },
  };
}
