import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';

test('what tests put into the temporary folder lies in the folder of the run', () => {
  expect(basename(tmpdir())).toMatch(/^her-run-/);
  expect(readdirSync(dirname(tmpdir()))).toContain(basename(tmpdir()));
});
