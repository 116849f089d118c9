/**
 * Writes models/static/weights.bin: the table as it was trained, each word's row drawn to those of its nearest synonyms in
 * models/words/synonyms.txt (after Faruqui et al. 2015, "Retrofitting Word Vectors to Semantic Lexicons", one step).
 * How much, and what it gives: docs/search.md.
 *
 *     node scripts/draw-synonyms.ts <weights.bin as trained>
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Tokenizer } from '../src/embed/tokenize.ts';
import { stemOf } from '../src/store/stems.ts';
import { readSynonyms, synonymsByStem } from './synonyms/read.ts';

/** Of the mean of its synonyms that is added to a word, both of length 1. */
const SHARE = 1.25;
const NEAREST = 4;
/** Scales tried for a row: its largest value, or less, with the largest cut off. */
const SCALES = [1, 0.85, 0.7, 0.6];
const LEVELS = 7;
/** Of the table as it was trained (models/static/README.md). */
const TRAINED = 'e5bb0ba779ef918d225d63b13a5b59e4cb59a69c73a6aa509fc2ea02de3a9f91';

const FOLDER = new URL('../models/', import.meta.url);
const pieces = readFileSync(new URL('static/vocab.txt', FOLDER), 'utf8').trimEnd().split('\n');
const { dim } = z
  .object({ dim: z.int() })
  .parse(JSON.parse(readFileSync(new URL('static/config.json', FOLDER), 'utf8')));
const tokenizer = new Tokenizer(new Map(pieces.map((piece, id) => [piece, id])));
const synonyms = synonymsByStem(readSynonyms(readFileSync(new URL('words/synonyms.txt', FOLDER), 'utf8')));

const trained = unpacked(readFileSync(process.argv[2] ?? ''));
let drawn = 0;
const rows = trained.map((row, id) => {
  const piece = pieces[id]!;
  const near = /^[a-z]{3,}$/.test(piece) ? synonyms.get(stemOf(piece)) : undefined;
  if (!near) return row;
  drawn++;
  return towards(row, near.slice(0, NEAREST));
});
writeFileSync(new URL('static/weights.bin', FOLDER), packed(rows));
console.log(`${drawn} of ${rows.length} rows drawn to their synonyms`);

/** Keeps its length, which says how much a word counts. */
function towards(row: Float64Array, near: readonly string[]): Float64Array {
  const known = near.map((synonym) => unit(sumOf(synonym))).filter((vector) => lengthOf(vector) > 0);
  const length = lengthOf(row);
  const moved = row.map(
    (value, k) =>
      value +
      (SHARE * length * known.reduce((sum, vector) => sum + vector[k]!, 0)) / Math.max(1, known.length),
  );
  return unit(moved).map((value) => value * length);
}

/** As the table was trained: what a row is drawn to does not depend on the order of rows. */
function sumOf(text: string): Float64Array {
  const sum = new Float64Array(dim);
  for (const id of new Set(tokenizer.encode(text))) trained[id]!.forEach((value, k) => (sum[k]! += value));
  return sum;
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

function unit(vector: Float64Array): Float64Array {
  const length = lengthOf(vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Format: models/static/README.md. */
function unpacked(file: Buffer): Float64Array[] {
  if (createHash('sha256').update(file).digest('hex') !== TRAINED)
    throw new Error('Name the weights as they were trained: see models/static/README.md.');
  return pieces.map((_, id) => {
    const scale = file.readFloatLE(4 * id);
    const from = 4 * pieces.length + (id * dim) / 2;
    return Float64Array.from({ length: dim }, (_, k) => {
      const pair = file[from + (k >> 1)]!;
      return scale * ((k % 2 ? pair >> 4 : pair & 15) - 8);
    });
  });
}

function packed(vectors: readonly Float64Array[]): Buffer {
  const file = Buffer.alloc(pieces.length * (4 + dim / 2));
  for (const [id, vector] of vectors.entries()) {
    const scale = scaleFor(vector);
    file.writeFloatLE(scale, 4 * id);
    const from = 4 * pieces.length + (id * dim) / 2;
    vector.forEach((value, k) => (file[from + (k >> 1)]! |= (levelOf(value, scale) + 8) << (k % 2 ? 4 : 0)));
  }
  return file;
}

function levelOf(value: number, scale: number): number {
  return Math.max(-LEVELS, Math.min(LEVELS, Math.round(value / scale)));
}

/** The one of those tried with the least squared error. */
function scaleFor(vector: Float64Array): number {
  const largest = Math.max(1e-12, ...vector.map(Math.abs));
  const errorOf = (scale: number): number =>
    vector.reduce((sum, value) => sum + (value - levelOf(value, scale) * scale) ** 2, 0);
  const scales = SCALES.map((share) => (largest * share) / LEVELS);
  return scales.reduce((best, scale) => (errorOf(scale) < errorOf(best) ? scale : best));
}
