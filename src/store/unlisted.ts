import { once } from './once.ts';
import type { Store } from './open.ts';
import type { SearchFilter } from './passage-filter.ts';
import { CHUNK, type Chunk } from './word-lists.ts';
import { projectTag } from './words.ts';

/**
 * What no list of words holds yet: the newest passages, and chunks that are being made again. They are gaps of ids
 * between the chunks, and FTS5 tells which of their passages hold a word.
 */
export type Gap = [from: number, to: number];

export function gapsBetween(chunks: readonly Chunk[], newest: number): Gap[] {
  const gaps: Gap[] = [];
  let next = 0;
  for (const { chunk } of chunks) {
    if (chunk * CHUNK > next) gaps.push([next, chunk * CHUNK - 1]);
    next = (chunk + 1) * CHUNK;
  }
  if (newest >= next) gaps.push([next, newest]);
  return gaps;
}

/** What FTS5 is asked for passages of projects. */
export function projectsMatch(projects: readonly number[]): string {
  return projects.length === 0 ? '""' : `tags : (${projects.map(projectTag).join(' OR ')})`;
}

/** Gaps from the first to the last passage that matches, and how many do. */
export function gapsWith(
  store: Store,
  match: string,
  gaps: readonly Gap[],
): { gaps: Gap[]; passages: number } {
  const held = gaps.map((gap) => holdersWithin(store, match, gap));
  return {
    gaps: held.flatMap((ids): Gap[] => (ids.length === 0 ? [] : [[ids[0]!, ids.at(-1)!]])),
    passages: held.reduce((sum, ids) => sum + ids.length, 0),
  };
}

const holdersIn = once((db) =>
  db
    .prepare<[string, bigint, bigint], number>(
      'SELECT rowid FROM passage_words WHERE passage_words MATCH ? AND rowid BETWEEN ? AND ?',
    )
    .pluck(),
);

/** FTS5 skips to a range of ids only when they are bound as integers, and a number is bound as a real. */
export function holdersWithin({ db }: Store, match: string, [from, to]: Gap): number[] {
  return holdersIn(db).all(match, BigInt(from), BigInt(to));
}

const timedIn = once((db) =>
  db
    .prepare<[number, number, number, number], number>(
      `SELECT id FROM passage INDEXED BY passage_place WHERE id BETWEEN ? AND ? AND at >= ? AND at < ?`,
    )
    .pluck(),
);

/** Passages that lie in the times of a filter; undefined when it has none. */
export function withinTimes(
  store: Store,
  gaps: readonly Gap[],
  { since, until }: SearchFilter,
): Set<number> | undefined {
  if (since === undefined && until === undefined) return undefined;
  return new Set(
    gaps.flatMap(([from, to]) =>
      timedIn(store.db).all(from, to, since ?? 0, until ?? Number.MAX_SAFE_INTEGER),
    ),
  );
}
