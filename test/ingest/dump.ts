import { readDetail } from '../../src/store/detail.ts';
import type { Store } from '../../src/store/open.ts';

/**
 * Everything a database says, in an order and by names that do not depend on when or in how many batches it
 * was written: session keys, turn numbers, call and message ids instead of row ids.
 */
export function dumpOf(store: Store, words: readonly string[] = WORDS): string[] {
  const { db } = store;
  const all = (sql: string): string[] =>
    db
      .prepare(sql)
      .all()
      .map((row) => JSON.stringify(row));
  const turn = 'JOIN turn t ON t.id = x.turn_id JOIN session s ON s.id = t.session_id';
  const details = db
    .prepare<[], { id: number; key: string; n: number }>(
      'SELECT t.id, s.key, t.n FROM turn t JOIN session s ON s.id = t.session_id ORDER BY s.key, t.n',
    )
    .all()
    .map(({ id, key, n }) => JSON.stringify({ key, n, events: readDetail(store, id) }));
  const matches = db.prepare<[string], { place: string }>(
    `SELECT s.key || '#' || t.n || '.' || x.seq AS place FROM passage_words w JOIN passage x ON x.id = w.rowid ${turn}
     WHERE passage_words MATCH ? ORDER BY place`,
  );
  return [
    '## file',
    ...all('SELECT path, offset, lines, unknown_lines, bad_lines, head, error FROM file ORDER BY path'),
    ...all(
      'SELECT f.path, b.line, b.reason FROM bad_line b JOIN file f ON f.id = b.file_id ORDER BY f.path, b.line',
    ),
    ...all('SELECT source, type, count FROM unknown_type ORDER BY source, type'),
    '## session',
    ...all(
      `SELECT key, source, p.path, cwd, branch, version, title, title_rank, agent_type, parent_key, parent_kind,
         parent_call, inherited_turns, compactions, started_at, ended_at
       FROM session LEFT JOIN project p ON p.id = project_id ORDER BY key`,
    ),
    ...all(
      'SELECT s.key, n, prompt_uuid FROM inherited JOIN session s ON s.id = session_id ORDER BY s.key, n',
    ),
    '## turn',
    ...all(
      `SELECT s.key, n, role, prompt_uuid, parent_uuid, t.started_at, first_reply_at, t.ended_at, prompt, context, images,
         reply, model, interrupted, rewound FROM turn t JOIN session s ON s.id = t.session_id ORDER BY s.key, n`,
    ),
    '## action',
    ...all(
      `SELECT s.key, t.n, call_id, tool, kind, p.path, target, outcome, error, x.started_at, x.ended_at, agent_key
       FROM action x ${turn} LEFT JOIN path p ON p.id = x.path_id ORDER BY s.key, t.n, call_id`,
    ),
    '## usage',
    ...all(
      `SELECT message_id, request_id, s.key, t.n, x.model, x.at, input, output, cache_read, cache_write_5m, cache_write_1h
       FROM usage x JOIN session s ON s.id = x.session_id LEFT JOIN turn t ON t.id = x.turn_id ORDER BY message_id, request_id`,
    ),
    '## detail',
    ...all(`SELECT s.key, t.n, x.seq, x.bytes FROM detail x ${turn} ORDER BY s.key, t.n, x.seq`),
    ...details,
    '## passage',
    ...all(
      `SELECT s.key, t.n, x.seq, x.at, x.chars, x.pieces FROM passage x ${turn} ORDER BY s.key, t.n, x.seq`,
    ),
    '## words',
    ...words.map((word) => JSON.stringify({ word, at: matches.all(word).map((row) => row.place) })),
    `rows without a passage: ${String(
      db
        .prepare('SELECT count(*) FROM passage_words WHERE rowid NOT IN (SELECT id FROM passage)')
        .pluck()
        .get(),
    )}`,
  ];
}

const WORDS = ['heron', 'duck', 'pond', 'failed', 'commit', 'parse', 'egret'];
