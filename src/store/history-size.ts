import { once } from './once.ts';
import type { Store } from './open.ts';

/** How long a history is, told without counting it. */

const newestPassageIn = once((db) => db.prepare<[], number | null>('SELECT max(id) FROM passage').pluck());

/** The highest id of a passage, 0 when there is none: more than there are, for a passage that grows takes a new id. */
export function newestPassage({ db }: Store): number {
  return newestPassageIn(db).get() ?? 0;
}

const averagesIn = once((db) =>
  db.prepare<[], Buffer>('SELECT block FROM passage_words_data WHERE id = 1').pluck(),
);

/**
 * How many passages there are, without counting them: the first number of FTS5's averages record
 * (`FTS5_AVERAGES_ROWID` in its fts5_index.c), seven bits a byte, the highest first. `history-size.test.ts` holds it to a count.
 */
export function passageCount({ db }: Store): number {
  let count = 0;
  for (const byte of averagesIn(db).get() ?? []) {
    count = count * 128 + (byte & 127);
    if (byte < 128) break;
  }
  return count;
}

const NEWEST = 200;
const charsOfNewest = once((db) =>
  db
    .prepare<[], number | null>(
      `SELECT avg(chars) FROM (SELECT chars FROM passage ORDER BY id DESC LIMIT ${String(NEWEST)})`,
    )
    .pluck(),
);

/** Of the state that its newest passage tells: a question asks several times, and each look reads the newest rows. */
const knownChars = once(() => ({ newest: -1, average: 0 }));

/** About how many characters all passages have together, told from the newest. */
export function textLength(store: Store): number {
  const known = knownChars(store.db);
  const newest = newestPassage(store);
  if (known.newest !== newest) Object.assign(known, { newest, average: charsOfNewest(store.db).get() ?? 0 });
  return passageCount(store) * known.average;
}

const newestTurnIn = once((db) => db.prepare<[], number | null>('SELECT max(id) FROM turn').pluck());

/** The id of the turn that was stored last; 0 when there is none. */
export function newestTurn({ db }: Store): number {
  return newestTurnIn(db).get() ?? 0;
}
