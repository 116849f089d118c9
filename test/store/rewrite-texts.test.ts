import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { openStore } from '../../src/store/open.ts';
import { textsOf } from '../../src/store/removed-texts.ts';
import { runHer } from '../cli/her.ts';
import { idOf, speak } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';
import { lines } from './planted.ts';

let world: World;
beforeEach(async () => {
  world = makeWorld();
  const one = speak({ session: idOf('badges'), cwd: '/work/BADGE-4711/pond' });
  world.put(
    `-work-pond/${idOf('badges')}.jsonl`,
    lines(
      one.user('My badge is BADGE-4711'),
      one.reply('BADGE-4711 it is, and the heron stands still'),
      one.call('toolu_1', 'Bash', { command: 'open --badge BADGE-4711' }),
      one.result('toolu_1', 'no BADGE-4711', {}, true),
      one.call('toolu_2', 'Read', { file_path: '/work/BADGE-4711/a.ts' }),
      one.result('toolu_2', 'ok'),
    ),
  );
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  await readAll(context, world);
  context.lease.release();
  store.close();
});
afterEach(() => world.remove());

const home = (): string => join(world.root, 'her');
const again = (...more: string[]) => runHer(['redact', '--again', ...more], { env: world.env });

test('a new rule is applied to all that is stored, in every table and file, and what changed is told', async () => {
  mkdirSync(home(), { recursive: true });
  const patterns = [{ kind: 'badge', pattern: 'BADGE-\\d{4}' }];
  writeFileSync(join(home(), 'config.json'), JSON.stringify({ redact: { patterns } }));
  const { out, code, err } = await again('--json');
  expect([code, err]).toEqual([0, '']);
  const { changed, counts } = JSON.parse(out) as {
    changed: Record<string, number>;
    counts: Record<string, number>;
  };
  expect(changed).toMatchObject({ turns: 1, actions: 1, paths: 1, projects: 1, sessions: 1, passages: 1 });
  expect(counts['badge']).toBeGreaterThan(3);

  const files = readdirSync(home()).filter((name) => name.startsWith('her.db'));
  for (const name of files) expect(readFileSync(join(home(), name)).includes('BADGE-4711')).toBe(false);
  const store = openStore(world.database);
  const texts = [...textsOf(store, [1])].join('\n');
  expect(texts).toMatch(/\[redacted:badge [0-9a-f]{6}\]/);
  expect(texts).not.toContain('BADGE-4711');
  const found = store.db.prepare<[string], { rowid: number }>(
    'SELECT rowid FROM passage_words WHERE passage_words MATCH ?',
  );
  expect(found.all('4711')).toEqual([]);
  expect(found.all('heron')).toHaveLength(1);
  expect(store.db.pragma('foreign_key_check')).toEqual([]);
  store.close();
});

test('with the rules of before nothing changes', async () => {
  const { out, code } = await again();
  expect(code).toBe(0);
  expect(out).toContain('Nothing to change');
});
