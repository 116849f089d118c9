import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inPlace } from '../../src/cli/watch-status.ts';
import { environment, runHer, SAMPLE, temporaryHome } from './her.ts';

test('status --watch in a pipe prints a line for each change, and Ctrl-C ends it well', async () => {
  const home = temporaryHome();
  const claude = join(home, 'claude');
  cpSync(SAMPLE, claude, { recursive: true });
  const env = environment(home, { CLAUDE_CONFIG_DIR: claude, HER_EMBEDDER: 'off' });
  await runHer(['ingest'], { env });
  const project = join(claude, 'projects', '-p');
  let isGrown = false;
  const { out, code } = await runHer(['status', '--watch'], {
    env,
    onOut(said, kill) {
      if (!isGrown && said.includes('\n')) {
        isGrown = true;
        mkdirSync(project);
        writeFileSync(join(project, 'aaaa.jsonl'), 'to be read\n');
      }
      if (said.includes('1 transcript')) kill('SIGINT');
    },
  });
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d {2}everything is read · 14 sessions, 60 turns · nobody writes$/),
    expect.stringContaining('11 B in 1 transcript to be read'),
  ]);
});

test('the picture is drawn over the one before and never rolls the screen', () => {
  const drawn = inPlace('one\ntwo\nthree\nfour\n', 4);
  expect(drawn).toBe('\u001b[Hone\u001b[K\ntwo\u001b[K\nCtrl-C ends this.\u001b[K\n\u001b[J');
});

test('in a session of Claude Code, status counts its own transcript as well', async () => {
  const home = temporaryHome();
  const claude = join(home, 'claude');
  cpSync(SAMPLE, claude, { recursive: true });
  const env = environment(home, { CLAUDE_CONFIG_DIR: claude, HER_EMBEDDER: 'off' });
  await runHer(['ingest'], { env });
  const session = '2988b687-0a73-4611-a623-da3f281e7370';
  appendFileSync(join(claude, 'projects', '-home-mira-code-fieldnotes', `${session}.jsonl`), '{}\n');
  const { out } = await runHer(['status', '--json'], { env: { ...env, CLAUDE_CODE_SESSION_ID: session } });
  expect(JSON.parse(out)).toMatchObject({ freshness: { behind_files: 1, behind_bytes: 3 } });
  rmSync(home, { recursive: true });
});

test('status names no folder of transcripts that is not there', async () => {
  const home = temporaryHome();
  const claude = join(home, 'claude');
  cpSync(SAMPLE, claude, { recursive: true });
  const env = environment(home, { CLAUDE_CONFIG_DIR: claude, HER_EMBEDDER: 'off' });
  await runHer(['ingest'], { env });
  const read = await runHer(['status', '--json'], { env });
  expect(JSON.parse(read.out)).toMatchObject({ transcripts: [join(claude, 'projects')] });
  rmSync(claude, { recursive: true });
  const { out } = await runHer(['status'], { env });
  expect(out).toMatch(/^Transcripts {2}16 files read; no folder of transcripts is there now$/m);
  rmSync(home, { recursive: true });
});
