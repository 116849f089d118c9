import { once } from './once.ts';
import type { Store } from './open.ts';
import { passageCount } from './search.ts';

const NEWEST = 200;
const charsOfNewest = once((db) =>
  db
    .prepare<[], number | null>(
      `SELECT avg(chars) FROM (SELECT chars FROM passage ORDER BY id DESC LIMIT ${String(NEWEST)})`,
    )
    .pluck(),
);

/** About how many characters all passages have together, told from the newest. */
export function textLength(store: Store): number {
  return passageCount(store) * (charsOfNewest(store.db).get() ?? 0);
}
