/**
 * Writes `src/privacy/common-threes.ts`: which three characters in a row are the commonest in transcripts, so that the
 * scanner of anchors looks for the rarest of each. What is found does not depend on it, only how fast.
 *
 *   node scripts/common-threes.ts <folder with projects/**.jsonl>
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLASS_BITS, classOf, LAST_THREE, letterOf } from '../src/privacy/anchors.ts';

const MOST = 2500;

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name a folder that holds transcripts (*.jsonl, in subfolders too).');
  process.exit(2);
}
const counts = new Float64Array(LAST_THREE + 1);
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.jsonl')) continue;
  for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
    try {
      count(JSON.parse(line));
    } catch {
      continue; // the last line of a transcript may be half
    }
  }
}
const threes = [...counts.keys()]
  .filter((three) => counts[three]! > 0)
  .toSorted((a, b) => counts[b]! - counts[a]!)
  .slice(0, MOST)
  .map((three) => [2, 1, 0].map((i) => letterOf(three >> (i * CLASS_BITS))).join(''));
const rows = Array.from({ length: Math.ceil(threes.length / 32) }, (_, row) =>
  threes.slice(row * 32, row * 32 + 32).join(''),
);
writeFileSync(
  new URL('../src/privacy/common-threes.ts', import.meta.url),
  [
    '/** Made by `scripts/common-threes.ts`: three characters in a row as `anchors.ts` writes them, the commonest first. */',
    'export const COMMON_THREES =',
    ...rows.map((row, at) => `  '${row}'${at === rows.length - 1 ? ';' : ' +'}`),
    '',
  ].join('\n'),
);

function count(value: unknown): void {
  if (typeof value === 'string') {
    let three = 0;
    for (let i = 0; i < value.length; i++) {
      three = ((three << CLASS_BITS) | classOf(value.charCodeAt(i))) & LAST_THREE;
      counts[three]! += 1;
    }
  } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(count);
}
