import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { lines, speak } from '../ingest/records.ts';
import { environment, runHer, temporaryHome, type Ran } from './her.ts';

/** ASCII, since what the command writes is compared as text. */
const BYTES = Buffer.from('GIF89a and whatever else an image says');
const HASH = createHash('sha256').update(BYTES).digest('hex');
let env: NodeJS.ProcessEnv;
const her = (...args: string[]): Promise<Ran> => runHer(args, { env });

beforeEach(async () => {
  const home = temporaryHome();
  env = environment(home, { CLAUDE_CONFIG_DIR: join(home, 'claude'), HER_EMBEDDER: 'off' });
  const project = join(home, 'claude', 'projects', '-work-pond');
  mkdirSync(project, { recursive: true });
  mkdirSync(env['HER_HOME']!, { recursive: true, mode: 0o700 });
  writeFileSync(join(env['HER_HOME']!, 'config.json'), JSON.stringify({ images: { keep_mb: 1 } }));
  const source = { type: 'base64', media_type: 'image/gif', data: BYTES.toString('base64') };
  const asked = speak({ session: 'one' }).user('', { message: { content: [{ type: 'image', source }] } });
  writeFileSync(join(project, 'one.jsonl'), lines(asked));
  await her('ingest');
});

test('an image that is kept is written as it was', async () => {
  const { code, out } = await her('export', 'image', HASH.slice(0, 8));
  expect([code, out]).toEqual([0, BYTES.toString()]);
});

test('one that is not kept, and what is no hash, are said so', async () => {
  const unknown = await her('export', 'image', '00000000');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('images.keep_mb')]);
  const wrong = await her('export', 'image', 'cat');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('"cat"')]);
});
