import type { Database } from 'better-sqlite3';
import { firstTables } from './first-tables.ts';

/**
 * The schema, as a list of small steps. Each runs once, in order, in its own transaction;
 * `PRAGMA user_version` is the number of steps done. Times are milliseconds since the epoch.
 */
const MIGRATIONS: readonly { name: string; up: (db: Database) => void }[] = [
  { name: '2026-11-23 first tables', up: firstTables },
  { name: '2026-11-23 what was forgotten', up: forgottenTable },
  { name: '2026-11-23 whose transcript a file is', up: sessionOfFile },
  { name: '2026-11-23 what the person says of verdicts and advice', up: annotationTables },
  { name: '2026-11-23 files by inode', up: filesByInode },
  { name: '2026-11-23 lists of words', up: wordLists },
  { name: '2026-11-23 vectors in plain rows', up: vectorsAnew },
  { name: '2026-11-23 what a fork inherited, and images', up: inheritedAndImages },
  { name: '2026-11-23 where a passage stands', up: narrowIndexes },
];

/** Brings the schema up to date; returns how many steps ran. @throws when the database is of a newer Her */
export function migrate(db: Database): number {
  const done = Number(db.pragma('user_version', { simple: true }));
  if (done > MIGRATIONS.length) throw new NewerSchema(done, MIGRATIONS.length);
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < done) continue;
    db.transaction(() => {
      // Two processes may start at once: the one that waited finds the step done.
      if (Number(db.pragma('user_version', { simple: true })) > index) return;
      migration.up(db);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
  return MIGRATIONS.length - done;
}

/** Steps this Her knows. */
export const SCHEMA_VERSION = MIGRATIONS.length;

export class NewerSchema extends Error {
  constructor(found: number, known: number) {
    super(`schema ${found} is newer than ${known}`);
  }
}

/** Hashes of what may not come back: see `forgotten.ts`. */
function forgottenTable(db: Database): void {
  db.exec('CREATE TABLE forgotten (hash TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID');
}

/**
 * What the person said, kept apart from what was read: by prompt uuid, so that it outlives a transcript that is
 * read anew. `judgement` is what every figure counts: the verdict, or the person's own word.
 */
function annotationTables(db: Database): void {
  db.exec(`
    CREATE TABLE annotation (
      prompt_uuid TEXT PRIMARY KEY,
      kind TEXT,                     -- null: no pushback
      cause TEXT, note TEXT,
      at INTEGER NOT NULL
    ) WITHOUT ROWID;
    -- Rules and habits that the person took up: what changed since is counted from then on.
    CREATE TABLE taken_advice (
      id INTEGER PRIMARY KEY,
      about TEXT NOT NULL,           -- rule or habit
      project_id INTEGER REFERENCES project ON DELETE CASCADE,
      text TEXT NOT NULL,            -- the line, or the habit's name
      terms TEXT NOT NULL,           -- what tells the complaint again (JSON array)
      file TEXT,
      at INTEGER NOT NULL
    );
    CREATE VIEW judgement AS
      SELECT t.id AS turn_id, v.intent,
        CASE WHEN a.prompt_uuid IS NULL THEN v.kind ELSE a.kind END AS kind,
        CASE WHEN a.prompt_uuid IS NULL THEN v.cause WHEN a.kind IS NULL THEN NULL ELSE coalesce(a.cause, v.cause) END AS cause,
        CASE WHEN a.prompt_uuid IS NULL THEN v.confidence WHEN a.kind IS NULL THEN NULL ELSE 1.0 END AS confidence,
        a.prompt_uuid IS NOT NULL AS annotated
      FROM turn t LEFT JOIN verdict v ON v.turn_id = t.id LEFT JOIN annotation a ON a.prompt_uuid = t.prompt_uuid
      WHERE v.turn_id IS NOT NULL OR a.prompt_uuid IS NOT NULL;
  `);
}

/** A transcript goes with its session when that is forgotten; null when it was read before this column. */
function sessionOfFile(db: Database): void {
  db.exec('ALTER TABLE file ADD COLUMN session TEXT');
}

/**
 * Which turns a fork begins with, by their prompts: the session that said them may go on, or be rewound. And images,
 * where the person wants them kept: each once, gone with the last turn that shows it.
 */
function inheritedAndImages(db: Database): void {
  db.exec(`
    CREATE TABLE inherited (
      session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
      n INTEGER NOT NULL, prompt_uuid TEXT NOT NULL,
      PRIMARY KEY (session_id, n)
    ) WITHOUT ROWID;
    CREATE TABLE image (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,     -- SHA-256, hex
      media_type TEXT NOT NULL, size INTEGER NOT NULL,
      at INTEGER,                    -- when it was shown last
      bytes BLOB NOT NULL
    );
    CREATE INDEX image_by_age ON image (at, size);
    CREATE TABLE turn_image (
      turn_id INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE,
      image_id INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
      PRIMARY KEY (turn_id, image_id)
    ) WITHOUT ROWID;
    CREATE INDEX turn_by_image ON turn_image (image_id);
    CREATE TRIGGER image_shown_nowhere AFTER DELETE ON turn_image
      WHEN NOT EXISTS (SELECT 1 FROM turn_image WHERE image_id = old.image_id) BEGIN
      DELETE FROM image WHERE id = old.image_id;
    END;
  `);
}

/** Of each new file it is asked whether an old one was moved there: without this, 5,000 files cost 5,000 squared. */
function filesByInode(db: Database): void {
  db.exec('CREATE INDEX file_by_inode ON file (inode)');
}

/** What makes a long history quick to search by words: see `word-lists.ts`, whose chunks of 2^13 ids, and shelves of 2^4 chunks, these are. */
function wordLists(db: Database): void {
  db.exec(`
    CREATE TABLE word_list (key INTEGER PRIMARY KEY, postings BLOB NOT NULL);
    CREATE TABLE word_chunk (chunk INTEGER PRIMARY KEY, passages INTEGER NOT NULL, chars INTEGER NOT NULL);
    CREATE TRIGGER word_chunk_broken AFTER DELETE ON passage
      WHEN EXISTS (SELECT 1 FROM word_chunk WHERE chunk = old.id >> 13) BEGIN
      DELETE FROM word_list WHERE key >= (old.id >> 17) << 36 AND key < ((old.id >> 17) + 1) << 36
        AND key & 15 = (old.id >> 13) & 15;
      DELETE FROM word_chunk WHERE chunk = old.id >> 13;
    END;
  `);
}

/** Vectors were in a table of sqlite-vec's: they are made anew, in rows of our own. */
function vectorsAnew(db: Database): void {
  const ids = db.prepare<[], number>('SELECT id FROM embedding_model').pluck().all();
  for (const id of ids) {
    db.exec(`
      DROP TRIGGER IF EXISTS vector_${id}_gone;
      DROP TRIGGER IF EXISTS session_vector_${id}_gone;
      DROP TABLE IF EXISTS vector_${id};
      DROP TABLE IF EXISTS fragment_${id};
      DROP TABLE IF EXISTS session_vector_${id};
      UPDATE embedding_model SET watermark = 0 WHERE id = ${id};
    `);
  }
}

/** Where hundreds of candidates stand, without touching the pages that hold their texts. */
function narrowIndexes(db: Database): void {
  db.exec(`
    CREATE INDEX passage_place ON passage (id, turn_id, at);
    CREATE INDEX turn_place ON turn (id, session_id);
  `);
}
