import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { freshnessOf } from '../../src/server/freshness.ts';
import { readSettings } from '../../src/shared/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { textsOf } from '../../src/store/removed-texts.ts';
import { idOf, speak } from './records.ts';
import { makeWorld, promptsIn, readAll, type World } from './world.ts';

let world: World;
let context: IngestContext | undefined;
beforeEach(() => (world = makeWorld()));
afterEach(() => {
  context?.store.close();
  world.remove();
});

const lines = (...records: unknown[]): string =>
  records.map((record) => JSON.stringify(record) + '\n').join('');

async function read(settings: unknown): Promise<IngestContext> {
  mkdirSync(`${world.root}/her`, { recursive: true });
  writeFileSync(`${world.root}/her/config.json`, JSON.stringify(settings));
  context = ingestContext(openStore(world.database), readSettings(`${world.root}/her`, world.env));
  context.lease.acquire();
  await readAll(context, world);
  return context;
}

const stored = ({ store }: IngestContext): string => {
  const ids = store.db.prepare<[], { id: number }>('SELECT id FROM session').all();
  const files = store.db.prepare('SELECT * FROM file').all();
  return [
    ...textsOf(
      store,
      ids.map(({ id }) => id),
    ),
    JSON.stringify(files),
  ].join('\n');
};

function twoProjects(): void {
  const open = speak({ session: idOf('open'), cwd: '/work/pond' });
  const hidden = speak({ session: idOf('hidden'), cwd: '/work/clients/acme' });
  world.put(`-work-pond/${idOf('open')}.jsonl`, lines(open.user('Feed the ducks'), open.reply('Fed.')));
  world.put(
    `-work-clients-acme/${idOf('hidden')}.jsonl`,
    lines(
      { type: 'ai-title', aiTitle: 'acme salaries', sessionId: idOf('hidden') },
      hidden.user('The acme salaries'),
      hidden.reply('Are private.'),
    ),
  );
}

test.each([
  ['a project by name', { projects: ['ACME'] }],
  ['a project by path', { projects: ['/work/clients/acme'] }],
  ['a folder', { folders: ['/work/clients'] }],
])('of %s that config.json names nothing is stored, not even its name', async (_, hidden) => {
  twoProjects();
  const read1 = await read({ private: hidden });
  expect(promptsIn(read1.store)).toEqual(['Feed the ducks']);
  expect(stored(read1)).not.toContain('acme');
  expect(freshnessOf(read1.store, world.env)()).toMatchObject({ behind_files: 0 });
});

test('a session that goes into a private folder is stored up to there, and again from there', async () => {
  const one = speak({ session: idOf('walk'), cwd: '/work/pond' });
  const away = (record: Record<string, unknown>) => ({ ...record, cwd: '/work/clients/acme' });
  world.put(
    `-work-pond/${idOf('walk')}.jsonl`,
    lines(
      one.user('Feed the ducks'),
      away(one.user('The acme salaries')),
      away(one.reply('Secret')),
      one.user('Back home'),
    ),
  );
  const read1 = await read({ private: { folders: ['/work/clients'] } });
  expect(promptsIn(read1.store)).toEqual(['Feed the ducks', 'Back home']);
  expect(stored(read1)).not.toMatch(/acme|Secret/);
});

test('a call that names a private folder is not stored, nor what it brought back', async () => {
  const one = speak({ session: idOf('peek'), cwd: '/work/pond' });
  world.put(
    `-work-pond/${idOf('peek')}.jsonl`,
    lines(
      one.user('Compare'),
      one.call('toolu_1', 'Read', { file_path: '/work/clients/acme/pay.csv' }),
      one.result('toolu_1', 'Mary, 4200'),
      one.call('toolu_2', 'Bash', { command: 'cat /work/clients/acme/pay.csv' }),
      one.result('toolu_2', 'Mary, 4200'),
      one.call('toolu_3', 'Bash', { command: 'ls' }),
      one.result('toolu_3', 'duck.ts'),
    ),
  );
  const text = stored(await read({ private: { folders: ['/work/clients'] } }));
  expect(text).toContain('duck.ts');
  expect(text).not.toMatch(/acme|Mary/);
});

test('what a prompt marks as private is never stored, nor in the title made of it, closed or cut', async () => {
  const one = speak({ session: idOf('marked') });
  world.put(
    `-work-pond/${idOf('marked')}.jsonl`,
    lines(
      one.user('Call <private>Mary on 555 0100</private> back'),
      { type: 'ai-title', aiTitle: 'Call <private>Mary on 5', sessionId: idOf('marked') },
      one.reply('Done.'),
    ),
  );
  const read1 = await read({});
  expect(promptsIn(read1.store)).toEqual(['Call [private] back']);
  expect(stored(read1)).not.toMatch(/Mary|555/);
});

test('patterns and allowed values of config.json reach what is written, the same secret with the same tag', async () => {
  const one = speak({ session: idOf('badge') });
  world.put(
    `-work-pond/${idOf('badge')}.jsonl`,
    lines(one.user('BADGE-4711 and BADGE-4711 and BADGE-4712 and BADGE-0000')),
  );
  const patterns = [{ kind: 'badge', pattern: 'BADGE-\\d{4}' }];
  const { store } = await read({ redact: { patterns, allow: ['BADGE-0000'] } });
  const marks = promptsIn(store)[0]!.match(/\[redacted:badge [0-9a-f]{6}\]/g);
  expect(marks).toHaveLength(3);
  expect(marks![0]).toBe(marks![1]);
  expect(marks![0]).not.toBe(marks![2]);
  expect(promptsIn(store)[0]).toContain('BADGE-0000');
});

test.each([
  ['{"privat": {}}', 'Unrecognized key'],
  ['{"retention": {"max_age_days": "a year"}}', 'retention.max_age_days'],
  ['{', 'is no JSON'],
])('settings that cannot be understood stop reading, with a sentence: %s', (text, said) => {
  mkdirSync(`${world.root}/her`, { recursive: true });
  writeFileSync(`${world.root}/her/config.json`, text);
  context = undefined;
  expect(() => readSettings(`${world.root}/her`, world.env)).toThrow(said);
});
