import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/store/open.ts';

/** A store with one session of one turn, which has no passages yet. */
export function storeOfOneTurn(): { store: Store; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'her-one-turn-'));
  const store = openStore(join(folder, 'her.db'));
  store.db.exec(`INSERT INTO session (id, key, source, born) VALUES (1, 'one', 'test', 0);
    INSERT INTO turn (id, session_id, n, role, prompt) VALUES (1, 1, 1, 'person', '')`);
  return {
    store,
    remove() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
