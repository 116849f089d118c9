import type Database from 'better-sqlite3';

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
  // What others commit changes the version, what this connection writes its own count.
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  const state = (): string => `${db.pragma('data_version', { simple: true })} ${changes.get()}`;
  const kept = new Map<number, T>();
  let keptOf = '';
  let isLonger = false;
  return {
    of(ids, read) {
      if (isLonger) return new Map(read(ids));
      const now = state();
      if (now !== keptOf) kept.clear();
      keptOf = now;
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
