import type Database from 'better-sqlite3';

/** Tells whether anything was written to a database, by whomever, since it was asked last; true when first asked. */
export function writesTo(db: Database.Database): () => boolean {
  // What others commit changes the version, what this connection writes its own count.
  const version = db.prepare<[], number>('PRAGMA data_version').pluck();
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  let seen = '';
  return () => {
    const now = `${version.get()} ${changes.get()}`;
    const isOther = now !== seen;
    seen = now;
    return isOther;
  };
}
