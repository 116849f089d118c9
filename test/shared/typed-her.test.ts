import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { howTyped } from '../../src/shared/typed-her.ts';

test.each([
  ['in a checkout', '/code/her/src/cli/main.ts', '/code/her', 'npm run -s her --'],
  ['in a folder of a checkout', '/code/her/src/cli/main.ts', '/code/her/docs', 'npm run -s her --'],
  [
    'where an assistant runs a checkout, in a folder beside it',
    '/code/her/src/server/back-process.ts',
    '/code/her-site',
    'npm --prefix /code/her run -s her --',
  ],
  [
    'for a checkout whose path needs quotes',
    '/my code/her/src/cli/main.ts',
    '/home/mira',
    "npm --prefix '/my code/her' run -s her --",
  ],
  ['where the package is installed', '/usr/lib/node_modules/her-mcp/dist/her.cjs', '/home/mira', 'her'],
  ['where npx fetched it', '/home/mira/.npm/_npx/1f/node_modules/.bin/her-mcp', '/code', 'npx -y her-mcp'],
])('%s the command is typed so that it works', (_, entry, folder, typed) => {
  expect(howTyped(entry, folder)).toBe(typed);
});

test('no message says by itself how the command is typed', () => {
  const files = globSync(['src/**/*.ts', 'tools/*.ts', 'prompts/*.ts', 'resources/*.ts']);
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  expect(lines.length).toBeGreaterThan(10_000);
  expect(lines.filter((line) => /`her [a-z]/.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line))).toEqual([]);
});
