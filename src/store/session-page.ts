import { HerError } from '../shared/errors.ts';
import { shortened } from '../shared/shortened.ts';
import { newestTurn } from './history-size.ts';
import type { Store } from './open.ts';

/**
 * Where the next page of a list of sessions begins. A session that is worked on moves up between two pages; it keeps the
 * place that it had when the first page was made, so that it is neither missed nor shown twice.
 */
export interface SessionPage {
  order: string;
  /** Of the last session shown. */
  rank: number;
  id: number;
  /** The newest turn there was, and the latest activity, ms, when the first page was made. */
  newest: number;
  latest: number;
}

export interface PlacedSession {
  id: number;
  ended_at: number;
  turns: number;
}

export function cursorAt({ order, rank, id, newest, latest }: SessionPage): string {
  return [order, rank, id, newest, latest].join(':');
}

/** @throws HerError `bad-cursor` */
export function pageAt(cursor: string, order: string): SessionPage {
  const [of, ...parts] = cursor.split(':');
  const [rank, id, newest, latest] = parts.map((part) => (part === '' ? NaN : Number(part)));
  const numbers = [rank, id, newest, latest];
  if (of !== order || parts.length !== numbers.length || numbers.some((number) => !Number.isFinite(number)))
    throw new HerError(
      'bad-cursor',
      `"${shortened(cursor, 60)}" is no cursor of this list. Take next_cursor of an answer with the same order, or leave it out.`,
    );
  return { order, rank: rank!, id: id!, newest: newest!, latest: latest! };
}

/** What is remembered of now on a first page. */
export function pageOfNow(
  store: Store,
  rows: readonly PlacedSession[],
): Pick<SessionPage, 'newest' | 'latest'> {
  return {
    newest: newestTurn(store),
    latest: rows.reduce((latest, row) => Math.max(latest, row.ended_at), 0),
  };
}

/** Sessions, and `then` with their turns and end as they were when the first page was made; later ones are left out. */
export function asTheyWere<Row extends PlacedSession>(
  { db }: Store,
  rows: readonly Row[],
  { newest, latest }: SessionPage,
): { row: Row; then: Row }[] {
  const added = new Map(
    db
      .prepare<[{ newest: number }], { session: number; turns: number; is_new: number }>(
        `SELECT session_id AS session, count(*) AS turns,
           NOT EXISTS (SELECT 1 FROM turn o WHERE o.session_id = t.session_id AND o.id <= @newest) AS is_new
         FROM turn t WHERE id > @newest GROUP BY session_id`,
      )
      .all({ newest })
      .map((row) => [row.session, row]),
  );
  const endOf = db
    .prepare<[{ session: number; newest: number; latest: number }], number | null>(
      // A turn that went on since then counts from its beginning.
      `SELECT max(CASE WHEN ended_at <= @latest THEN ended_at ELSE started_at END)
       FROM turn WHERE session_id = @session AND id <= @newest`,
    )
    .pluck();
  return rows.flatMap((row) => {
    const later = added.get(row.id);
    if (later?.is_new) return [];
    if (!later && row.ended_at <= latest) return [{ row, then: row }];
    const turns = row.turns - (later?.turns ?? 0);
    const ended =
      row.ended_at <= latest ? row.ended_at : (endOf.get({ session: row.id, newest, latest }) ?? latest);
    return [{ row, then: { ...row, turns, ended_at: ended } }];
  });
}
