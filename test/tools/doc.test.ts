import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toolsDoc } from '../../scripts/make-tools-doc.ts';

it('docs/tools.md says what the tools say (npx node scripts/make-tools-doc.ts writes it)', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/tools.md'), 'utf8')).toBe(toolsDoc());
});
