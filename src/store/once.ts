import type Database from 'better-sqlite3';

/** A statement that is prepared once for each connection: for those that every question runs. */
export function once<S>(prepare: (db: Database.Database) => S): (db: Database.Database) => S {
  const prepared = new WeakMap<Database.Database, S>();
  return (db) => {
    const known = prepared.get(db);
    if (known !== undefined) return known;
    const statement = prepare(db);
    prepared.set(db, statement);
    return statement;
  };
}

/** The same of a statement that has several shapes: each is prepared once. */
export function oncePerText<S>(
  prepare: (db: Database.Database, sql: string) => S,
): (db: Database.Database, sql: string) => S {
  const shapes = once(() => new Map<string, S>());
  return (db, sql) => {
    const prepared = shapes(db);
    const statement = prepared.get(sql) ?? prepare(db, sql);
    prepared.set(sql, statement);
    return statement;
  };
}
