import type { Database } from 'better-sqlite3';

/** The first step of the schema (`schema.ts`), which nearly all tables are of. */
export function firstTables(db: Database): void {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    -- Who may write. One row; beat grows while the holder lives.
    CREATE TABLE lease (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      holder TEXT NOT NULL, pid INTEGER NOT NULL, host TEXT NOT NULL,
      beat INTEGER NOT NULL, since INTEGER NOT NULL
    );

    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      path TEXT NOT NULL UNIQUE,
      inode INTEGER NOT NULL,
      offset INTEGER NOT NULL,       -- bytes read so far: always behind a newline, or at the end of a whole record
      lines INTEGER NOT NULL,
      unknown_lines INTEGER NOT NULL,
      bad_lines INTEGER NOT NULL,
      head TEXT NOT NULL,            -- hash of the first bytes: tells a replaced file from a grown one
      state TEXT NOT NULL,           -- what the assembler must remember between two batches (JSON)
      error TEXT, error_code TEXT, error_count INTEGER NOT NULL DEFAULT 0, retry_at INTEGER,
      read_at INTEGER NOT NULL
    );
    CREATE TABLE bad_line (
      file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
      line INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (file_id, line)
    ) WITHOUT ROWID;
    CREATE TABLE unknown_type (
      source TEXT NOT NULL, type TEXT NOT NULL, first_version TEXT, count INTEGER NOT NULL,
      PRIMARY KEY (source, type)
    ) WITHOUT ROWID;

    CREATE TABLE project (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
    CREATE INDEX project_by_name ON project (name COLLATE NOCASE);

    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,      -- the assistant's own id; of a sub-agent '<session>/agent-<id>'
      source TEXT NOT NULL,
      born INTEGER NOT NULL,         -- when its file was made
      project_id INTEGER REFERENCES project,
      cwd TEXT, branch TEXT, version TEXT,
      title TEXT, title_rank INTEGER NOT NULL DEFAULT 0,
      agent_type TEXT,
      parent_key TEXT, parent_kind TEXT, parent_call TEXT,
      inherited_turns INTEGER NOT NULL DEFAULT 0,  -- turns at its start that belong to the parent (fork)
      compactions INTEGER NOT NULL DEFAULT 0,
      started_at INTEGER, ended_at INTEGER
    );
    CREATE INDEX session_by_end ON session (ended_at);
    CREATE INDEX session_by_branch ON session (project_id, branch, ended_at) WHERE branch IS NOT NULL;
    CREATE INDEX session_by_parent ON session (parent_key);

    CREATE TABLE turn (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
      n INTEGER NOT NULL,
      role TEXT NOT NULL,            -- person, command, task, or none: work whose prompt is not on record
      prompt_uuid TEXT UNIQUE,
      parent_uuid TEXT,
      started_at INTEGER, first_reply_at INTEGER, ended_at INTEGER,
      prompt TEXT NOT NULL,
      context TEXT,                  -- what an editor added (JSON array of texts)
      images INTEGER NOT NULL DEFAULT 0,
      reply TEXT NOT NULL DEFAULT '',
      model TEXT,
      interrupted INTEGER NOT NULL DEFAULT 0,
      rewound INTEGER NOT NULL DEFAULT 0,
      UNIQUE (session_id, n)
    );
    CREATE INDEX turn_by_start ON turn (started_at);
    CREATE INDEX turn_of_interruption ON turn (session_id) WHERE interrupted = 1;
    CREATE INDEX turn_by_parent ON turn (parent_uuid, session_id, n);

    -- What the detector says of each human turn; kind is null where it is no pushback.
    CREATE TABLE verdict (
      turn_id INTEGER PRIMARY KEY REFERENCES turn ON DELETE CASCADE,
      intent TEXT NOT NULL, kind TEXT, cause TEXT, confidence REAL, reasons TEXT
    );
    CREATE INDEX verdict_of_pushback ON verdict (kind) WHERE kind IS NOT NULL;

    CREATE TABLE path (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
    CREATE INDEX path_by_name ON path (name COLLATE NOCASE);

    CREATE TABLE action (
      id INTEGER PRIMARY KEY,
      turn_id INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE,
      session_id INTEGER NOT NULL,
      call_id TEXT NOT NULL,
      tool TEXT NOT NULL, kind TEXT NOT NULL,
      path_id INTEGER REFERENCES path,
      target TEXT,                   -- null when it is the path
      outcome TEXT NOT NULL,
      error TEXT,
      started_at INTEGER, ended_at INTEGER,
      agent_key TEXT,                -- the sub-agent session it started
      UNIQUE (call_id, session_id)
    );
    CREATE INDEX action_by_turn ON action (turn_id);
    CREATE INDEX action_of_failure ON action (session_id) WHERE outcome = 'failed';
    CREATE INDEX action_by_path ON action (path_id) WHERE path_id IS NOT NULL;

    CREATE TABLE usage (
      message_id TEXT NOT NULL, request_id TEXT NOT NULL,
      session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
      turn_id INTEGER REFERENCES turn ON DELETE CASCADE,
      model TEXT NOT NULL, at INTEGER,
      input INTEGER NOT NULL, output INTEGER NOT NULL,
      cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL,
      PRIMARY KEY (message_id, request_id)
    ) WITHOUT ROWID;
    CREATE INDEX usage_by_turn ON usage (turn_id);
    CREATE INDEX usage_by_session ON usage (session_id);

    -- Everything a turn holds, as JSON lines of events, in zstd blocks.
    CREATE TABLE detail (
      id INTEGER PRIMARY KEY,
      turn_id INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE,
      seq INTEGER NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL,
      UNIQUE (turn_id, seq)
    );

    -- What is searched: a turn in passages of a few thousand characters, each a list of pieces
    -- [[kind, text], …] as JSON. A passage that grows gets a new id, so that words and vectors follow by id.
    CREATE TABLE passage (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      turn_id INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE,
      seq INTEGER NOT NULL,
      at INTEGER,
      chars INTEGER NOT NULL,
      pieces TEXT NOT NULL,
      UNIQUE (turn_id, seq)
    );
    CREATE INDEX passage_by_time ON passage (at, turn_id);
    -- A column for each kind of piece. parts: the words inside identifiers; tags: the project, so that the
    -- filter acts inside the index.
    CREATE VIRTUAL TABLE passage_words USING fts5 (
      prompts, replies, commands, edits, errors, commits, summaries, titles, parts, tags,
      content='', contentless_delete=1, tokenize="porter unicode61 remove_diacritics 2"
    );
    CREATE TRIGGER passage_gone AFTER DELETE ON passage BEGIN
      DELETE FROM passage_words WHERE rowid = old.id;
    END;

    -- Whose vectors there are, and up to which passage.
    CREATE TABLE embedding_model (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dim INTEGER NOT NULL,
      watermark INTEGER NOT NULL DEFAULT 0
    );
  `);
}
