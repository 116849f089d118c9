import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { upkeep } from '../../src/ingest/upkeep.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { privateSessions } from '../../src/store/private-sessions.ts';

test('finds what would not be stored today: by project, by folder, and by a call that names the folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'her-private-'));
  const store = openStore(join(folder, 'her.db'));
  try {
    store.db.exec(`
      INSERT INTO project (id, path, name) VALUES (1, '/work/Acme', 'Acme'), (2, '/work/pond', 'pond'), (3, '/clients/x', 'x');
      INSERT INTO session (id, key, source, born, project_id, cwd) VALUES
        (1, 'named', 'claude-code', 1, 1, '/work/Acme'), (2, 'kept', 'claude-code', 1, 2, '/work/pond'),
        (3, 'inside', 'claude-code', 1, 3, '/clients/x/src'), (4, 'naming', 'claude-code', 1, 2, '/work/pond'),
        (5, 'beside', 'claude-code', 1, 2, '/clients-old');
      INSERT INTO turn (id, session_id, n, role, prompt) VALUES (1, 4, 1, 'person', 'p');
      INSERT INTO action (turn_id, session_id, call_id, tool, kind, target, outcome)
        VALUES (1, 4, 'c', 'Bash', 'command', 'cat /clients/x/notes.md', 'ok');
    `);
    expect(privateSessions(store, { projects: [], folders: [] })).toEqual([]);
    expect(privateSessions(store, { projects: ['acme'], folders: [] })).toEqual(['named']);
    expect(privateSessions(store, { projects: [], folders: ['/clients'] })).toEqual(['inside', 'naming']);

    const said: string[] = [];
    const settings = { ...DEFAULT_SETTINGS, private: { projects: [], folders: ['/clients'] } };
    upkeep(ingestContext(store), settings, (text) => said.push(text));
    expect(said).toEqual([
      expect.stringContaining('2 stored sessions belong to what config.json calls private'),
    ]);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
