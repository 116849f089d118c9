import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { additions, withRules } from '../../src/cli/claude-md.ts';
import { rulesAnswer } from '../../src/shared/rules-answer.ts';
import { environment, runHer, SAMPLE, temporaryHome, type Ran } from './her.ts';

const home = temporaryHome();
const projects = mkdtempSync(join(tmpdir(), 'her-projects-'));
const transcripts = mkdtempSync(join(tmpdir(), 'her-transcripts-'));
const env = environment(home, { CLAUDE_CONFIG_DIR: transcripts });
const her = (...args: string[]): Promise<Ran> => runHer(args, { env });

/** The sample, as if its projects lay in a folder of this machine, and all of them were one. */
beforeAll(async () => {
  cpSync(SAMPLE, transcripts, { recursive: true });
  const folder = join(transcripts, 'projects');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8').replaceAll(
      /\/home\/mira\/code\/(?:harbor-api|tidepool-web)/g,
      join(projects, 'harbor-api'),
    );
    writeFileSync(path, text);
  }
  mkdirSync(join(projects, 'harbor-api'));
  await her('ingest');
});

test('what was said in three sessions is a rule, with the places', async () => {
  const { out, code } = await her('coach', 'rules', '--json');
  expect(code).toBe(0);
  const { rules } = rulesAnswer.parse(JSON.parse(out));
  expect(rules[0]).toMatchObject({ line: 'Use pnpm, not npm.', scope: 'harbor-api', said: 3, sessions: 3 });
  expect(rules[0]?.examples).toHaveLength(3);
});

test('--write shows the change, and without a yes writes nothing', async () => {
  const { out } = await her('coach', 'rules', '--write');
  expect(out).toContain('+- Use pnpm, not npm.');
  expect(out).toContain('Nothing was written.');
  expect(readdirSync(join(projects, 'harbor-api'))).toEqual([]);
});

test('--write --json shows the change in one document, asks nothing and writes nothing', async () => {
  const { out, code } = await her('coach', 'rules', '--write', '--json');
  expect(code).toBe(0);
  const file = join(projects, 'harbor-api', 'CLAUDE.md');
  const { changes } = JSON.parse(out) as { changes: unknown[] };
  expect(changes).toContainEqual({
    scope: 'harbor-api',
    lines: ['Use pnpm, not npm.'],
    file,
    diff: expect.stringContaining('+- Use pnpm, not npm.') as unknown,
    written: false,
  });
  expect(readdirSync(join(projects, 'harbor-api'))).toEqual([]);
});

test('--write --yes adds the line once, and what came of it is told from then on', async () => {
  const file = join(projects, 'harbor-api', 'CLAUDE.md');
  writeFileSync(file, '# Harbor\n\nBe kind.\n');
  expect((await her('coach', 'rules', '--write', '--yes')).out).toContain(`Written to ${file}.`);
  expect(readFileSync(file, 'utf8')).toBe(
    '# Harbor\n\nBe kind.\n\n## What was said before\n\n- Use pnpm, not npm.\n',
  );
  expect((await her('coach', 'rules', '--write', '--yes')).out).toMatch(/^There is no rule to write/);
  expect(JSON.parse((await her('coach', 'rules', '--write', '--json')).out)).toEqual({ changes: [] });
  const { rules, followed_up: followed } = rulesAnswer.parse(
    JSON.parse((await her('coach', 'rules', '--json')).out),
  );
  expect(rules[0]?.written).toMatchObject({ file, line: '- Use pnpm, not npm.' });
  expect(followed).toMatchObject([
    { line: 'Use pnpm, not npm.', outcome: { before: { count: 3 }, after: { count: 0 } } },
  ]);
});

test("the file's history tells since when it is a rule", async () => {
  const folder = join(projects, 'harbor-api');
  const git = (...args: string[]): void =>
    void execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=Mira', '-c', 'user.email=mira@example.com', ...args],
      {
        env: {
          ...process.env,
          GIT_COMMITTER_DATE: '2026-10-01T12:00:00Z',
          GIT_AUTHOR_DATE: '2026-10-01T12:00:00Z',
        },
      },
    );
  git('init', '-q');
  git('add', 'CLAUDE.md');
  git('commit', '-qm', 'rules');
  const { rules } = rulesAnswer.parse(JSON.parse((await her('coach', 'rules', '--json')).out));
  expect(rules[0]?.written?.since).toBe('2026-10-01T12:00:00.000Z');
  expect(rules[0]?.outcome).toMatchObject({ before: { count: 1 }, after: { count: 2 } });
});

test('a rule that is not there is refused in a sentence', async () => {
  const { code, err } = await her('coach', 'rules', '--write', '--pick', '9');
  expect(code).toBe(2);
  expect(err).toContain('There is no rule 9');
});

test('lines go under the heading, before the next one, and none twice', () => {
  const once = withRules('# A\n\n## What was said before\n\n- One.\n\n## B\n', ['Two.', 'One.']);
  expect(once).toBe('# A\n\n## What was said before\n\n- One.\n- Two.\n\n## B\n');
  expect(withRules(once, ['Two.'])).toBe(once);
  expect(withRules('', ['One.'])).toBe('## What was said before\n\n- One.\n');
  expect(additions('', withRules('', ['One.']), 'CLAUDE.md')).toContain('--- /dev/null\n+++ CLAUDE.md');
});

test('advice for prompts is none where the history is short; what is taken up is followed', async () => {
  const { out } = await her('coach', 'prompting', 'the', 'tide', 'chart', 'test', 'is', 'flaky', 'in', 'ci');
  expect(out).toMatch(/^No advice that holds, from \d+ prompts in 1\d sessions/);
  expect(out).toContain('Not enough data');
  expect((await her('coach', 'prompting', '--take', 'names_file')).out).toContain(
    'a prompt that names the file',
  );
  const again = await her('coach', 'prompting', '--take', 'names_file', '--json');
  expect(JSON.parse(again.out)).toEqual({
    taken: { habit: 'names_file', at: expect.any(String) as unknown },
  });
  expect((await her('coach', 'prompting')).out).toMatch(/Taken earlier\nnames_file: used \d+ in/);
  expect(await her('coach', 'prompting', '--take', 'nonsense')).toMatchObject({ code: 2 });
});
