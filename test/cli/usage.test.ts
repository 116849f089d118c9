import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { temporaryHome } from './her.ts';

/** Runs in this process: what is tested here is said before any work begins. */
let [out, err] = ['', ''];
beforeEach(() => {
  [out, err] = ['', ''];
  vi.stubEnv('HER_HOME', temporaryHome());
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const COMMANDS = [
  'start',
  'mcp',
  'ingest',
  'search',
  'replay',
  'corrections',
  'sessions',
  'export',
  'redact',
  'status',
  'doctor',
  'init',
];

test.each([[[]], [['help']], [['--help']]])('%j lists all commands, one line each', async (args) => {
  expect(await run(args)).toBe(0);
  for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${name}\\b.* {2}\\S`, 'm'));
  expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
});

test.each([...COMMANDS, 'export turns'])('help of %s shows examples', async (name) => {
  expect(await run([...name.split(' '), '--help'])).toBe(0);
  expect(out).toMatch(/Examples:\n {2}\$ her /);
});

test.each([
  [['frobnicate'], 'unknown command'],
  [['serach', 'x'], 'Did you mean search?'],
  [['search'], 'missing required argument'],
  [['sessions', '--limit', '0'], 'whole number from 1 to 100'],
  [['sessions', '--frob'], 'unknown option'],
  [['sessions', '--since', 'blah'], 'is not a time'],
  [['replay', 'latest', '--turns', 'many'], 'turns'],
  [['replay', 'latest', '--detail', 'deep'], 'Allowed choices'],
])('%j is wrong usage: exit 2', async (args, words) => {
  expect(await run(args)).toBe(2);
  expect(err).toContain(words);
  expect(out).toBe('');
});

test('the version is the one of the package', async () => {
  expect(await run(['--version'])).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+/);
});
