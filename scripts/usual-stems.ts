/**
 * Writes models/words/usual-stems.txt: stems of English words in the order of how usual they are where people write
 * about software. The order is that of the built-in model's vocabulary, which is by frequency in what it was trained on
 * (models/static/README.md); words of one stem are added up as Zipf's law has them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stemOf } from '../src/store/stems.ts';

const ZIPF = 1.3;
const VOCABULARY = new URL('../models/static/vocab.txt', import.meta.url);
const FOLDER = new URL('../models/words/', import.meta.url);

const usual = new Map<string, number>();
for (const [index, piece] of readFileSync(VOCABULARY, 'utf8').split('\n').entries()) {
  if (!/^[a-z]{2,}$/.test(piece)) continue;
  const stem = stemOf(piece);
  usual.set(stem, (usual.get(stem) ?? 0) + (index + 1) ** -ZIPF);
}
const stems = [...usual].sort((a, b) => b[1] - a[1]).map(([stem]) => stem);
mkdirSync(FOLDER, { recursive: true });
writeFileSync(new URL('usual-stems.txt', FOLDER), stems.join('\n') + '\n');
console.log(`${stems.length} stems`);
