import { BM25 } from './column-weights.ts';
import { once, oncePerText } from './once.ts';
import type { Store } from './open.ts';
import { conditions, type SearchFilter } from './passage-filter.ts';
import { COLUMN_OF, type PieceKind } from './passages.ts';
import { projectTag } from './words.ts';

/** What FTS5's index tells of words: who holds them, which there are, and which passages are the best by them. */

const scored = oncePerText((db, sql) => db.prepare<unknown[], { id: number; b: number }>(sql));

/** The best passages for a full-text expression with their scores, best first. @param match an FTS5 expression without a column filter */
export function passagesByWords(
  { db }: Store,
  match: string,
  filter: SearchFilter,
  limit: number,
): Map<number, number> {
  if (filter.projects?.length === 0 || match === '') return new Map();
  const columns = filter.kinds ? columnsOf(filter.kinds) : [...Object.values(COLUMN_OF), 'parts'];
  const tags = filter.projects
    ? ` AND tags : (${filter.projects.map((id) => projectTag(id)).join(' OR ')})`
    : '';
  const { joins, where, values } = conditions({ ...filter, projects: undefined });
  const rows = scored(
    db,
    `SELECT passage_words.rowid AS id, ${BM25} AS b FROM passage_words ${joins ? `JOIN passage p ON p.id = passage_words.rowid ${joins}` : ''}
     WHERE passage_words MATCH ? ${where} ORDER BY b LIMIT ?`,
  ).all(`({${columns.join(' ')}} : (${match}))${tags}`, ...values, limit);
  return new Map(rows.map(({ id, b }) => [id, -b]));
}

const holdersIn = once((db) =>
  db.prepare<[match: string], number>('SELECT rowid FROM passage_words WHERE passage_words MATCH ?').pluck(),
);

/** All passages with a word in pieces of some kinds. @param match an FTS5 expression without a column filter */
export function passagesWithKinds({ db }: Store, match: string, kinds: readonly PieceKind[]): number[] {
  const columns = columnsOf(kinds);
  if (columns.length === 0) return [];
  return holdersIn(db).all(`{${columns.join(' ')}} : (${match})`);
}

function columnsOf(kinds: readonly PieceKind[]): string[] {
  return kinds.flatMap((kind) => (kind === 'thinking' ? [] : COLUMN_OF[kind]));
}

const holdersFrom = once((db) =>
  db
    .prepare<[string, bigint, number], number>(
      'SELECT rowid FROM passage_words WHERE passage_words MATCH ? AND rowid >= ? LIMIT ?',
    )
    .pluck(),
);

/** No passages. */
export const NONE: ReadonlySet<number> = new Set();

/**
 * The passages that hold a word or phrase (as the index has it: folded and stemmed), at most `limit` of them.
 * @param without passages that do not count
 * @param from the first passage that is looked at
 */
export function documentsWith(
  { db }: Store,
  phrase: string,
  limit: number,
  without: ReadonlySet<number> = NONE,
  from = 0,
): Set<number> {
  const found = holdersFrom(db).all(phrase, BigInt(from), limit + without.size);
  return new Set(found.filter((id) => !without.has(id)).slice(0, limit));
}
