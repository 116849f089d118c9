import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as timers from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { builtInModelFolder } from '../../src/embed/open.ts';
import { PIECES_A_SLICE, vocabularySlices } from '../../src/embed/static-file.ts';
import { openStatic, openStaticInSlices } from '../../src/embed/static.ts';
import reference from '../fixtures/embedding/reference.json' with { type: 'json' };

vi.mock('node:timers/promises', { spy: true });

const folder = builtInModelFolder();
const model = openStatic(folder);
const scratch = mkdtempSync(join(tmpdir(), 'her-static-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('the built-in model', () => {
  it('makes the vectors of the reference implementation', async () => {
    const vectors = await model.embed(reference.cases.map(({ text }) => text));
    for (const [i, { text, first, dot_with_next }] of reference.cases.entries()) {
      const vector = vectors[i]!;
      expect(vector.length).toBe(384);
      expect(largestDifference(vector, first), text).toBeLessThan(1e-3);
      const next = vectors[(i + 1) % vectors.length]!;
      expect(Math.abs(dot(vector, next) - dot_with_next), text).toBeLessThan(1e-3);
    }
  });

  it('gives unit length, or zeros when it knows nothing of the text', () => {
    expect(dot(model.embedOne('undo the last commit'), model.embedOne('undo the last commit'))).toBeCloseTo(
      1,
      5,
    );
    expect(model.embedOne('ქართული 🎉').every((value) => value === 0)).toBe(true);
    expect(model.embedOne('').every((value) => value === 0)).toBe(true);
  });

  it('finds a command by what it does, though they share no word', () => {
    const task = model.embedOne('undo the last commit');
    const right = dot(task, model.embedOne('git reset --soft HEAD~1'));
    expect(right).toBeGreaterThan(dot(task, model.embedOne('docker compose up --detach')));
  });

  it('is the same text after text: nothing of one is left for the next', () => {
    const before = model.embedOne('git git git reset');
    model.embedOne('a different text about git and databases');
    expect(model.embedOne('git git git reset')).toEqual(before);
  });

  it('is the same opened in slices', async () => {
    const sliced = await openStaticInSlices(folder);
    const text = 'parseHTTPRequest2 reads config.json';
    expect(sliced.embedOne(text)).toEqual(model.embedOne(text));
    expect(sliced.model).toBe('static-3-384');
    expect(sliced.dim).toBe(384);
  });

  it('gives way to other work while it embeds many texts', async () => {
    vi.mocked(timers.setImmediate).mockClear();
    await model.embed(Array<string>(320).fill('some text'));
    expect(timers.setImmediate).toHaveBeenCalledTimes(9);
  });
});

describe('opening', () => {
  it('adds a bounded number of pieces between two pauses', () => {
    const text = readFileSync(join(folder, 'vocab.txt'), 'utf8');
    const vocabulary = new Map<string, number>();
    let before = 0;
    let slices = 0;
    for (const size of vocabularySlices(text, vocabulary)) {
      expect(size - before).toBeLessThanOrEqual(PIECES_A_SLICE);
      before = size;
      slices++;
    }
    expect(vocabulary.size - before).toBeLessThanOrEqual(PIECES_A_SLICE);
    expect(vocabulary.size).toBe(32_768);
    expect(slices).toBe(32_768 / PIECES_A_SLICE - 1);
  });

  it('gives way to other work after each slice', async () => {
    vi.mocked(timers.setImmediate).mockClear();
    await openStaticInSlices(folder);
    expect(timers.setImmediate).toHaveBeenCalledTimes(32_768 / PIECES_A_SLICE - 1);
  });

  it.each<[what: string, files: Record<string, string>]>([
    ['no folder', {}],
    ['another format', { 'config.json': '{"format":"something-else"}' }],
    ['weights that are too short', { 'config.json': config(), 'vocab.txt': 'a\nb\n', 'weights.bin': 'xx' }],
    [
      'a vocabulary of another size',
      { 'config.json': config(), 'vocab.txt': 'a\n', 'weights.bin': 'x'.repeat(12) },
    ],
  ])('%s is a sentence with a code', async (what, files) => {
    const broken = mkdtempSync(join(scratch, 'model-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(broken, name), text);
    const expected = expect.objectContaining({
      code: 'STATIC_MODEL_BROKEN',
      message: expect.stringContaining(broken),
    });
    expect(() => openStatic(broken), what).toThrow(expected);
    await expect(openStaticInSlices(broken)).rejects.toEqual(expected);
  });

  it('reads two rows by hand', () => {
    const tiny = mkdtempSync(join(scratch, 'model-'));
    const weights = Buffer.alloc(2 * (4 + 2));
    weights.writeFloatLE(0.5, 0);
    weights.writeFloatLE(2, 4);
    weights.set([0x8b, 0x88, 0x88, 0x4c], 8); // rows 3 0 0 0 and 0 0 4 -4
    writeFileSync(join(tiny, 'config.json'), config());
    writeFileSync(join(tiny, 'vocab.txt'), 'left\nright\n');
    writeFileSync(join(tiny, 'weights.bin'), weights);
    const vector = openStatic(tiny).embedOne('left right right');
    const [x, y] = [3 * 0.5, 4 * 2 * Math.sqrt(2)];
    const length = Math.hypot(x, y, y);
    expect(largestDifference(vector, [x / length, 0, y / length, -y / length])).toBeLessThan(1e-6);
  });
});

const sharedReference = new URL('../../../shared/embedding/', import.meta.url);
const hasReference = existsSync(new URL('infer.mjs', sharedReference));

describe.skipIf(!hasReference)(
  `against the reference implementation${hasReference ? '' : ': skipped, ../shared/embedding is not here'}`,
  () => {
    it('300 texts agree in every component', async () => {
      const { StaticEmbedder: Reference } = await import(new URL('infer.mjs', sharedReference).href);
      const theirs = Reference.load(folder);
      for (const text of passages(300)) {
        expect(largestDifference(model.embedOne(text), theirs.embed(text)), text).toBeLessThan(1e-3);
      }
    });
  },
);

/** Prose, tables and code of the model's own description and of this repository, cut at odd places. */
function passages(count: number): string[] {
  const root = new URL('../../', import.meta.url);
  const files = [
    'models/static/README.md',
    'src/embed/static.ts',
    'src/embed/tokenize.ts',
    'package-lock.json',
  ];
  const text = files.map((file) => readFileSync(new URL(file, root), 'utf8')).join('\n');
  return Array.from({ length: count }, (_, i) => text.slice(i * 137, i * 137 + 20 + ((i * 97) % 3000)));
}

function config(): string {
  return JSON.stringify({
    format: 'static-embedding-2',
    vocab_size: 2,
    dim: 4,
    bits: 4,
    tf_power: 0.5,
    max_tokens: 512,
    vocabulary: 'vocab.txt',
    weights: 'weights.bin',
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

/** Over the components that `expected` has. */
function largestDifference(vector: Float32Array, expected: ArrayLike<number>): number {
  return Math.max(...Array.from(expected, (value, k) => Math.abs(value - vector[k]!)));
}
